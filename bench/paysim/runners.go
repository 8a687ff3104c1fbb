package main

import (
	"fmt"
	"strings"

	"github.com/lightpane/lightpane/bench/paysim/feeonly"
	"github.com/lightpane/lightpane/bench/paysim/lnd"
	"github.com/lightpane/lightpane/bench/paysim/ours"
	"github.com/lightpane/lightpane/bench/paysim/sim"
	"github.com/lightpane/lightpane/graph"
)

const (
	feeOnly    = "fee-only"
	lndPrefix  = "lnd-"
	oursPrefix = "ours-"
)

// runnerNames lists all runners.
func runnerNames() []string {
	names := []string{lndPrefix + lnd.Apriori, lndPrefix + lnd.Bimodal, feeOnly}
	for _, planner := range ours.Names() {
		names = append(names, oursPrefix+planner)
	}
	return names
}

// defaultRunners are those that run unless others are asked for: all.
func defaultRunners() []string { return runnerNames() }

// opener opens runners by name. Runners of lnd share its copy of the graph that
// was asked for last.
type opener struct {
	g        *graph.Graph
	channels *lnd.Channels
}

func (o *opener) open(name string, g *graph.Graph) (sim.Runner, error) {
	if estimator, ok := strings.CutPrefix(name, lndPrefix); ok {
		if o.g != g {
			o.g, o.channels = g, lnd.NewChannels(g)
		}
		return lnd.NewRunner(o.channels, estimator)
	}
	if planner, ok := strings.CutPrefix(name, oursPrefix); ok {
		return ours.NewRunner(g, planner)
	}
	if name == feeOnly {
		return &feeonly.Runner{}, nil
	}
	return nil, fmt.Errorf("unknown runner %q", name)
}
