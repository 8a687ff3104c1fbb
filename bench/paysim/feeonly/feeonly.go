// Package feeonly pays over the cheapest way there is, whatever its chances, and
// tries the next cheapest when it fails: what a wallet does that looks at fees
// alone.
//
// It imports package graph of the project, cheapest and htlc.
package feeonly

import (
	"context"
	"errors"

	"github.com/lightpane/lightpane/bench/paysim/cheapest"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
)

// Runner pays in one part.
type Runner struct {
	finder cheapest.Finder
	way    []cheapest.Hop
	failed map[graph.EdgeRef]graph.Msat // the least that failed
}

// Reset forgets what failed.
func (r *Runner) Reset(*htlc.Network) error {
	r.failed = map[graph.EdgeRef]graph.Msat{}
	return nil
}

// Pay tries ways until one works or there is none left, and says why it gave up.
func (r *Runner) Pay(ctx context.Context, net *htlc.Network) (gaveUp string, err error) {
	p := net.Payment()
	open := func(ref graph.EdgeRef, amount graph.Msat) bool {
		if own, ok := net.Spendable(ref); ok {
			return amount <= own
		}
		failed, ok := r.failed[ref]
		return !ok || amount < failed
	}
	q := cheapest.Query{From: p.From, To: p.To, Amount: p.Amount, MaxFee: p.MaxFee, CltvLimit: p.CltvLimit, FinalCltv: p.FinalCltv}
	for !net.Paid() {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		var found bool
		if r.way, found = r.finder.Find(net.Graph(), q, open, r.way); !found {
			return "no way left", nil
		}
		part := htlc.Part{}
		for _, hop := range r.way {
			part.Hops = append(part.Hops, htlc.Hop{Ref: hop.Ref, Amount: hop.Amount, Expiry: hop.Expiry})
		}
		outcome, err := net.Send(&part)
		if errors.Is(err, htlc.ErrTooManyHTLCs) {
			return err.Error(), nil
		} else if err != nil {
			return "", err
		}
		if !outcome.Held {
			r.failed[part.Hops[outcome.At].Ref] = part.Hops[outcome.At].Amount
		}
	}
	return "", nil
}

// Close ends the runner.
func (r *Runner) Close() error { return nil }
