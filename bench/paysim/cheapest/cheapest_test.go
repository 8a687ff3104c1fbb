package cheapest_test

import (
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/cheapest"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// TestAgainstAllPaths compares the fee with the least that any simple path asks
// for.
func TestAgainstAllPaths(t *testing.T) {
	found, none := 0, 0
	var finder cheapest.Finder
	var way []cheapest.Hop
	for seed := range uint64(40) {
		g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: seed, Channels: 14, Nodes: 9})
		if err != nil {
			t.Fatal(err)
		}
		closed := graph.EdgeRef(seed % 28)
		open := func(ref graph.EdgeRef, _ graph.Msat) bool { return ref != closed }
		for _, amount := range []graph.Msat{1_000_000, 50_000_000, 800_000_000} {
			q := cheapest.Query{From: 0, To: graph.NodeIndex(g.Nodes() - 1), Amount: amount, MaxFee: amount / 10, CltvLimit: 2016, FinalCltv: 40}
			all := paths{g: g, q: q, open: open, least: amount + q.MaxFee + 1}
			all.walk(q.To, amount, q.FinalCltv, map[graph.NodeIndex]bool{q.To: true})
			var ok bool
			way, ok = finder.Find(g, q, open, way)
			switch {
			case ok != (all.least <= amount+q.MaxFee):
				t.Errorf("seed %d, %d msat: found %v, but the cheapest path takes %d", seed, amount, ok, all.least)
			case !ok:
				none++
			case way[0].Amount != all.least:
				t.Errorf("seed %d, %d msat: sends %d, want %d", seed, amount, way[0].Amount, all.least)
			default:
				found++
			}
		}
	}
	if found < 20 || none < 5 {
		t.Errorf("%d found and %d without a way are too few to mean much", found, none)
	}
}

// paths walks all simple paths back from the payee.
type paths struct {
	g     *graph.Graph
	q     cheapest.Query
	open  func(graph.EdgeRef, graph.Msat) bool
	least graph.Msat
}

func (p *paths) walk(at graph.NodeIndex, amount graph.Msat, cltv uint32, seen map[graph.NodeIndex]bool) {
	if amount >= p.least || cltv > p.q.CltvLimit {
		return
	}
	if at == p.q.From {
		p.least = amount
		return
	}
	for ch := range graph.ChannelIndex(p.g.Channels()) {
		for dir, from := range p.g.Ends(ch) {
			policy := p.g.Policy(ch, graph.Direction(dir))
			if p.g.Ends(ch)[1-dir] != at || seen[from] || !world.Usable(policy) || !p.open(graph.Ref(ch, graph.Direction(dir)), amount) {
				continue
			}
			if amount < policy.HtlcMin || amount > policy.HtlcMax || amount > policy.Carry {
				continue
			}
			needs, locks := amount, cltv
			if from != p.q.From {
				needs, locks = needs+policy.Fee(amount), locks+uint32(policy.CltvDelta)
			}
			seen[from] = true
			p.walk(from, needs, locks, seen)
			delete(seen, from)
		}
	}
}
