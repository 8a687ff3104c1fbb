package main

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/sim"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

func TestParse(t *testing.T) {
	s, err := parse("paysim", []string{"-pairs", "7", "-pool", "scc,wallet", "-truth", "uniform", "-amounts", "5,6", "-seed", "9", "-strict"})
	if err != nil {
		t.Fatal(err)
	}
	cells := s.cells()
	if s.pairs != 7 || !slices.Equal(s.amounts, []int{5, 6}) || len(cells) != 4 {
		t.Errorf("%+v gives %v", s, cells)
	}
	if got, want := cells[3].String(), "wallet-uniform-0.5pct-seed9-strict"; got != want {
		t.Errorf("the last cell is %s, want %s", got, want)
	}
	for _, args := range [][]string{{"-pool", "x"}, {"-runners", "lnd"}, {"-amounts", "0"}, {"-pairs", "0"}, {"more"}, {"-first", "-1"}} {
		var usage *usageError
		if _, err := parse("paysim", args); !errors.As(err, &usage) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// All runners run on a small network, side by side, and the report holds them.
func TestAllRunners(t *testing.T) {
	g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: 3, Channels: 500, Nodes: 150})
	if err != nil {
		t.Fatal(err)
	}
	runners := &opener{}
	cell := sim.Cell{Pool: world.Wallets, Truth: world.Bimodal, Fee: sim.Ordinary, Seed: 42}
	dir := t.TempDir()
	file, err := sim.OpenFile(filepath.Join(dir, cell.String()+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	err = sim.Run(t.Context(), g, sim.Options{
		Cell: cell, Amounts: []int{10_000, 1_000_000}, Runners: runnerNames(), Open: runners.open, Count: 8,
		Traffic: world.NewTraffic(g, cell.Seed), Done: file.Has, Write: file.Write,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	records, err := sim.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	paid := map[string]int{}
	for _, r := range records {
		if r.Paid {
			paid[r.Runner]++
		}
	}
	for _, name := range runnerNames() {
		if paid[name] == 0 {
			t.Errorf("%s paid nothing", name)
		}
	}
	if err := publish(&settings{out: dir, base: "lnd-apriori"}, "a test"); err != nil {
		t.Error(err)
	}
	if _, err := runners.open("nobody", g); err == nil {
		t.Error("a runner that does not exist was opened")
	}
}
