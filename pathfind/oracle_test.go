package pathfind_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/pathfind"
)

// outcome counts what came of many queries.
type outcome struct {
	found, none int
	more        int // found where lnd finds none
	exact       int // of the least distance there is
}

// compare answers a query and holds the answer against lnd's search, and, if
// told to, against all the ways there are.
func (sum *outcome) compare(f *pathfind.Finder, g *graph.Graph, q *pathfind.Query, all bool) error {
	var route pathfind.Route
	err := f.Find(context.Background(), g, q, &route)
	var none *pathfind.NoRouteError
	if err != nil && !errors.As(err, &none) {
		return err
	}
	pg := newPlain(g, q)
	lnd := pg.search()
	if err != nil {
		sum.none++
		if lnd != nil {
			return fmt.Errorf("%v, but lnd finds one of distance %d: %+v", err, lnd.dist, lnd.hops)
		}
		return nil
	}
	sum.found++
	if err := pathfind.Check(g, q, &route); err != nil {
		return fmt.Errorf("bad route %+v: %w", route, err)
	}
	if all {
		best := pg.best()
		if best == nil || route.Distance < best.dist {
			return fmt.Errorf("distance %d of %+v is below that of any route there is, %+v", route.Distance, route, best)
		}
		if route.Distance == best.dist {
			sum.exact++
		}
	}
	if lnd == nil {
		sum.more++
	} else if route.Distance != lnd.dist || route.Probability != lnd.probability {
		return fmt.Errorf("distance %d and probability %g, lnd's are %d and %g\nours  %+v\nlnd's %+v",
			route.Distance, route.Probability, lnd.dist, lnd.probability, route, lnd)
	}
	return nil
}

// Every answer on small random worlds is a valid route, as near as lnd's, and
// never nearer than the nearest of all simple ways.
func TestAgainstPlainSearch(t *testing.T) {
	worlds := 8000
	if testing.Short() {
		worlds = 2000
	}
	f := pathfind.NewFinder()
	var sum outcome
	for seed := range worlds {
		rnd := splitmix(seed)
		g, q := world(&rnd)
		if err := sum.compare(f, g, &q, true); err != nil {
			t.Fatalf("world %d: %v", seed, err)
		}
	}
	t.Logf("%d worlds: %d routes, %d of them where lnd's search has none, and %d without a route",
		worlds, sum.found, sum.more, sum.none)
	t.Logf("exact (the least distance over all simple ways): %d of %d, %.2f %%",
		sum.exact, sum.found, 100*float64(sum.exact)/float64(sum.found))
	if sum.found-sum.more < worlds/10 || sum.none < worlds/20 {
		t.Fatalf("the worlds are too uniform to show anything: %+v", sum)
	}
}

// The same on networks of hubs and leaves, where the search prunes most of what
// there is. Amounts near the capacities and binding limits bring out what
// happens at the edge.
func TestAgainstPlainSearchOnNetworks(t *testing.T) {
	queries := 150
	if testing.Short() {
		queries = 60
	}
	f := pathfind.NewFinder()
	var sum outcome
	for seed := range uint64(4) {
		g := generate(synth.Config{Seed: seed, Channels: 600})
		rnd := splitmix(seed)
		for range queries {
			from, to := rnd.intn(g.Nodes()), rnd.intn(g.Nodes())
			if from == to {
				continue
			}
			amount := pick[graph.Msat](&rnd, 1000, 1e6, 1e7, 1e8, 3e8, 1e9)
			q := pathfind.DefaultQuery(g.Key(graph.NodeIndex(from)), g.Key(graph.NodeIndex(to)), amount)
			q.MaxFee = pick(&rnd, pathfind.NoFeeLimit, amount/20, amount/200)
			q.CltvLimit = pick[uint32](&rnd, 2016, 300, 150)
			q.TimePreference = pick[float64](&rnd, 0, 0, -1, 1)
			if err := sum.compare(f, g, &q, false); err != nil {
				t.Fatalf("network %d, %+v: %v", seed, q, err)
			}
		}
	}
	t.Logf("%d routes, %d of them where lnd's search has none, and %d without a route", sum.found, sum.more, sum.none)
	if sum.found < queries || sum.none < queries/4 {
		t.Fatalf("the queries are too uniform to show anything: %+v", sum)
	}
}

// A few at full size.
func TestAgainstPlainSearchAtFullSize(t *testing.T) {
	if testing.Short() {
		return
	}
	for name, g := range networks(t) {
		f := pathfind.NewFinder()
		nodes := strong(g)
		rnd := splitmix(7)
		var sum outcome
		for _, a := range amounts {
			for range 2 {
				q := pathfind.DefaultQuery(g.Key(nodes[rnd.intn(len(nodes))]), g.Key(nodes[rnd.intn(len(nodes))]), a.msat)
				q.MaxFee = max(a.msat/20, 100_000)
				if err := sum.compare(f, g, &q, false); err != nil {
					t.Fatalf("%s, %s sat: %v", name, a.name, err)
				}
			}
		}
		t.Logf("%s: %d routes, %d of them where lnd's search has none, and %d without a route", name, sum.found, sum.more, sum.none)
	}
}
