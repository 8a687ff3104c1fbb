package pathfind

import (
	"context"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// explore labels nodes from the payee on, the nearest by the metric first, until
// it comes to the payer; its label is then that at payerSlot.
func (f *Finder) explore(ctx context.Context, m metric, lim limits) (found bool, err error) {
	f.metric, f.lim = m, lim
	f.reset()
	f.start()
	at, dist := int32(0), int64(0)
	for pops := 1; ; pops++ {
		f.expand(at, dist)
		for {
			if len(f.queue) == 0 {
				return false, nil
			}
			e := f.pop()
			at, dist = e.slot, e.dist
			node := f.labels[at].node
			if node == f.payer {
				return true, nil
			}
			if at == f.slot[node] {
				break
			}
		}
		if pops%ctxEvery == 0 {
			if err := ended(ctx); err != nil {
				return false, err
			}
		}
	}
}

// start is the payee's label, the first.
func (f *Finder) start() {
	f.labels = append(f.labels, label{
		probability: 1,
		net:         f.q.Amount,
		node:        f.payee,
		edge:        math.MinInt32,
		cltv:        f.q.FinalCltv,
		onion:       int32(f.q.finalPayload()),
	})
}

// expand offers the label at a slot, which has the given distance, to everybody
// who has a channel to its node and is not nearer already.
func (f *Finder) expand(at int32, dist int64) {
	to := f.labels[at]
	s := f.specials[f.special[to.node]]
	if o, ok := f.ownOffer(&to, s.ownFrom, s.ownTo, f.lim.anyMinimum); ok {
		f.try(f.payer, at, &to, &o)
	}
	f.groups(&to, s, func(from graph.NodeIndex, lo, hi graph.EdgeIndex, hintFrom, hintTo int32) {
		if f.dist[from] < dist {
			return
		}
		if o, ok := f.unify(&to, lo, hi, hintFrom, hintTo, f.lim.anyMinimum); ok {
			f.try(from, at, &to, &o)
		}
	})
}

// groups hands out the edges into the node of a label by the node they come
// from, the graph's [lo, hi) and the hinted ones.
func (f *Finder) groups(to *label, s special, yield func(from graph.NodeIndex, lo, hi graph.EdgeIndex, hintFrom, hintTo int32)) {
	var e, end graph.EdgeIndex
	if int(to.node) < f.known {
		e, end = f.in.Start[to.node], f.in.Start[to.node+1]
	}
	h := s.hintFrom
	for e < end || h < s.hintTo {
		from := graph.NodeIndex(math.MaxInt32)
		if e < end {
			from = f.in.From[e]
		}
		if h < s.hintTo {
			from = min(from, f.hints[h].from)
		}
		lo, hintLo := e, h
		for e < end && f.in.From[e] == from {
			e++
		}
		for h < s.hintTo && f.hints[h].from == from {
			h++
		}
		yield(from, lo, e, hintLo, h)
	}
}

// try makes a label for a node from an offer, and keeps it if it is within all
// limits and better than what the node has.
func (f *Finder) try(from graph.NodeIndex, at int32, to *label, o *offer) {
	q, lim := f.q, &f.lim
	if o.amount > q.Amount && o.amount-q.Amount > lim.fee {
		return
	}
	cltv := uint64(to.cltv) + uint64(o.delta)
	if cltv > lim.cltv {
		return
	}
	net := o.amount + o.outbound
	if net > graph.MaxSupplyMsat {
		return
	}
	probability := to.probability * o.chance
	if probability < lim.probability {
		return
	}
	onion := to.onion
	if from != f.payer {
		onion += int32(forwardPayload(o.amount))
	}
	if int(onion) > lim.onion {
		return
	}
	weight := to.weight + max(0, o.inbound+int64(o.outbound))
	var dist int64
	switch f.metric {
	case byDistance:
		weight += lockRisk(o.amount, o.delta, f.params.RiskFactor)
		dist = distance(weight, probability, f.cost)
	case byFee:
		dist = weight
	case byCltv:
		dist = int64(cltv)
	case byProbability:
		dist = infinity
		if probability > 0 {
			dist = int64(-1e9 * math.Log(probability))
		}
	case byOnion:
		dist = int64(onion)
	case byMinimum:
		// More than all bitcoins is as good as any number above that.
		dist = max(to.weight, int64(min(o.minimum, graph.MaxSupplyMsat+1)))
		weight = dist
	}
	if dist == infinity || weight > maxWeight && f.metric != byMinimum {
		return
	}

	best, slot := f.dist[from], f.slot[from]
	if from == f.payer {
		best, slot = f.payerDist, f.payerSlot
	}
	if dist > best || dist == best && probability <= f.labels[slot].probability {
		return
	}

	// Labels never change: others may build on them.
	slot = int32(len(f.labels))
	f.labels = append(f.labels, label{
		weight: weight, probability: probability, edgeChance: o.chance,
		net: net, outbound: o.outbound,
		node: from, next: at, edge: o.edge,
		cltv: uint32(cltv), onion: onion, delta: o.delta,
	})
	if from == f.payer {
		f.payerDist, f.payerSlot = dist, slot
	} else {
		f.dist[from], f.slot[from] = dist, slot
	}
	f.push(entry{dist, slot})
}
