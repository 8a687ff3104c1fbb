package site

import (
	"cmp"
	"context"
	"slices"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// suggest finds pairs of nodes for a visitor who has none in mind, each with a
// route of some length. The labels name no nodes: names are text from strangers.
func suggest(ctx context.Context, data Data) []suggestion {
	small, large := bySize(data)
	wanted := []struct {
		from, to []graph.NodeIndex
		amount   graph.Msat
		hops     int // at least
		label    string
	}{
		{small, small, 10_000_000, 3, "10,000 sat between two small nodes"},
		{small, large, 100_000_000, 3, "100,000 sat from a small node to a large one"},
		{large, small, 500_000_000, 3, "500,000 sat from a large node to a small one"},
		{large, large, 2_000_000_000, 2, "2,000,000 sat between two large nodes"},
	}
	finder := pathfind.NewFinder()
	out := []suggestion{}
	for _, w := range wanted {
		if s, ok := firstRoute(ctx, finder, data.Graph, w.from, w.to, w.amount, w.hops); ok {
			s.Label = w.label
			out = append(out, s)
		}
	}
	return out
}

// tries bounds the search for one suggestion, at about a millisecond each.
const tries = 40

// firstRoute goes through pairs of payer and payee until there is a route that
// is likely to work and has something to show.
func firstRoute(ctx context.Context, finder *pathfind.Finder, g *graph.Graph, from, to []graph.NodeIndex, amount graph.Msat, hops int) (suggestion, bool) {
	if len(from) == 0 || len(to) == 0 {
		return suggestion{}, false
	}
	var route pathfind.Route
	for i := range tries {
		payer, payee := from[(i*7)%len(from)], to[(i*11+len(to)/2)%len(to)]
		if payer == payee {
			continue
		}
		query := pathfind.DefaultQuery(g.Key(payer), g.Key(payee), amount)
		if finder.Find(ctx, g, &query, &route) == nil && len(route.Hops) >= hops && route.Probability >= 0.05 {
			return suggestion{From: query.From.String(), To: query.To.String(), Amount: amount}, true
		}
	}
	return suggestion{}, false
}

// bySize gives nodes with a handful of channels, and those with most. Nodes that
// have a name come first, others of the same size in the order of their keys.
func bySize(data Data) (small, large []graph.NodeIndex) {
	g := data.Graph
	nodes := make([]graph.NodeIndex, g.Nodes())
	for i := range nodes {
		nodes[i] = graph.NodeIndex(i)
	}
	named := func(n graph.NodeIndex) int {
		if data.Aliases[g.Key(n)] == "" {
			return 1
		}
		return 0
	}
	slices.SortFunc(nodes, func(a, b graph.NodeIndex) int {
		keyA, keyB := g.Key(a), g.Key(b)
		return cmp.Or(cmp.Compare(g.Degree(b), g.Degree(a)), slices.Compare(keyA[:], keyB[:]))
	})
	large = slices.Clone(nodes[:min(len(nodes), 40)])
	for _, n := range nodes {
		if d := g.Degree(n); d >= 3 && d <= 8 {
			small = append(small, n)
		}
	}
	slices.SortStableFunc(small, func(a, b graph.NodeIndex) int { return named(a) - named(b) })
	slices.SortStableFunc(large, func(a, b graph.NodeIndex) int { return named(a) - named(b) })
	return small, large
}
