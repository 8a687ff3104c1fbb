package pathfind

import (
	"context"
	"math"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// metric is what a search makes least.
type metric uint8

const (
	byDistance metric = iota // lnd's, see the package comment
	byFee
	byCltv
	byProbability // the likeliest way
	byOnion
	byMinimum // the way whose greatest htlc_minimum_msat is least
)

// limits are what a way must keep to.
type limits struct {
	fee         graph.Msat
	cltv        uint64
	probability float64
	onion       int
	anyMinimum  bool // htlc_minimum_msat does not matter
}

// limits are those of the query.
func (f *Finder) limits() limits {
	return limits{
		fee: f.q.MaxFee, cltv: uint64(f.q.CltvLimit),
		probability: f.params.MinProbability, onion: f.params.OnionBytes,
	}
}

// explain says why the search found no route. It lifts one limit after another
// and looks each time for the way that stays nearest to it. A way that turns
// out to be within all limits, which happens because one label a node does not
// show everything, is the route after all.
func (f *Finder) explain(ctx context.Context, route *Route) error {
	width, err := f.widest(ctx)
	switch {
	case err != nil:
		return err
	case width == 0:
		return &NoRouteError{Reason: NoPath, Detail: "no usable channels connect the payer with the payee"}
	case width < f.q.Amount:
		return &NoRouteError{
			Reason: NoLiquidity, MostAmount: width,
			Detail: "no way can carry " + msat(f.q.Amount) + " in one part: the widest carries " + msat(width) + ", less the fees",
		}
	}
	lim := f.limits()
	for _, m := range [...]metric{byFee, byCltv, byProbability, byOnion, byMinimum} {
		switch m {
		case byFee:
			lim.fee = NoFeeLimit
		case byCltv:
			lim.cltv = math.MaxUint32
		case byProbability:
			lim.probability = 0
		case byOnion:
			lim.onion = math.MaxInt32
		case byMinimum:
			lim.anyMinimum = true
		}
		found, err := f.explore(ctx, m, lim)
		if err != nil {
			return err
		}
		if found {
			return f.blame(m, route)
		}
	}
	return &NoRouteError{
		Reason: NoLiquidity, MostAmount: width,
		Detail: "channels can carry " + msat(f.q.Amount) + " but not the fees on top",
	}
}

// blame says which limit of the query the way that was found breaks. If it
// breaks none, it is the route.
func (f *Finder) blame(m metric, route *Route) error {
	l, q := &f.labels[f.payerSlot], f.q
	fee := l.net - q.Amount
	switch lim := f.limits(); {
	case m == byMinimum && graph.Msat(l.weight) > q.Amount:
		least := graph.Msat(l.weight)
		return &NoRouteError{
			Reason: BelowMinimum, LeastAmount: least,
			Detail: "channels on every way want at least " + msat(least) + ", not " + msat(q.Amount),
		}
	case int(l.onion) > lim.onion:
		return &NoRouteError{
			Reason: TooManyHops, LeastOnionBytes: int(l.onion),
			Detail: "the shortest way takes " + strconv.Itoa(int(l.onion)) + " bytes of the onion's " + strconv.Itoa(lim.onion),
		}
	case l.probability < lim.probability:
		return &NoRouteError{
			Reason: TooUnlikely, BestProbability: l.probability,
			Detail: "the likeliest way has probability " + strconv.FormatFloat(l.probability, 'g', 3, 64) +
				", below " + strconv.FormatFloat(lim.probability, 'g', 3, 64),
		}
	case uint64(l.cltv) > lim.cltv:
		return &NoRouteError{
			Reason: OverCltvLimit, LeastCltv: l.cltv,
			Detail: "funds would be locked for " + strconv.Itoa(int(l.cltv)) + " blocks at least, and the limit is " + strconv.Itoa(int(lim.cltv)),
		}
	case fee > lim.fee:
		return &NoRouteError{
			Reason: OverFeeLimit, LeastFee: fee,
			Detail: "the cheapest way costs " + msat(fee) + ", and the limit is " + msat(lim.fee),
		}
	}
	f.write(route)
	return nil
}
