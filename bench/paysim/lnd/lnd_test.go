package lnd

import (
	"os"
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/bench/paysim/maxflow"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// scene is a graph and pairs that pay each other.
type scene struct {
	pool *world.Pool
	net  *htlc.Network
}

func newScene(t *testing.T, g *graph.Graph, pairs int) *scene {
	t.Helper()
	pool, err := world.NewPool(g, world.SCC, pairs, 42)
	if err != nil {
		t.Fatal(err)
	}
	return &scene{pool, htlc.NewNetwork(g, htlc.NonStrict)}
}

func example(t *testing.T) *graph.Graph {
	t.Helper()
	g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: 5, Channels: 1500, Nodes: 400})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// totals is what a runner did with one amount.
type totals struct{ pairs, feasible, paid, first, htlcs, parts, split, policy int }

// run pays an amount between all pairs over bimodal balances.
func (s *scene) run(t *testing.T, estimator string, amount graph.Msat) (sum totals) {
	t.Helper()
	truth, err := world.NewTruth(t.Context(), s.pool, world.Bimodal, 42, nil)
	if err != nil {
		t.Fatal(err)
	}
	runner, err := NewRunner(NewChannels(s.pool.Graph), estimator)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := runner.Close(); err != nil {
			t.Error(err)
		}
	}()
	var flow maxflow.Solver
	for _, pair := range s.pool.Pairs {
		sum.pairs++
		balance, err := truth.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p := htlc.Payment{
			From: pair.From, To: pair.To, Amount: amount, MaxFee: max(amount/20, 100_000),
			FinalCltv: 40, CltvLimit: 2016, MaxParts: 16, MaxHTLCs: 200,
		}
		if flow.Flow(s.pool.Graph, p.From, p.To, balance, amount, amount+p.MaxFee) < amount {
			continue
		}
		sum.feasible++
		s.net.Begin(p, balance)
		if err := runner.Reset(s.net); err != nil {
			t.Fatal(err)
		}
		gaveUp, err := runner.Pay(t.Context(), s.net)
		if err != nil {
			t.Fatal(err)
		}
		tally := s.net.Tally()
		sum.policy += tally.Policy
		if !s.net.Paid() {
			if gaveUp == "" {
				t.Error("lnd gave up without a word")
			}
			continue
		}
		sum.paid++
		sum.htlcs += tally.Sent
		sum.parts += tally.Parts
		if tally.Failed == 0 {
			sum.first++
		}
		if tally.Parts > 1 {
			sum.split++
		}
	}
	return sum
}

// lnd pays on an example network, learns from failures, splits where it must,
// and never meets a policy that it did not know.
func TestPay(t *testing.T) {
	s := newScene(t, example(t), 40)
	for _, estimator := range []string{Apriori, Bimodal} {
		small, large := s.run(t, estimator, 10_000_000), s.run(t, estimator, 1_000_000_000)
		t.Logf("%s: 10k sat %+v, 1M sat %+v", estimator, small, large)
		if small.feasible < 10 || 10*small.paid < 8*small.feasible {
			t.Errorf("%s paid %d of %d feasible payments of 10k sat", estimator, small.paid, small.feasible)
		}
		if large.split == 0 || large.htlcs <= large.parts {
			t.Errorf("%s neither split nor failed: %+v", estimator, large)
		}
		if small.policy+large.policy != 0 {
			t.Errorf("%s: failures of policy", estimator)
		}
	}
	if _, err := NewRouter(NewChannels(s.pool.Graph), "nobody"); err == nil {
		t.Error("an estimator that does not exist was opened")
	}
}

// TestMainnet prints how lnd fares on mainnet with bimodal balances. A sample of
// 200 other pairs, taken with another program, had for 1k, 10k, 100k and 1M sat
// 93, 78.5, 49 and 25.5 % paid, with 1.02, 1.09, 1.65 and 4.78 HTLCs each.
func TestMainnet(t *testing.T) {
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		t.Skip("LIGHTPANE_DATA is not set")
	}
	g, _, err := world.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, g, 50)
	for _, amount := range []graph.Msat{1_000_000, 10_000_000, 100_000_000, 1_000_000_000} {
		sum := s.run(t, Apriori, amount)
		t.Logf("%8d sat: feasible %d, paid %d of %d, at once %d, %.2f HTLCs and %.2f parts each",
			amount/1000, sum.feasible, sum.paid, sum.pairs, sum.first,
			float64(sum.htlcs)/float64(max(sum.paid, 1)), float64(sum.parts)/float64(max(sum.paid, 1)))
		// Balances rarely allow what lnd does not find.
		if 10*sum.paid < 7*sum.feasible || sum.policy != 0 {
			t.Errorf("%d of %d feasible payments, %d failures of policy", sum.paid, sum.feasible, sum.policy)
		}
	}
}

// A link tells the payer's own bandwidth, and that of nobody else.
func TestQuery(t *testing.T) {
	g := example(t)
	s := newScene(t, g, 30)
	router, err := NewRouter(NewChannels(g), Apriori)
	if err != nil {
		t.Fatal(err)
	}
	defer router.Close()
	found := 0
	for _, pair := range s.pool.Pairs {
		p := &htlc.Payment{From: pair.From, To: pair.To, Amount: 10_000_000, MaxFee: 500_000, FinalCltv: 40, CltvLimit: 2016, MaxParts: 1}
		empty, err := router.Query(p, func(graph.EdgeRef) (graph.Msat, bool) { return 0, true })
		if err != nil {
			t.Fatal(err)
		}
		if a, err := empty.Answer(); err != nil || a != nil {
			t.Errorf("a payer without money has a route: %+v, %v", a, err)
		}
		full, err := router.Query(p, func(ref graph.EdgeRef) (graph.Msat, bool) {
			policy := g.Policy(ref.Channel(), ref.Direction())
			return policy.Carry, policy.Flags&graph.Known != 0
		})
		if err != nil {
			t.Fatal(err)
		}
		a, err := full.Answer()
		if err != nil {
			t.Fatal(err)
		}
		if a == nil {
			continue
		}
		found++
		// 0.95 for the payer's own channel, 0.6 at most for any other.
		if most := 0.95 * pow(0.6, len(a.Part.Hops)-1); a.Probability > most+1e-9 || a.Probability < 0.01 {
			t.Errorf("%d hops with a probability of %v", len(a.Part.Hops), a.Probability)
		}
		if again := full.Measure(a.Part); again.Distance != a.Distance {
			t.Errorf("measured twice: %d and %d", a.Distance, again.Distance)
		}
		if a.Distance < int64(a.Part.Fee()) {
			t.Errorf("a distance of %d with fees of %d", a.Distance, a.Part.Fee())
		}
	}
	if found < 20 {
		t.Errorf("lnd found %d routes", found)
	}
}

func pow(x float64, n int) float64 {
	y := 1.0
	for range n {
		y *= x
	}
	return y
}
