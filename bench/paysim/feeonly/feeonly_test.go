package feeonly

import (
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// Where everything works, it pays at once; where nothing but the payer's own
// channels does, it tries each channel once at most and gives up.
func TestRunner(t *testing.T) {
	g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: 5, Channels: 300, Nodes: 100})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := world.NewPool(g, world.SCC, 30, 7)
	if err != nil {
		t.Fatal(err)
	}
	net := htlc.NewNetwork(g, htlc.Strict)
	paid, tried := 0, 0
	for _, pair := range pool.Pairs {
		p := htlc.Payment{
			From: pair.From, To: pair.To, Amount: 1_000_000, MaxFee: 100_000,
			FinalCltv: 40, CltvLimit: 2016, MaxParts: 1, MaxHTLCs: 1000,
		}
		full, empty := make([]graph.Msat, 2*g.Channels()), make([]graph.Msat, 2*g.Channels())
		for ref := range full {
			full[ref] = world.Capacity(g, graph.EdgeRef(ref).Channel())
			if ends := g.Ends(graph.EdgeRef(ref).Channel()); ends[graph.EdgeRef(ref).Direction()] == p.From {
				empty[ref] = full[ref]
			}
		}
		direct := false
		g.EdgesFrom(p.From, func(e graph.EdgeIndex) bool {
			direct = direct || g.To(e) == p.To
			return true
		})
		for _, balance := range [][]graph.Msat{full, empty} {
			var r Runner
			net.Begin(p, balance)
			if err := r.Reset(net); err != nil {
				t.Fatal(err)
			}
			gaveUp, err := r.Pay(t.Context(), net)
			if err != nil {
				t.Fatal(err)
			}
			tally := net.Tally()
			if net.Paid() == (gaveUp != "") || tally.Policy > 0 || len(r.failed) != tally.Failed {
				t.Errorf("paid %v, gave up %q, %+v, %d channels failed", net.Paid(), gaveUp, tally, len(r.failed))
			}
			if net.Paid() && tally.Failed > 0 || net.Paid() && &balance[0] == &empty[0] && !direct {
				t.Errorf("paid with %+v", tally)
			}
			if net.Paid() {
				paid++
			}
			tried += tally.Failed
		}
	}
	if paid < 15 || tried < 15 {
		t.Errorf("%d payments and %d failures are too few to mean much", paid, tried)
	}
}
