package pathfind

import (
	"context"
	"math"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

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
	all := limits{fee: NoFeeLimit, cltv: math.MaxUint32, onion: math.MaxInt32}
	lifted, err := f.explore(ctx, byFee, all)
	if err != nil {
		return err
	}
	if !lifted {
		return f.tooSmall(ctx, width, route)
	}
	// The last step repeats the search above, for what the others miss.
	for _, m := range [...]metric{byFee, byCltv, byProbability, byOnion, byFee} {
		switch m {
		case byFee:
			lim.fee = all.fee
		case byCltv:
			lim.cltv = all.cltv
		case byProbability:
			lim.probability = all.probability
		case byOnion:
			lim.onion = all.onion
		}
		found, err := f.explore(ctx, m, lim)
		if err != nil {
			return err
		}
		if found {
			break
		}
	}
	return f.blame(route)
}

// tooSmall says why there is no route though all limits are lifted.
func (f *Finder) tooSmall(ctx context.Context, width graph.Msat, route *Route) error {
	lim := limits{fee: NoFeeLimit, cltv: math.MaxUint32, onion: math.MaxInt32, anyMinimum: true}
	found, err := f.explore(ctx, byMinimum, lim)
	if err != nil {
		return err
	}
	least := graph.Msat(f.payerDist)
	switch {
	case !found:
		return &NoRouteError{
			Reason: NoLiquidity, MostAmount: width,
			Detail: "channels can carry " + msat(f.q.Amount) + " but not the fees on top",
		}
	case least <= f.q.Amount:
		return f.blame(route)
	}
	return &NoRouteError{
		Reason: BelowMinimum, LeastAmount: least,
		Detail: "channels on every way want at least " + msat(least) + ", not " + msat(f.q.Amount),
	}
}

// blame says which limit of the query the way that was found breaks. If it
// breaks none, it is the route.
func (f *Finder) blame(route *Route) error {
	l, q := &f.labels[f.payerSlot], &f.q
	fee := l.net - q.Amount
	switch lim := f.limits(); {
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
