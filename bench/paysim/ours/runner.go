package ours

import (
	"context"
	"errors"

	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
)

// Planner decides which parts to send. It belongs to one payment at a time.
type Planner interface {
	// Begin forgets everything and takes up the payment of a network.
	Begin(net *htlc.Network)
	// Plan gives parts that together bring amount to the payee for at most
	// maxFee, none if it knows no way; gaveUp then says why.
	Plan(ctx context.Context, amount, maxFee graph.Msat) (parts []htlc.Part, gaveUp string, err error)
	// Learn hears what became of a part.
	Learn(part *htlc.Part, outcome htlc.Outcome)
}

// Runner pays with what a planner plans.
type Runner struct{ planner Planner }

// NewRunner is a runner with the planner of that name.
func NewRunner(g *graph.Graph, name string) (*Runner, error) {
	p, err := newPlanner(g, name)
	if err != nil {
		return nil, err
	}
	return &Runner{p}, nil
}

// Reset begins the payment of a network with no knowledge.
func (r *Runner) Reset(net *htlc.Network) error {
	r.planner.Begin(net)
	return nil
}

// Pay sends what is planned until the payment is settled or nothing is planned
// any more, and says why it gave up.
func (r *Runner) Pay(ctx context.Context, net *htlc.Network) (gaveUp string, err error) {
	for !net.Paid() {
		parts, gaveUp, err := r.planner.Plan(ctx, net.Missing(), net.FeeLeft())
		if err != nil || len(parts) == 0 {
			return gaveUp, err
		}
		for i := range parts {
			outcome, err := net.Send(&parts[i])
			if errors.Is(err, htlc.ErrTooManyHTLCs) {
				return err.Error(), nil
			} else if err != nil {
				return "", err
			}
			r.planner.Learn(&parts[i], outcome)
		}
	}
	return "", nil
}

// Close ends the runner.
func (r *Runner) Close() error { return nil }
