package pathfind

import (
	"context"
	"fmt"

	"github.com/lightpane/lightpane/graph"
)

// ctxEvery is how many nodes a search looks at before it asks the context again.
const ctxEvery = 256

// ended is the context's error.
func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("route search: %w", err)
	}
	return nil
}

// search is lnd's search, with what cannot matter left out. explore does the
// same step by step; this is the fast way to the same label at payerSlot.
//
// What is left out are labels with a distance above some bound. Nodes are
// looked at in the order of distance, so that once the payer has a label, none
// with a greater distance has a part in the result, and neither has a node from
// which every step leads beyond. That prunes most when the bound is known
// early. So the first attempt takes for one the distance that any way to a
// neighbour of the payer would have if it went on to the payer; lnd may come to
// prefer another way to that neighbour, which ends worse or nowhere. Then the
// result is beyond the bound, and the search is done once more without guessing.
func (f *Finder) search(ctx context.Context) (found bool, err error) {
	f.lim = f.limits()
	found, err = f.attempt(ctx, true)
	if err != nil || f.payerDist <= f.bound || f.bound == infinity {
		return found, err
	}
	return f.attempt(ctx, false)
}

// attempt searches once, with a bound from guesses or without.
func (f *Finder) attempt(ctx context.Context, guess bool) (found bool, err error) {
	f.reset()
	f.start()
	f.bound, f.guess = infinity, guess
	at := int32(0)
	for pops := 1; ; pops++ {
		f.settle(at)
		for {
			if len(f.queue) == 0 {
				return false, nil
			}
			at = f.pop().slot
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

// settle offers the label at a slot to everybody who has a channel to its node.
func (f *Finder) settle(at int32) {
	to := f.labels[at]
	if fee := to.net - f.q.Amount; fee > f.lim.fee && (to.outbound == 0 || f.in.Inbound == nil) {
		return // and no inbound fee takes it back
	}
	var s special
	if i := f.special[to.node]; i != 0 {
		s = f.specials[i]
		if o, ok := f.ownOffer(&to, s.ownFrom, s.ownTo, false); ok {
			f.consider(f.payer, at, &to, &o)
		}
	}
	// No channel is likelier than this, so that no neighbour comes nearer.
	likeliest := to.probability * f.params.HopProbability
	if likeliest < f.lim.probability || likeliest == 0 {
		return
	}
	penalty := f.cost / likeliest
	nearest := atMost(float64(to.weight) + penalty)
	if nearest > f.bound {
		return
	}
	if s.hintFrom < s.hintTo || s.banned {
		f.settleSpecial(at, &to, s, nearest)
		return
	}
	if int(to.node) >= f.known {
		return
	}
	inbound := f.in.Inbound
	if to.node == f.payee {
		inbound = nil
	}
	first, end := f.in.Start[to.node], f.in.Start[to.node+1]
	from := f.in.From[first:end]
	policy := f.in.Policy[first:end]
	policy = policy[:len(from)]
	dist := f.dist
	// Below this capacity the amount is near enough to it to matter.
	ample := f.ample(to.net)
	// What a node gets from this one by onion bytes, all the same.
	onion := to.onion + int32(forwardPayload(to.net))
	for i := 0; i < len(from); i++ {
		n := from[i]
		best := dist[n]
		if best < nearest {
			continue
		}
		if i+1 < len(from) && from[i+1] == n || inbound != nil && inbound[int(first)+i] != (graph.InboundFee{}) {
			j := i + 1
			for j < len(from) && from[j] == n {
				j++
			}
			if o, ok := f.unify(&to, first+graph.EdgeIndex(i), first+graph.EdgeIndex(j), 0, 0, false); ok {
				f.consider(n, at, &to, &o)
			}
			i = j - 1
			continue
		}
		p := &policy[i]
		if p.Flags&(graph.Known|graph.Disabled) != graph.Known || to.net > p.HtlcMax || to.net > p.Carry || to.net < p.HtlcMin {
			continue
		}
		outbound := outboundFee(p.BaseFee, p.FeePPM, to.net)
		weight := to.weight + int64(outbound) + lockRisk(to.net, p.CltvDelta, f.params.RiskFactor)
		d := atMost(float64(weight) + penalty)
		if d > best || d > f.bound {
			continue
		}
		chance, probability := f.params.HopProbability, likeliest
		if p.Carry < ample {
			chance *= capacityFactor(to.net, graph.Sat(p.Carry/1000), f.params.CapacityFraction)
			probability = to.probability * chance
			if probability < f.lim.probability || probability == 0 {
				continue
			}
			if d = distance(weight, probability, f.cost); d > best || d > f.bound {
				continue
			}
		}
		cltv := uint64(to.cltv) + uint64(p.CltvDelta)
		net := to.net + outbound
		if cltv > f.lim.cltv || int(onion) > f.lim.onion || net > graph.MaxSupplyMsat || weight > maxWeight || d == infinity {
			continue
		}
		if d == best && probability <= f.labels[f.slot[n]].probability {
			continue
		}
		slot := int32(len(f.labels))
		f.labels = append(f.labels, label{
			weight: weight, probability: probability, edgeChance: chance,
			net: net, outbound: outbound,
			node: n, next: at, edge: int32(first) + int32(i),
			cltv: uint32(cltv), onion: onion, delta: p.CltvDelta,
		})
		f.slot[n] = slot
		dist[n] = d
		f.await(n, slot, d, weight, probability)
	}
}

// atMost is a float64 as a distance.
func atMost(d float64) int64 {
	if d > 9e18 {
		return infinity
	}
	return int64(d)
}

// await queues a node with a new label, unless all it could offer is beyond the
// bound.
func (f *Finder) await(n graph.NodeIndex, slot int32, d, weight int64, probability float64) {
	if i := f.special[n]; i != 0 {
		if s := &f.specials[i]; f.guess && s.able {
			f.bound = min(f.bound, distance(weight, probability*f.params.OwnProbability, f.cost))
		}
	} else if distance(weight, probability*f.params.HopProbability, f.cost) > f.bound {
		return
	}
	f.push(entry{d, slot})
}

// ample is a capacity from which on an amount has no effect on the probability:
// the capacity factor differs from 1 by less than a float64 can tell.
func (f *Finder) ample(amount graph.Msat) graph.Msat {
	if f.params.CapacityFraction == 1 {
		return 0
	}
	// exp(37) is above 2^53.
	part := f.params.CapacityFraction - 37*capacitySmearing
	if part <= 0 {
		return graph.Msat(1 << 63)
	}
	return graph.Msat(float64(amount)/part) + 2000
}

// settleSpecial is settle for a node with hints or exclusions among its edges.
func (f *Finder) settleSpecial(at int32, to *label, s special, nearest int64) {
	f.groups(to, s, func(from graph.NodeIndex, lo, hi graph.EdgeIndex, hintFrom, hintTo int32) {
		if f.dist[from] < nearest {
			return
		}
		if o, ok := f.unify(to, lo, hi, hintFrom, hintTo, false); ok {
			f.consider(from, at, to, &o)
		}
	})
}

// consider makes a label for a node from an offer, and keeps it if it is within
// all limits and better than what the node has.
func (f *Finder) consider(from graph.NodeIndex, at int32, to *label, o *offer) {
	if o.amount > f.q.Amount && o.amount-f.q.Amount > f.lim.fee {
		return
	}
	cltv := uint64(to.cltv) + uint64(o.delta)
	net := o.amount + o.outbound
	probability := to.probability * o.chance
	if cltv > f.lim.cltv || net > graph.MaxSupplyMsat || probability < f.lim.probability {
		return
	}
	weight := to.weight + max(0, o.inbound+int64(o.outbound)) + lockRisk(o.amount, o.delta, f.params.RiskFactor)
	if weight > maxWeight {
		return
	}
	d := distance(weight, probability, f.cost)
	if d > f.bound || d == infinity {
		return
	}
	l := label{
		weight: weight, probability: probability, edgeChance: o.chance,
		net: net, outbound: o.outbound,
		node: from, next: at, edge: o.edge,
		cltv: uint32(cltv), onion: to.onion, delta: o.delta,
	}
	best, old := f.payerDist, f.payerSlot
	if from != f.payer {
		l.onion += int32(forwardPayload(o.amount))
		best, old = f.dist[from], f.slot[from]
	}
	if d > best || d == best && probability <= f.labels[old].probability || int(l.onion) > f.lim.onion {
		return
	}
	slot := int32(len(f.labels))
	f.labels = append(f.labels, l)
	if from == f.payer {
		f.payerDist, f.payerSlot = d, slot
		f.bound = min(f.bound, d)
		f.push(entry{d, slot})
		return
	}
	f.dist[from], f.slot[from] = d, slot
	f.await(from, slot, d, weight, probability)
}
