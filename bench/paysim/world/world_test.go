package world

import (
	"context"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// example is an example network of some size.
func example(t *testing.T, seed uint64, channels, nodes int) *graph.Graph {
	t.Helper()
	g, err := Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: seed, Channels: channels, Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The first values for two seeds, as the reference program gives them
// (https://prng.di.unimi.it/splitmix64.c).
func TestSplitmix64(t *testing.T) {
	for seed, want := range map[Random][]uint64{
		0:       {0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f},
		1234567: {6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821},
	} {
		random := seed
		for i, w := range want {
			if got := random.Next(); got != w {
				t.Errorf("seed %d, value %d: %#x, want %#x", seed, i, got, w)
			}
		}
	}
}

// TestCore compares with what a search from every single node finds.
func TestCore(t *testing.T) {
	for seed := range uint64(20) {
		g := example(t, seed, 40, 30)
		reach := make([][]bool, g.Nodes())
		for n := range reach {
			reach[n] = reachable(g, graph.NodeIndex(n))
		}
		largest := 0
		for a := range reach {
			size := 0
			for b := range reach {
				if reach[a][b] && reach[b][a] {
					size++
				}
			}
			largest = max(largest, size)
		}
		core := Core(g)
		if len(core) != largest {
			t.Errorf("seed %d: %d nodes, want %d", seed, len(core), largest)
		}
		for _, a := range core {
			for _, b := range core {
				if !reach[a][b] {
					t.Fatalf("seed %d: node %d does not reach %d", seed, a, b)
				}
			}
		}
	}
}

func reachable(g *graph.Graph, from graph.NodeIndex) []bool {
	seen := make([]bool, g.Nodes())
	seen[from] = true
	for grew := true; grew; {
		grew = false
		for ch := range graph.ChannelIndex(g.Channels()) {
			for dir, end := range g.Ends(ch) {
				if to := g.Ends(ch)[1-dir]; seen[end] && !seen[to] && Usable(g.Policy(ch, graph.Direction(dir))) {
					seen[to], grew = true, true
				}
			}
		}
	}
	return seen
}

func TestPools(t *testing.T) {
	g := example(t, 1, 600, 200)
	core := Core(g)
	for _, name := range Pools() {
		few, err := NewPool(g, name, 10, 42)
		if err != nil {
			t.Fatal(err)
		}
		many, err := NewPool(g, name, 30, 42)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range many.Pairs {
			from, to := many.Graph.Key(p.From), many.Graph.Key(p.To)
			if i < len(few.Pairs) && (few.Graph.Key(few.Pairs[i].From) != from || few.Graph.Key(few.Pairs[i].To) != to) {
				t.Errorf("%s: pair %d depends on how many are drawn", name, i)
			}
			if from == to || !slices.Contains(core, g.Node(to)) {
				t.Errorf("%s: pair %d pays %s", name, i, to)
			}
			if name == Degree5 && min(g.Degree(p.From), g.Degree(p.To)) < 5 {
				t.Errorf("pair %d has a node of degree below 5", i)
			}
			if known := g.Node(from) != graph.None; known == (name == Wallets) {
				t.Errorf("%s: payer %d is in the public graph: %v", name, i, known)
			}
		}
	}
	if _, err := NewPool(g, "nobody", 1, 42); err == nil {
		t.Error("a pool that does not exist was drawn")
	}
}

// Nobody may find a way through a wallet, and a wallet has one to three
// channels to large nodes.
func TestWallets(t *testing.T) {
	g := example(t, 1, 600, 200)
	p, err := NewPool(g, Wallets, 40, 7)
	if err != nil {
		t.Fatal(err)
	}
	degrees := make([]int, 0, g.Nodes())
	for n := range graph.NodeIndex(g.Nodes()) {
		degrees = append(degrees, g.Degree(n))
	}
	slices.Sort(degrees)
	least := degrees[len(degrees)-walletHubs]
	for i, pair := range p.Pairs {
		if d := p.Graph.Degree(pair.From); d < 1 || d > walletChannels {
			t.Errorf("wallet %d has %d channels", i, d)
		}
		p.Graph.EdgesFrom(pair.From, func(e graph.EdgeIndex) bool {
			ref := p.Graph.Incoming().Ref[e]
			if p.Graph.Policy(ref.Channel(), 1-ref.Direction()).Flags&graph.Known != 0 {
				t.Errorf("wallet %d can be paid to over %s", i, p.Graph.SCID(ref.Channel()))
			}
			if !Usable(p.Graph.Policy(ref.Channel(), ref.Direction())) {
				t.Errorf("wallet %d cannot pay", i)
			}
			if hub := g.Node(p.Graph.Key(p.Graph.To(e))); g.Degree(hub) < least {
				t.Errorf("wallet %d has a channel to a node of degree %d", i, g.Degree(hub))
			}
			return true
		})
	}
	for ch := range graph.ChannelIndex(g.Channels()) {
		if p.Graph.SCID(ch) != g.SCID(ch) {
			t.Fatalf("channel %s has moved", g.SCID(ch))
		}
	}
}

// Every truth splits each channel's capacity, and gives a pair the same
// balances whether or not the pairs before were looked at.
func TestTruths(t *testing.T) {
	ctx := t.Context()
	g := example(t, 1, 300, 100)
	traffic := NewTraffic(g, 42)
	for _, poolName := range Pools() {
		pool, err := NewPool(g, poolName, 5, 42)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range Truths() {
			one, err := NewTruth(ctx, pool, name, 42, traffic)
			if err != nil {
				t.Fatal(err)
			}
			other, err := NewTruth(ctx, pool, name, 42, traffic)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				next(t, ctx, one)
			}
			if err := other.Skip(ctx, 2); err != nil {
				t.Fatal(err)
			}
			before := slices.Clone(one.balance)
			a, b := next(t, ctx, one), next(t, ctx, other)
			if !slices.Equal(a, b) {
				t.Errorf("%s, %s: skipping changes balances", poolName, name)
			}
			if slices.Equal(a, before) {
				t.Errorf("%s, %s: two pairs have the same balances", poolName, name)
			}
			for ch := range graph.ChannelIndex(pool.Graph.Channels()) {
				if sum := a[2*ch] + a[2*ch+1]; sum != Capacity(pool.Graph, ch) || max(a[2*ch], a[2*ch+1]) > sum {
					t.Fatalf("%s, %s: channel %d holds %d and %d", poolName, name, ch, a[2*ch], a[2*ch+1])
				}
			}
			for _, fixed := range pool.fixed {
				if a[fixed.ref] != fixed.amount {
					t.Errorf("%s: a wallet does not hold what it should", name)
				}
			}
		}
	}
}

func next(t *testing.T, ctx context.Context, truth *Truth) []graph.Msat {
	t.Helper()
	balance, err := truth.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return balance
}

// The shares that the two random truths draw, against the integrals of their
// densities.
func TestShares(t *testing.T) {
	const n = 200_000
	random := Random(1)
	var below10, below50 float64
	for range n {
		switch x := bimodal(&random, bimodalScale); {
		case x < 0 || x > 1:
			t.Fatalf("a share of %v", x)
		case x < 0.1:
			below10++
			fallthrough
		case x < 0.5:
			below50++
		}
	}
	// The integral of exp(-x/s) + exp((x-1)/s) up to 0.1, over that up to 1.
	s := bimodalScale
	want := (1 - math.Exp(-0.1/s) + math.Exp(-0.9/s) - math.Exp(-1/s)) / (2 * (1 - math.Exp(-1/s)))
	if got := below10 / n; math.Abs(got-want) > 0.005 {
		t.Errorf("%.4f of the shares are below a tenth, want %.4f", got, want)
	}
	if got := below50 / n; math.Abs(got-0.5) > 0.005 {
		t.Errorf("%.4f of the shares are below a half", got)
	}
}

// TestLoad loads mainnet where it is at hand, and the example network where not.
func TestLoad(t *testing.T) {
	g, label, err := Load(t.Context(), os.Getenv("LIGHTPANE_DATA"))
	if err != nil {
		t.Fatal(err)
	}
	for ch := range graph.ChannelIndex(g.Channels()) {
		for dir := range graph.Direction(2) {
			if p := g.Policy(ch, dir); p.Flags&graph.Known != 0 && p.CltvDelta == 0 {
				t.Fatalf("%s: channel %s has a known direction without a cltv delta", label, g.SCID(ch))
			}
		}
	}
	if core := Core(g); 2*len(core) < g.Nodes() {
		t.Errorf("%s: the core has %d of %d nodes", label, len(core), g.Nodes())
	}
	if _, _, err := Load(t.Context(), t.TempDir()); err == nil {
		t.Error("an empty directory has a graph")
	}
}
