package world

import (
	"bytes"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

// Usable says whether a direction takes HTLCs at all: its policy is known and
// not disabled.
func Usable(p *graph.Policy) bool {
	return p.Flags&(graph.Known|graph.Disabled) == graph.Known
}

// Core is the largest strongly connected component over the usable directions:
// any two of its nodes can pay each other, balances and amounts aside. It is
// ordered by key, so that it does not depend on how a graph numbers its nodes.
func Core(g *graph.Graph) []graph.NodeIndex {
	c := components{g: g, in: g.Incoming(), of: make([]int32, g.Nodes())}
	for n := range c.of {
		c.of[n] = graph.None
	}
	var largest []graph.NodeIndex
	for _, n := range slices.Backward(c.finishing()) {
		if c.of[n] == graph.None {
			if found := c.collect(n); len(found) > len(largest) {
				largest = found
			}
		}
	}
	slices.SortFunc(largest, func(a, b graph.NodeIndex) int {
		return bytes.Compare(g.Keys()[a][:], g.Keys()[b][:])
	})
	return largest
}

// components finds strongly connected components by Kosaraju's two passes.
type components struct {
	g     *graph.Graph
	in    graph.Incoming
	of    []int32 // by node: the number of its component
	count int32
}

// finishing orders the nodes by when a depth-first search over the edges into
// them is done with them.
func (c *components) finishing() []graph.NodeIndex {
	order := make([]graph.NodeIndex, 0, len(c.of))
	seen := make([]bool, len(c.of))
	next := slices.Clone(c.in.Start[:len(c.of)]) // by node: the edge to look at next
	var path []graph.NodeIndex
	for root := range graph.NodeIndex(len(c.of)) {
		if seen[root] {
			continue
		}
		seen[root] = true
		path = append(path, root)
		for len(path) > 0 {
			n := path[len(path)-1]
			if next[n] == c.in.Start[n+1] {
				order = append(order, n)
				path = path[:len(path)-1]
				continue
			}
			e := next[n]
			next[n]++
			if from := c.in.From[e]; Usable(&c.in.Policy[e]) && !seen[from] {
				seen[from] = true
				path = append(path, from)
			}
		}
	}
	return order
}

// collect is the component of a node: what can be reached from it over the
// edges out of nodes that are in no component yet.
func (c *components) collect(root graph.NodeIndex) []graph.NodeIndex {
	c.of[root] = c.count
	found := []graph.NodeIndex{root}
	for i := 0; i < len(found); i++ {
		c.g.EdgesFrom(found[i], func(e graph.EdgeIndex) bool {
			if to := c.g.To(e); Usable(&c.in.Policy[e]) && c.of[to] == graph.None {
				c.of[to] = c.count
				found = append(found, to)
			}
			return true
		})
	}
	c.count++
	return found
}
