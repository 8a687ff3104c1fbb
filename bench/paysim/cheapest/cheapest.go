// Package cheapest finds the way with the least fees through a channel graph,
// whatever its chances: the yardstick of what a payment could cost at least, and
// how the imaginary traffic of package world moves.
//
// It knows no probabilities, no splitting, no hints and no inbound fees. It
// imports package graph of the project and nothing else.
package cheapest

import "github.com/lightpane/lightpane/graph"

// Query is what to find a way for.
type Query struct {
	From, To graph.NodeIndex
	Amount   graph.Msat
	MaxFee   graph.Msat
	// CltvLimit bounds the sum of all deltas, FinalCltv included, in blocks.
	CltvLimit, FinalCltv uint32
}

// Hop is a channel of the way, in the order of payment.
type Hop struct {
	Ref    graph.EdgeRef
	Amount graph.Msat // what goes over it
	Expiry uint32     // of the HTLC, in blocks from now
}

// Finder is the scratch memory of a search. It belongs to one goroutine.
type Finder struct {
	label []label // by node
	round uint32
	queue []entry
}

// label is the cheapest way known from a node to the payee.
type label struct {
	net   graph.Msat // what the node has to get
	sent  graph.Msat // what it sends on
	cltv  uint32     // expiry of the HTLC that it has to get
	next  graph.EdgeRef
	round uint32 // of the search that wrote it; of any other, there is no label
	done  bool
}

// Find puts the cheapest way into the given slice and says whether there is one.
// A direction is used only if its policy takes the amount and open agrees. The
// first hop costs nothing: it is the payer's own.
//
// A node keeps one label, so where the cltv limit or a minimum binds, a way that
// costs more but would do may be missed.
func (f *Finder) Find(g *graph.Graph, q Query, open func(graph.EdgeRef, graph.Msat) bool, way []Hop) ([]Hop, bool) {
	way = way[:0]
	if len(f.label) < g.Nodes() {
		f.label, f.round = make([]label, g.Nodes()), 0
	}
	f.round++
	f.queue = f.queue[:0]
	f.label[q.To] = label{net: q.Amount, cltv: q.FinalCltv, round: f.round, next: graph.None}
	f.push(entry{q.Amount, q.To})
	in := g.Incoming()
	for len(f.queue) > 0 {
		at := f.pop()
		to := &f.label[at.node]
		if to.done {
			continue
		}
		to.done = true
		if at.node == q.From {
			return f.trace(g, q, way), true
		}
		for e := in.Start[at.node]; e < in.Start[at.node+1]; e++ {
			p, from := &in.Policy[e], in.From[e]
			amount := to.net
			if p.Flags&(graph.Known|graph.Disabled) != graph.Known || amount < p.HtlcMin || amount > p.HtlcMax || amount > p.Carry {
				continue
			}
			l := label{net: amount, sent: amount, cltv: to.cltv, next: in.Ref[e], round: f.round}
			if from != q.From {
				l.net += p.Fee(amount)
				l.cltv += uint32(p.CltvDelta)
			}
			old := &f.label[from]
			known := old.round == f.round
			if known && old.net <= l.net || l.net > q.Amount+q.MaxFee || l.cltv > q.CltvLimit || !open(l.next, amount) {
				continue
			}
			*old = l
			f.push(entry{l.net, from})
		}
	}
	return way, false
}

// trace follows the labels from the payer to the payee.
func (f *Finder) trace(g *graph.Graph, q Query, way []Hop) []Hop {
	for at := q.From; at != q.To; {
		l := &f.label[at]
		at = g.Ends(l.next.Channel())[1-l.next.Direction()]
		way = append(way, Hop{Ref: l.next, Amount: l.sent, Expiry: f.label[at].cltv})
	}
	return way
}

// entry is a node in the queue, at the amount that it would have to get.
type entry struct {
	net  graph.Msat
	node graph.NodeIndex
}

// push and pop keep the queue as a binary heap, least amount first.
func (f *Finder) push(e entry) {
	q := append(f.queue, e)
	i := len(q) - 1
	for i > 0 && q[(i-1)/2].net > e.net {
		q[i] = q[(i-1)/2]
		i = (i - 1) / 2
	}
	q[i] = e
	f.queue = q
}

func (f *Finder) pop() entry {
	q := f.queue
	top, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	i := 0
	for 2*i+1 < len(q) {
		child := 2*i + 1
		if child+1 < len(q) && q[child+1].net < q[child].net {
			child++
		}
		if q[child].net >= last.net {
			break
		}
		q[i] = q[child]
		i = child
	}
	if len(q) > 0 {
		q[i] = last
	}
	f.queue = q
	return top
}
