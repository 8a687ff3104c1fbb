package pathfind_test

import (
	"context"
	"errors"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// outcome counts what came of many queries.
type outcome struct {
	found, none, both, invalid int
	more                       int // found where lnd finds none
	exact                      int // the least distance there is
}

// compare answers a query and holds the answer against lnd's search and against
// all the ways there are.
func compare(t *testing.T, f *pathfind.Finder, g *graph.Graph, q *pathfind.Query, sum *outcome) {
	t.Helper()
	var route pathfind.Route
	err := f.Find(context.Background(), g, q, &route)
	var invalid *pathfind.InvalidError
	if errors.As(err, &invalid) {
		sum.invalid++
		return
	}
	var none *pathfind.NoRouteError
	if err != nil && !errors.As(err, &none) {
		t.Fatal(err)
	}
	pg := newPlain(g, q)
	lnd, best := pg.search(), pg.best()
	if err != nil {
		sum.none++
		if lnd != nil {
			t.Fatalf("%v, but lnd finds one of distance %d with %d hops", err, lnd.dist, len(lnd.hops))
		}
		return
	}
	sum.found++
	if err := pathfind.Check(g, q, &route); err != nil {
		t.Fatalf("bad route: %v\n%+v", err, route)
	}
	if best == nil || route.Distance < best.dist {
		t.Fatalf("distance %d is below that of any route there is: %+v", route.Distance, best)
	}
	if route.Distance == best.dist {
		sum.exact++
	}
	if lnd == nil {
		sum.more++
		return
	}
	sum.both++
	if route.Distance != lnd.dist || route.Probability != lnd.probability {
		t.Fatalf("distance %d and probability %g, lnd's are %d and %g\nours %+v\nlnd's %+v",
			route.Distance, route.Probability, lnd.dist, lnd.probability, route, lnd)
	}
}

func TestAgainstPlainSearch(t *testing.T) {
	worlds := 40_000
	if testing.Short() {
		worlds = 4_000
	}
	f := pathfind.NewFinder()
	var sum outcome
	for seed := range worlds {
		rnd := splitmix(seed)
		g, q := world(&rnd)
		ok := t.Run("", func(t *testing.T) { compare(t, f, g, &q, &sum) })
		if !ok {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d worlds: %d routes, %d of them where lnd's search has none, %d without a route, %d invalid queries",
		worlds, sum.found, sum.more, sum.none, sum.invalid)
	t.Logf("exact (the least distance over all simple ways): %d of %d, %.2f %%",
		sum.exact, sum.found, 100*float64(sum.exact)/float64(sum.found))
	if sum.both < worlds/10 || sum.none < worlds/20 {
		t.Fatalf("the worlds are too uniform to show anything: %+v", sum)
	}
}
