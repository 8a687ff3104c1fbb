package pathfind

import (
	"math"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

// offer is what it takes to come to a node from one of its neighbours: the
// channels between the two as one.
type offer struct {
	edge     int32      // as in label
	amount   graph.Msat // what goes over the channel
	outbound graph.Msat // what the neighbour asks for sending it
	inbound  int64      // what the node itself asks for taking it in
	delta    uint16
	chance   float64
	minimum  graph.Msat // the least HtlcMin among the channels
}

// inboundFee is what the node of a label asks for taking amount in over an edge
// of the graph. The payee asks for nothing.
func (f *Finder) inboundFee(e graph.EdgeIndex, to *label) int64 {
	if f.in.Inbound == nil || to.node == f.payee || e == graph.None {
		return 0
	}
	return inboundFee(f.in.Inbound[e], to.net, to.outbound)
}

// open says whether an edge of the graph takes HTLCs at all: its policy is known,
// it is not disabled, and, if edges into its node are excluded, not one of them.
func (f *Finder) open(e graph.EdgeIndex, banned bool) bool {
	if f.in.Policy[e].Flags&(graph.Known|graph.Disabled) != graph.Known {
		return false
	}
	if banned {
		_, found := slices.BinarySearch(f.banned, e)
		return !found
	}
	return true
}

// unify makes one offer of the parallel channels from one neighbour into the
// node of a label: the graph's edges [lo, hi) and some hints. A node may forward
// over any channel it has to the next, so of those that can carry the amount the
// highest fee, the largest delta and the largest capacity count.
func (f *Finder) unify(to *label, lo, hi graph.EdgeIndex, hintFrom, hintTo int32) (o offer, ok bool) {
	o.minimum = math.MaxUint64
	var carry graph.Msat
	most := int64(math.MinInt64)
	banned := f.specials[f.special[to.node]].banned
	for e := lo; e < hi; e++ {
		if !f.open(e, banned) {
			continue
		}
		p := &f.in.Policy[e]
		inbound := f.inboundFee(e, to)
		amount := to.net + graph.Msat(inbound)
		outbound := outboundFee(p.BaseFee, p.FeePPM, amount)
		if amount > p.HtlcMax || amount > p.Carry || amount < p.HtlcMin && !f.lim.anyMinimum ||
			max(amount, outbound) > graph.MaxSupplyMsat {
			continue
		}
		o.minimum = min(o.minimum, p.HtlcMin)
		carry = max(carry, p.Carry)
		o.delta = max(o.delta, p.CltvDelta)
		if fee := int64(outbound) + inbound; fee >= most {
			most = fee
			o.edge, o.amount, o.outbound, o.inbound = int32(e), amount, outbound, inbound
			ok = true
		}
	}
	for i := hintFrom; i < hintTo; i++ {
		h := &f.hints[i]
		if to.net > hintCarry {
			break
		}
		o.minimum = 0
		carry = max(carry, hintCarry)
		o.delta = max(o.delta, h.delta)
		outbound := outboundFee(h.base, h.ppm, to.net)
		if int64(outbound) >= most {
			most = int64(outbound)
			o.edge, o.amount, o.outbound, o.inbound = ^i, to.net, outbound, 0
			ok = true
		}
	}
	if !ok {
		return o, false
	}
	o.chance = f.params.HopProbability * capacityFactor(o.amount, graph.Sat(carry/1000), f.params.CapacityFraction)
	return o, o.chance > 0
}

// ownOffer picks among the payer's channels to the node of a label the one with
// the most bandwidth, of equals the last.
func (f *Finder) ownOffer(to *label, from, until int32) (o offer, ok bool) {
	var bandwidth graph.Msat
	for i := from; i < until; i++ {
		c := &f.own[i]
		inbound := f.inboundFee(c.edge, to)
		amount := to.net + graph.Msat(inbound)
		if amount > c.most || amount < c.min && !f.lim.anyMinimum || amount > c.bandwidth || c.bandwidth < bandwidth {
			continue
		}
		bandwidth = c.bandwidth
		o = offer{edge: i, amount: amount, inbound: inbound, chance: f.params.OwnProbability, minimum: c.min}
		ok = true
	}
	return o, ok
}

// groups hands out the edges into the node of a label by the node they come
// from: the graph's [lo, hi) and the hinted ones.
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
		lo, hintFrom := e, h
		for e < end && f.in.From[e] == from {
			e++
		}
		for h < s.hintTo && f.hints[h].from == from {
			h++
		}
		yield(from, lo, e, hintFrom, h)
	}
}
