package pathfind_test

import (
	"context"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// Once warm, a search that finds a route allocates nothing, with hints, local
// channels and exclusions too.
func TestNoAllocations(t *testing.T) {
	g := example()
	nodes := strong(g)
	rnd := splitmix(3)
	someone := func() graph.PublicKey { return g.Key(nodes[rnd.intn(len(nodes))]) }
	var queries []pathfind.Query
	f := pathfind.NewFinder()
	var route pathfind.Route
	for len(queries) < 60 {
		q := pathfind.DefaultQuery(someone(), someone(), 1_000_000)
		switch len(queries) % 3 {
		case 1:
			q.From = key(1)
			q.LocalChannels = []pathfind.LocalChannel{{SCID: 1, Peer: someone(), Bandwidth: 5_000_000}}
			q.ExcludeNodes = []graph.PublicKey{someone()}
		case 2:
			q.To = key(2)
			q.Hints = []pathfind.Hint{
				{{Node: someone(), SCID: 2, CltvDelta: 40}, {Node: key(3), SCID: 3, CltvDelta: 40}},
				{{Node: someone(), SCID: 4, CltvDelta: 40}},
			}
			q.ExcludeChannels = []graph.SCID{g.SCID(graph.ChannelIndex(rnd.intn(g.Channels())))}
		}
		if f.Find(context.Background(), g, &q, &route) == nil {
			queries = append(queries, q)
		}
	}
	allocs := testing.AllocsPerRun(3, func() {
		for i := range queries {
			if err := f.Find(context.Background(), g, &queries[i], &route); err != nil {
				t.Fatal(err)
			}
		}
	})
	if allocs != 0 {
		t.Errorf("%g allocations in %d queries", allocs, len(queries))
	}
}

// One Finder serves graphs of any size one after another, and its results do not
// depend on what it searched before.
func TestFinderForManyGraphs(t *testing.T) {
	small := line(4, 1_000_000, terms(1000, 0, 40))
	large := example()
	nodes := strong(large)
	f := pathfind.NewFinder()
	for i := range 6 {
		q := pathfind.DefaultQuery(key(alice), key(dave), 100_000)
		var route pathfind.Route
		if err := f.Find(context.Background(), small, &q, &route); err != nil || route.Fee != 2000 {
			t.Fatalf("small graph: %v, fee %d", err, route.Fee)
		}
		q = pathfind.DefaultQuery(large.Key(nodes[i]), large.Key(nodes[len(nodes)-1-i]), 1_000_000)
		var again pathfind.Route
		errA := f.Find(context.Background(), large, &q, &route)
		errB := pathfind.NewFinder().Find(context.Background(), large, &q, &again)
		if (errA == nil) != (errB == nil) || errA == nil && route.Distance != again.Distance {
			t.Fatalf("large graph: %v and %v, distances %d and %d", errA, errB, route.Distance, again.Distance)
		}
	}
}
