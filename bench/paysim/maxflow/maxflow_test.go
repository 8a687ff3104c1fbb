package maxflow_test

import (
	"math"
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/maxflow"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// TestAgainstCuts compares with the least of all cuts: of every set of nodes
// with the payer and without the payee, what can leave it.
func TestAgainstCuts(t *testing.T) {
	var s maxflow.Solver
	some := 0
	for seed := range uint64(60) {
		g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: seed, Channels: 20, Nodes: 10})
		if err != nil {
			t.Fatal(err)
		}
		random := world.Random(seed)
		balance := make([]graph.Msat, 2*g.Channels())
		for i := range balance {
			balance[i] = graph.Msat(random.Below(1000))
		}
		const from, to = 0, 9
		most := graph.Msat(10_000)
		want := leastCut(g, from, to, balance, most)
		if got := s.Flow(g, from, to, balance, math.MaxUint64, most); got != want {
			t.Errorf("seed %d: a flow of %d, but the least cut is %d", seed, got, want)
		}
		if enough := want/2 + 1; want > 1 {
			some++
			if got := s.Flow(g, from, to, balance, enough, most); got != enough {
				t.Errorf("seed %d: a flow of %d when %d is enough", seed, got, enough)
			}
		}
	}
	if some < 20 {
		t.Errorf("only %d graphs have a flow", some)
	}
}

func leastCut(g *graph.Graph, from, to int, balance []graph.Msat, most graph.Msat) graph.Msat {
	least := graph.Msat(math.MaxUint64)
	for set := range 1 << g.Nodes() {
		if set>>from&1 == 0 || set>>to&1 == 1 {
			continue
		}
		var cut graph.Msat
		for ch := range graph.ChannelIndex(g.Channels()) {
			for dir := range graph.Direction(2) {
				p, ends := g.Policy(ch, dir), g.Ends(ch)
				if world.Usable(p) && p.HtlcMin <= most && set>>ends[dir]&1 == 1 && set>>ends[1-dir]&1 == 0 {
					cut += balance[graph.Ref(ch, dir)]
				}
			}
		}
		least = min(least, cut)
	}
	return least
}
