package sim

import (
	"context"
	"fmt"
	"time"

	"github.com/lightpane/lightpane/bench/paysim/cputime"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/bench/paysim/maxflow"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
)

// Limits that every payment has.
const (
	FinalCltv = 40
	CltvLimit = 2016
	MaxParts  = 16
	maxHTLCs  = 200
)

// Runner makes payments.
type Runner interface {
	// Reset forgets everything and takes up the payment of a network.
	Reset(*htlc.Network) error
	// Pay sends parts until the payment is settled or it gives up, and says
	// why it did. An error means that something is broken.
	Pay(context.Context, *htlc.Network) (gaveUp string, err error)
	// Close ends the runner.
	Close() error
}

// Options of Run.
type Options struct {
	Cell    Cell
	Amounts []int // sat
	Runners []string
	// Open opens a runner by its name for a graph.
	Open func(name string, g *graph.Graph) (Runner, error)
	// Traffic is that of the graph with the cell's seed.
	Traffic *world.Traffic
	// First and Count choose among the pairs.
	First, Count int
	// Hopeless tries the payments too that balances do not allow.
	Hopeless bool
	// Done says which records are there already.
	Done func(Key) bool
	// Write takes the records one after another.
	Write func(*Record) error
}

// Run runs one cell.
func Run(ctx context.Context, g *graph.Graph, o Options) (err error) {
	pool, err := world.NewPool(g, o.Cell.Pool, o.First+o.Count, o.Cell.Seed)
	if err != nil {
		return err
	}
	r := run{o: o, pool: pool, net: htlc.NewNetwork(pool.Graph, htlc.Forwarding(o.Cell.Strict)), runners: map[string]Runner{}}
	defer func() {
		for name, runner := range r.runners {
			if closeErr := runner.Close(); err == nil && closeErr != nil {
				err = fmt.Errorf("close %s: %w", name, closeErr)
			}
		}
	}()
	for _, name := range o.Runners {
		if r.runners[name], err = o.Open(name, pool.Graph); err != nil {
			delete(r.runners, name)
			return err
		}
	}
	truth, err := world.NewTruth(ctx, pool, o.Cell.Truth, o.Cell.Seed, o.Traffic)
	if err != nil {
		return err
	}
	if err := truth.Skip(ctx, o.First); err != nil {
		return err
	}
	for i := o.First; i < o.First+o.Count; i++ {
		balance, err := truth.Next(ctx)
		if err != nil {
			return err
		}
		if err := r.pair(ctx, i, balance); err != nil {
			return err
		}
	}
	return nil
}

type run struct {
	o       Options
	pool    *world.Pool
	net     *htlc.Network
	runners map[string]Runner
	solver  maxflow.Solver
}

// pair runs all amounts and runners on one pair.
func (r *run) pair(ctx context.Context, i int, balance []graph.Msat) error {
	pair := r.pool.Pairs[i]
	for _, sat := range r.o.Amounts {
		amount := graph.Msat(sat) * 1000
		fee, err := MaxFee(r.o.Cell.Fee, amount)
		if err != nil {
			return err
		}
		payment := htlc.Payment{
			From: pair.From, To: pair.To, Amount: amount, MaxFee: fee,
			FinalCltv: FinalCltv, CltvLimit: CltvLimit, MaxParts: MaxParts, MaxHTLCs: maxHTLCs,
		}
		// A part with its fees may reach a minimum that the amount does not.
		flow := r.solver.Flow(r.pool.Graph, pair.From, pair.To, balance, amount, amount+fee)
		for _, name := range r.o.Runners {
			rec := &Record{Cell: r.o.Cell, AmountSat: sat, Pair: i, Runner: name, Feasible: flow >= amount}
			if r.o.Done(rec.Key()) {
				continue
			}
			if rec.Feasible || r.o.Hopeless {
				if err := r.pay(ctx, rec, payment, balance); err != nil {
					return fmt.Errorf("%s, pair %d, %d sat, %s: %w", r.o.Cell, i, sat, name, err)
				}
			}
			if err := r.o.Write(rec); err != nil {
				return err
			}
		}
	}
	return nil
}

// pay makes one payment and fills in its record.
func (r *run) pay(ctx context.Context, rec *Record, payment htlc.Payment, balance []graph.Msat) error {
	r.net.Begin(payment, balance)
	runner := r.runners[rec.Runner]
	if err := runner.Reset(r.net); err != nil {
		return err
	}
	start := cputime.Now()
	gaveUp, err := runner.Pay(ctx, r.net)
	spent := cputime.Now() - start
	if err != nil {
		return err
	}
	rec.fill(r.net, gaveUp, spent)
	if rec.Paid && !rec.Feasible {
		return fmt.Errorf("paid what balances do not allow")
	}
	r.net.Release()
	return nil
}

// fill writes down what a payment took.
func (r *Record) fill(net *htlc.Network, gaveUp string, cpu time.Duration) {
	t := net.Tally()
	r.Tried, r.Paid, r.GaveUp = true, net.Paid(), gaveUp
	r.HTLCs, r.Failed, r.Policy, r.Parts = t.Sent, t.Failed, t.Policy, t.Parts
	r.FeeMsat, r.Cltv = int64(t.Fee), int(t.MaxCltv)
	r.LossBits, r.LossHops = t.LossBits, t.LossHops
	r.CPUNanos = cpu.Nanoseconds()
}
