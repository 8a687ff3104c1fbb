package sim

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/feeonly"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

func example(t *testing.T) *graph.Graph {
	t.Helper()
	g, err := world.Example(t.Context(), graph.ChainHash{}, synth.Config{Seed: 3, Channels: 500, Nodes: 150})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// lazy never pays.
type lazy struct{ closed *int }

func (lazy) Reset(*htlc.Network) error { return nil }

func (lazy) Pay(context.Context, *htlc.Network) (string, error) { return "not today", nil }

func (l lazy) Close() error {
	*l.closed++
	return nil
}

// options runs two runners on a cell.
func options(t *testing.T, g *graph.Graph, cell Cell, write func(*Record) error) (o Options, closed *int) {
	closed = new(int)
	return Options{
		Cell: cell, Amounts: []int{1000, 1_000_000}, Runners: []string{"fee-only", "lazy"}, Count: 12,
		Traffic: world.NewTraffic(g, cell.Seed),
		Open: func(name string, _ *graph.Graph) (Runner, error) {
			if name == "lazy" {
				return lazy{closed}, nil
			}
			return &feeonly.Runner{}, nil
		},
		Done:  func(Key) bool { return false },
		Write: write,
	}, closed
}

// Every cell of the matrix runs, and what it says holds together.
func TestRun(t *testing.T) {
	g := example(t)
	paid := 0
	for _, pool := range world.Pools() {
		for _, truth := range world.Truths() {
			for _, fee := range FeeLimits() {
				cell := Cell{Pool: pool, Truth: truth, Fee: fee, Seed: 42}
				var records []Record
				o, closed := options(t, g, cell, func(r *Record) error {
					records = append(records, *r)
					return nil
				})
				if err := Run(t.Context(), g, o); err != nil {
					t.Fatalf("%s: %v", cell, err)
				}
				if len(records) != 12*2*2 || *closed != 1 {
					t.Fatalf("%s: %d records, closed %d times", cell, len(records), *closed)
				}
				for i := 0; i < len(records); i += 2 {
					r, other := records[i], records[i+1]
					if r.Feasible != other.Feasible || r.Pair != other.Pair || r.AmountSat != other.AmountSat {
						t.Errorf("%s: two runners met different payments: %+v, %+v", cell, r, other)
					}
					limit, err := MaxFee(fee, graph.Msat(r.AmountSat)*1000)
					if err != nil {
						t.Fatal(err)
					}
					switch {
					case r.Tried != r.Feasible || r.Paid && !r.Feasible:
						t.Errorf("%s: %+v", cell, r)
					case r.Paid && (r.HTLCs != r.Failed+r.Parts || r.FeeMsat > int64(limit) || r.Cltv < FinalCltv || r.Policy != 0):
						t.Errorf("%s: %+v", cell, r)
					case r.Paid:
						paid++
					}
					if other.Paid || other.Tried && other.GaveUp != "not today" {
						t.Errorf("%s: %+v", cell, other)
					}
				}
			}
		}
	}
	if paid < 50 {
		t.Errorf("only %d payments were made", paid)
	}
}

// A run that goes on where another stopped gives what one run gives.
func TestResume(t *testing.T) {
	g := example(t)
	cell := Cell{Pool: world.SCC, Truth: world.Bimodal, Fee: Ordinary, Seed: 42}
	run := func(name string, first, count int, limit int) {
		t.Helper()
		file, err := OpenFile(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		stop := errors.New("enough")
		o, _ := options(t, g, cell, func(r *Record) error {
			if limit--; limit < 0 {
				return stop
			}
			r.CPUNanos = 0 // the one thing that never repeats
			return file.Write(r)
		})
		o.First, o.Count, o.Done = first, count, file.Has
		if err := Run(t.Context(), g, o); err != nil && !errors.Is(err, stop) {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	whole, pieces := filepath.Join(dir, "whole"), filepath.Join(dir, "pieces")
	run(whole, 0, 12, 1000)
	run(pieces, 0, 12, 17)
	// Killed in the middle of a line.
	torn, err := os.OpenFile(pieces, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := torn.WriteString(`{"pool":"scc","amou`); err != nil {
		t.Fatal(err)
	}
	torn.Close()
	run(pieces, 0, 8, 1000)
	run(pieces, 8, 4, 1000)
	a, b := lines(t, whole), lines(t, pieces)
	if !slices.Equal(a, b) {
		t.Errorf("in one go %d lines, in pieces %d, and not the same", len(a), len(b))
	}
	if records, err := ReadDir(dir); err != nil || len(records) != 0 {
		t.Errorf("files of another kind are results: %d, %v", len(records), err)
	}
}

func lines(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(b)), "\n")
	slices.Sort(all)
	return all
}

func TestDamagedFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(name, []byte("{}\nnot JSON\n{}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFile(name); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a damaged file: %v", err)
	}
}

func TestUnknownNames(t *testing.T) {
	g := example(t)
	for _, cell := range []Cell{
		{Pool: "x", Truth: world.Uniform, Fee: Tight}, {Pool: world.SCC, Truth: "x", Fee: Tight}, {Pool: world.SCC, Truth: world.Uniform, Fee: "x"},
	} {
		o, _ := options(t, g, cell, func(*Record) error { return nil })
		if err := Run(t.Context(), g, o); err == nil {
			t.Errorf("%+v ran", cell)
		}
	}
}
