package pathfind

import (
	"context"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// search is lnd's search, with what cannot matter left out.
//
// That is everything beyond a bound. Labels are looked at in the order of
// distance, so that once the payer has one, none with a greater distance has a
// part in the result, and neither has a node from which every step leads
// further. The earlier the bound is known the more it saves. So the first
// attempt guesses it: a way to a neighbour of the payer, carried on to the
// payer. lnd may come to prefer another way to that neighbour, one that then
// ends worse or nowhere. If so the result is beyond the guess, and the search is
// done once more without guessing.
func (f *Finder) search(ctx context.Context) (found bool, err error) {
	f.lim = f.limits()
	for _, f.guess = range [...]bool{true, false} {
		f.bound = infinity
		f.start()
		found, err = f.run(ctx, (*Finder).settle)
		if err != nil || f.payerDist <= f.bound {
			break
		}
	}
	return found, err
}

// settle offers a label to everybody who has a channel to its node.
func (f *Finder) settle(at int32, _ int64) {
	to := f.labels[at]
	dear := to.net-f.q.Amount > f.lim.fee
	if dear && f.in.Inbound == nil {
		return // an inbound fee could have taken it back
	}
	s := f.specials[f.special[to.node]]
	if o, ok := f.ownOffer(&to, s.ownFrom, s.ownTo); ok {
		f.consider(f.payer, at, &to, &o)
	}
	// No channel is likelier than an untried one with room to spare, so that no
	// neighbour comes nearer than this.
	likeliest := to.probability * f.params.HopProbability
	if likeliest < f.lim.probability || likeliest == 0 {
		return
	}
	penalty := f.cost / likeliest
	nearest := whole(float64(to.weight) + penalty)
	switch {
	case nearest > f.bound:
	case s.hintFrom < s.hintTo || s.banned || dear:
		f.groups(&to, s, func(from graph.NodeIndex, lo, hi graph.EdgeIndex, hintFrom, hintTo int32) {
			if f.dist[from] < nearest {
				return
			}
			if o, ok := f.unify(&to, lo, hi, hintFrom, hintTo); ok {
				f.consider(from, at, &to, &o)
			}
		})
	case int(to.node) < f.known:
		f.scan(at, &to, likeliest, penalty, nearest)
	}
}

// scan is settle for a node that has nothing special: only edges of the graph,
// nearly all of them the only one from their node. It is where a search spends
// its time. Half of the edges come from nodes that are nearer already, which
// takes one look at their distance; for the others it does what unify and
// consider do for one edge, the cheapest checks first.
func (f *Finder) scan(at int32, to *label, likeliest, penalty float64, nearest int64) {
	inbound := f.in.Inbound
	if to.node == f.payee {
		inbound = nil
	}
	first, end := f.in.Start[to.node], f.in.Start[to.node+1]
	nodes := f.in.From[first:end]
	policies := f.in.Policy[first:end][:len(nodes)]
	amount, dist := to.net, f.dist
	ample := f.ample(amount)
	onion := to.onion + int32(forwardPayload(amount))
	for i := 0; i < len(nodes); i++ {
		node := nodes[i]
		best := dist[node]
		if best < nearest {
			continue
		}
		edge := first + graph.EdgeIndex(i)
		if i+1 < len(nodes) && nodes[i+1] == node || inbound != nil && inbound[edge] != (graph.InboundFee{}) {
			for i+1 < len(nodes) && nodes[i+1] == node {
				i++
			}
			if o, ok := f.unify(to, edge, first+graph.EdgeIndex(i)+1, 0, 0); ok {
				f.consider(node, at, to, &o)
			}
			continue
		}
		p := &policies[i]
		if p.Flags&(graph.Known|graph.Disabled) != graph.Known || amount > p.HtlcMax || amount > p.Carry || amount < p.HtlcMin {
			continue
		}
		outbound := outboundFee(p.BaseFee, p.FeePPM, amount)
		weight := to.weight + int64(outbound) + lockRisk(amount, p.CltvDelta, f.params.RiskFactor)
		d := whole(float64(weight) + penalty)
		if d > best || d > f.bound {
			continue
		}
		chance, probability := f.params.HopProbability, likeliest
		if p.Carry < ample {
			chance *= capacityFactor(amount, graph.Sat(p.Carry/1000), f.params.CapacityFraction)
			probability = to.probability * chance
			if d = distance(weight, probability, f.cost); d > best || d > f.bound || probability < f.lim.probability {
				continue
			}
		}
		cltv := uint64(to.cltv) + uint64(p.CltvDelta)
		net := amount + outbound
		if cltv > f.lim.cltv || int(onion) > f.lim.onion || net > graph.MaxSupplyMsat || weight > maxWeight || d == infinity {
			continue
		}
		if d == best && probability <= f.labels[f.slot[node]].probability {
			continue
		}
		slot := int32(len(f.labels))
		f.labels = append(f.labels, label{
			weight: weight, probability: probability, chance: chance,
			net: net, outbound: outbound,
			node: node, next: at, edge: int32(edge),
			cltv: uint32(cltv), onion: onion, delta: p.CltvDelta,
		})
		dist[node], f.slot[node] = d, slot
		f.await(slot, d)
	}
}

// ample is a capacity from which on an amount does not lessen the probability:
// less than a float64 can tell, since exp(37) is above 2^53.
func (f *Finder) ample(amount graph.Msat) graph.Msat {
	part := f.params.CapacityFraction - 37*capacitySmearing
	switch {
	case f.params.CapacityFraction == 1:
		return 0
	case part <= 0:
		return math.MaxUint64
	}
	return graph.Msat(float64(amount)/part) + 2000 // capacities are whole satoshis
}

// consider keeps the label that an offer makes, if it is worth it.
func (f *Finder) consider(from graph.NodeIndex, at int32, to *label, o *offer) {
	l, ok := f.step(from, at, to, o)
	if !ok {
		return
	}
	d := distance(l.weight, l.probability, f.cost)
	if d > f.bound {
		return
	}
	slot, ok := f.keep(&l, d)
	if !ok {
		return
	}
	if from == f.payer {
		f.bound = min(f.bound, d)
		f.queue.push(waiting(d, l.probability, slot))
		return
	}
	f.await(slot, d)
}

// await queues a label, unless every step from it leads beyond the bound. For a
// neighbour of the payer it guesses a bound.
func (f *Finder) await(slot int32, dist int64) {
	l := &f.labels[slot]
	if i := f.special[l.node]; i == 0 {
		if distance(l.weight, l.probability*f.params.HopProbability, f.cost) > f.bound {
			return
		}
	} else if f.guess && f.specials[i].able {
		f.bound = min(f.bound, distance(l.weight, l.probability*f.params.OwnProbability, f.cost))
	}
	f.queue.push(waiting(dist, l.probability, slot))
}
