package oracle

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

var amounts = []int{1_000, 10_000, 100_000, 1_000_000, 10_000_000}

// compare asks both sides for every amount, and holds ours against lnd's.
func compare(t *testing.T, g *graph.Graph, pairs int) {
	t.Helper()
	pool, err := world.NewPool(g, world.SCC, pairs, 42)
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(g)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	both := 0
	for _, sat := range amounts {
		v, err := b.Compare(t.Context(), pool.Pairs, sat)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%+v", *v)
		both += v.Both
		if v.OnlyLND > 0 || v.Worse > 0 || len(v.Complaints) > 0 {
			t.Errorf("%d sat: lnd is better: %+v", sat, *v)
		}
	}
	if both < pairs {
		t.Errorf("both found %d routes: too few to mean much", both)
	}
}

func TestExample(t *testing.T) {
	for seed := range uint64(4) {
		g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: seed, Channels: 1500, Nodes: 400})
		if err != nil {
			t.Fatal(err)
		}
		compare(t, g, 40)
	}
}

func TestMainnet(t *testing.T) {
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		t.Skip("LIGHTPANE_DATA is not set")
	}
	g, _, err := world.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, g, 20)
}

// A row of a benchmark has the fields that `make bench` reads.
func TestTime(t *testing.T) {
	g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: 1, Channels: 300, Nodes: 100})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := world.NewPool(g, world.SCC, 10, 42)
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(g)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	row, err := b.Time(t.Context(), pool.Pairs, 100_000, "a test")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(row)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"name":"search/one-path/100k/native"`, `"unit":"ms"`, `"peer":"lnd-apriori"`, `"n":10`, `"note":"a test; `, `"peer_value":`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	if row.Ours <= 0 || row.PeerValue <= 0 || row.Ratio <= 0 {
		t.Errorf("the row is %+v", row)
	}
}
