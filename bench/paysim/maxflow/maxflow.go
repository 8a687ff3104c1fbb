// Package maxflow says how much could flow from one node to another if everybody
// showed their balances: the ceiling of what any sender can achieve.
//
// Fees are left out, and so is htlc_maximum_msat, which bounds a part and not
// the sum of parts. What it finds is therefore never too little: a payment
// above it cannot be made, one below it might still fail for its fees, for the
// number of its parts or because a part would have to be smaller than a minimum.
//
// It imports package graph of the project and nothing else.
package maxflow

import "github.com/lightpane/lightpane/graph"

// Solver computes flows by Dinic's algorithm. It is scratch memory for one
// goroutine.
type Solver struct {
	g     *graph.Graph
	in    graph.Incoming
	room  []graph.Msat      // by EdgeRef: what the direction still takes
	level []int32           // by node: hops from the payer; -1 not reached
	next  []graph.EdgeIndex // by node: the edge to look at next
	queue []graph.NodeIndex
	path  []graph.EdgeRef
}

// Flow is the most, up to enough, that can go from one node to another over the
// directions that are known, not disabled and have a minimum of at most most.
func (s *Solver) Flow(g *graph.Graph, from, to graph.NodeIndex, balance []graph.Msat, enough, most graph.Msat) graph.Msat {
	s.g, s.in = g, g.Incoming()
	s.room = append(s.room[:0], balance...)
	for e := range s.in.Ref {
		if p := &s.in.Policy[e]; p.Flags&(graph.Known|graph.Disabled) != graph.Known || p.HtlcMin > most {
			s.room[s.in.Ref[e]] = 0
		}
	}
	if len(s.level) != g.Nodes() {
		s.level, s.next = make([]int32, g.Nodes()), make([]graph.EdgeIndex, g.Nodes())
	}
	var flow graph.Msat
	for flow < enough && s.layer(from, to) {
		copy(s.next, s.in.Start)
		for flow < enough {
			pushed := s.push(from, to, enough-flow)
			if pushed == 0 {
				break
			}
			flow += pushed
		}
	}
	return flow
}

// layer measures how many hops each node is from the payer, and says whether the
// payee is reached.
func (s *Solver) layer(from, to graph.NodeIndex) bool {
	for i := range s.level {
		s.level[i] = -1
	}
	s.level[from] = 0
	s.queue = append(s.queue[:0], from)
	for i := 0; i < len(s.queue) && s.level[to] < 0; i++ {
		n := s.queue[i]
		for e := s.in.Start[n]; e < s.in.Start[n+1]; e++ {
			// The edge comes from a neighbour; its channel the other way
			// round leads there.
			if m := s.in.From[e]; s.level[m] < 0 && s.room[s.in.Ref[e]^1] > 0 {
				s.level[m] = s.level[n] + 1
				s.queue = append(s.queue, m)
			}
		}
	}
	return s.level[to] >= 0
}

// push sends as much as it can, at most limit, over one path through the layers;
// 0 if there is no path left.
func (s *Solver) push(from, to graph.NodeIndex, limit graph.Msat) graph.Msat {
	s.path = s.path[:0]
	for n := from; n != to; {
		if s.next[n] < s.in.Start[n+1] {
			e := s.next[n]
			out := s.in.Ref[e] ^ 1
			if m := s.in.From[e]; s.room[out] > 0 && s.level[m] == s.level[n]+1 {
				s.path = append(s.path, out)
				n = m
				continue
			}
			s.next[n]++
			continue
		}
		if n == from {
			return 0
		}
		// A dead end: back, and not here again.
		last := s.path[len(s.path)-1]
		s.path = s.path[:len(s.path)-1]
		n = s.g.Ends(last.Channel())[last.Direction()]
		s.next[n]++
	}
	for _, ref := range s.path {
		limit = min(limit, s.room[ref])
	}
	for _, ref := range s.path {
		// What flows one way can be sent back: the reverse direction gains
		// exactly what this one loses.
		s.room[ref] -= limit
		s.room[ref^1] += limit
	}
	return limit
}
