package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/lightpane/lightpane/bench/paysim/report"
	"github.com/lightpane/lightpane/bench/paysim/sim"
	"github.com/lightpane/lightpane/bench/paysim/world"
)

// simulate runs the cells that were asked for, and reports.
func simulate(ctx context.Context, args []string) error {
	s, err := parse("paysim", args)
	if err != nil {
		return err
	}
	g, label, err := load(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d nodes, %d channels\n", label, g.Nodes(), g.Channels())
	if err := os.MkdirAll(s.out, 0o755); err != nil {
		return fmt.Errorf("make the directory of the results: %w", err)
	}
	runners, traffic := &opener{}, world.NewTraffic(g, s.seed)
	for _, cell := range s.cells() {
		started := time.Now()
		file, err := sim.OpenFile(filepath.Join(s.out, cell.String()+".jsonl"))
		if err != nil {
			return err
		}
		options := sim.Options{
			Cell: cell, Amounts: s.amounts, Runners: s.runners, Open: runners.open,
			First: s.first, Count: s.pairs, Hopeless: s.hopeless, Traffic: traffic,
			Done: file.Has, Write: file.Write,
		}
		err = sim.Run(ctx, g, options)
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s: %s\n", cell, time.Since(started).Round(time.Second))
	}
	return publish(s, label)
}

// cells lists the cells that were asked for.
func (s *settings) cells() []sim.Cell {
	var cells []sim.Cell
	for _, pool := range s.pools {
		for _, truth := range s.truths {
			for _, fee := range s.feeLimits {
				cells = append(cells, sim.Cell{Pool: pool, Truth: truth, Fee: fee, Seed: s.seed, Strict: s.strict})
			}
		}
	}
	return cells
}

// reportOnly reports all results in a directory.
func reportOnly(_ context.Context, args []string) error {
	s, err := parse("paysim report", args)
	if err != nil {
		return err
	}
	return publish(s, "all results in "+s.out)
}

// publish reads the results back and writes the report.
func publish(s *settings, label string) error {
	records, err := sim.ReadDir(s.out)
	if err != nil {
		return err
	}
	return report.Write(s.out, os.Stdout, report.Source{Label: label, Base: s.base, Judged: s.judged}, records)
}
