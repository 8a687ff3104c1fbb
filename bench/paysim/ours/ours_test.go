package ours

import (
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/bench/paysim/maxflow"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// Every planner makes payments on an example network, within the limits that the
// network holds it to, and no HTLC fails for another reason than a balance.
func TestPlanners(t *testing.T) {
	g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: 5, Channels: 1500, Nodes: 400})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := world.NewPool(g, world.SCC, 40, 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names() {
		truth, err := world.NewTruth(t.Context(), pool, world.Bimodal, 7, nil)
		if err != nil {
			t.Fatal(err)
		}
		runner, err := NewRunner(g, name)
		if err != nil {
			t.Fatal(err)
		}
		net := htlc.NewNetwork(g, htlc.NonStrict)
		var flow maxflow.Solver
		feasible, paid := 0, 0
		for _, pair := range pool.Pairs {
			balance, err := truth.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p := htlc.Payment{
				From: pair.From, To: pair.To, Amount: 50_000_000, MaxFee: 2_500_000,
				FinalCltv: 40, CltvLimit: 2016, MaxParts: 16, MaxHTLCs: 200,
			}
			if flow.Flow(g, p.From, p.To, balance, p.Amount, p.Amount) < p.Amount {
				continue
			}
			feasible++
			net.Begin(p, balance)
			if err := runner.Reset(net); err != nil {
				t.Fatal(err)
			}
			gaveUp, err := runner.Pay(t.Context(), net)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			tally := net.Tally()
			if net.Paid() {
				paid++
			} else if gaveUp == "" {
				t.Errorf("%s gave up without a word", name)
			}
			if tally.Policy != 0 || tally.Sent > 0 && tally.LossHops == 0 && tally.MaxCltv > 40 {
				t.Errorf("%s: %+v", name, tally)
			}
		}
		t.Logf("%s: %d of %d feasible payments made", name, paid, feasible)
		if 2*paid < feasible || feasible < 10 {
			t.Errorf("%s made %d of %d feasible payments", name, paid, feasible)
		}
		if err := runner.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := NewRunner(g, "nobody"); err == nil {
		t.Error("a planner that does not exist was made")
	}
}
