package pathfind_test

import (
	"context"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// BenchmarkOnePath finds routes between random nodes of the largest strongly
// connected component, without a fee limit. Queries without a route count, with
// the reason they are refused for.
func BenchmarkOnePath(b *testing.B) {
	for name, g := range networks(b) {
		nodes := strong(g)
		for _, a := range amounts {
			b.Run(name+"/"+a.name, func(b *testing.B) {
				bench(b, g, nodes, a.msat)
			})
		}
	}
}

func bench(b *testing.B, g *graph.Graph, nodes []graph.NodeIndex, amount graph.Msat) {
	b.ReportAllocs()
	f := pathfind.NewFinder()
	var route pathfind.Route
	rnd := splitmix(42)
	found, failed := 0, 0
	one := func() {
		from, to := nodes[rnd.intn(len(nodes))], nodes[rnd.intn(len(nodes))]
		q := pathfind.DefaultQuery(g.Key(from), g.Key(to), amount)
		if err := f.Find(context.Background(), g, &q, &route); err == nil {
			found++
		} else {
			failed++
		}
	}
	for b.Loop() {
		one()
	}
	b.ReportMetric(100*float64(found)/float64(found+failed), "found%")
}
