package pathfind

import (
	"context"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// metric is what a search makes least that looks for a reason.
type metric uint8

const (
	byFee metric = iota
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
	anyMinimum  bool   // htlc_minimum_msat does not matter
	risk        uint32 // what counts as weight besides fees: the risk factor
}

// limits are those of the query.
func (f *Finder) limits() limits {
	return limits{
		fee: f.q.MaxFee, cltv: uint64(f.q.CltvLimit),
		probability: f.params.MinProbability, onion: f.params.OnionBytes,
		risk: f.params.RiskFactor,
	}
}

// explore is a search by another metric and in other limits than lnd's.
func (f *Finder) explore(ctx context.Context, m metric, lim limits) (found bool, err error) {
	f.metric, f.lim = m, lim
	f.lim.risk = 0
	f.start()
	return f.run(ctx, (*Finder).expand)
}

// expand offers a label, which has the given distance, to everybody who has a
// channel to its node and is not nearer already.
func (f *Finder) expand(at int32, dist int64) {
	to := f.labels[at]
	s := f.specials[f.special[to.node]]
	if o, ok := f.ownOffer(&to, s.ownFrom, s.ownTo); ok {
		f.try(f.payer, at, dist, &to, &o)
	}
	f.groups(&to, s, func(from graph.NodeIndex, lo, hi graph.EdgeIndex, hintFrom, hintTo int32) {
		if f.dist[from] < dist {
			return
		}
		if o, ok := f.unify(&to, lo, hi, hintFrom, hintTo); ok {
			f.try(from, at, dist, &to, &o)
		}
	})
}

// try keeps the label that an offer makes, if it is better than what the node
// has. dist is that of the label it builds on.
func (f *Finder) try(from graph.NodeIndex, at int32, dist int64, to *label, o *offer) {
	l, ok := f.step(from, at, to, o)
	if !ok {
		return
	}
	switch f.metric {
	case byFee:
		dist = l.weight
	case byCltv:
		dist = int64(l.cltv)
	case byProbability:
		dist = infinity
		if l.probability > 0 {
			dist = int64(-1e9 * math.Log(l.probability))
		}
	case byOnion:
		dist = int64(l.onion)
	case byMinimum:
		// More than all bitcoins is as good as any number above that.
		dist = max(dist, int64(min(o.minimum, graph.MaxSupplyMsat+1)))
	}
	if slot, ok := f.keep(&l, dist); ok {
		f.queue.push(waiting(dist, l.probability, slot))
	}
}
