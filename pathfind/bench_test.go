package pathfind_test

import (
	"context"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// strong are the nodes of the largest strongly connected component over enabled
// directions.
func strong(g *graph.Graph) []graph.NodeIndex {
	in := g.Incoming()
	usable := func(e graph.EdgeIndex) bool {
		return in.Policy[e].Flags&(graph.Known|graph.Disabled) == graph.Known
	}
	// Backwards and forwards from the node with most channels: it is in it.
	hub := graph.NodeIndex(0)
	for n := range graph.NodeIndex(g.Nodes()) {
		if g.Degree(n) > g.Degree(hub) {
			hub = n
		}
	}
	reach := func(forward bool) []bool {
		seen := make([]bool, g.Nodes())
		seen[hub] = true
		for todo := []graph.NodeIndex{hub}; len(todo) > 0; {
			n := todo[0]
			todo = todo[1:]
			for e := in.Start[n]; e < in.Start[n+1]; e++ {
				edge := e
				if forward {
					edge = g.Edge(in.Ref[e].Channel(), 1-in.Ref[e].Direction())
				}
				if m := in.From[e]; usable(edge) && !seen[m] {
					seen[m] = true
					todo = append(todo, m)
				}
			}
		}
		return seen
	}
	var out []graph.NodeIndex
	back, forth := reach(false), reach(true)
	for n := range back {
		if back[n] && forth[n] {
			out = append(out, graph.NodeIndex(n))
		}
	}
	return out
}

var amounts = []struct {
	name string
	msat graph.Msat
}{{"1k", 1e6}, {"10k", 1e7}, {"100k", 1e8}, {"1M", 1e9}}

func BenchmarkOnePath(b *testing.B) {
	g := mainnet(b)
	if g == nil {
		b.Skip("LIGHTPANE_DATA is not set")
	}
	nodes := strong(g)
	b.Logf("%d nodes, %d channels, %d in the component", g.Nodes(), g.Channels(), len(nodes))
	for _, a := range amounts {
		b.Run(a.name, func(b *testing.B) {
			b.ReportAllocs()
			f := pathfind.NewFinder()
			var route pathfind.Route
			rnd := splitmix(42)
			found, failed := 0, 0
			one := func() {
				from, to := nodes[rnd.intn(len(nodes))], nodes[rnd.intn(len(nodes))]
				q := pathfind.DefaultQuery(g.Key(from), g.Key(to), a.msat)
				if err := f.Find(context.Background(), g, &q, &route); err == nil {
					found++
				} else {
					failed++
				}
			}
			for b.Loop() {
				one()
			}
			b.ReportMetric(float64(found)/float64(found+failed)*100, "found%")
		})
	}
}
