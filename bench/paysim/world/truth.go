package world

import (
	"context"
	"fmt"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// The truths: how the balances that nobody but the two ends of a channel can
// see came about.
const (
	// Uniform: any split of the capacity is as likely as another.
	Uniform = "uniform"
	// Bimodal: most is on one side. The density is exp(-x/s) + exp((x-c)/s)
	// with a scale s of a tenth of the capacity c.
	Bimodal = "bimodal"
	// Circulation: what random payments leave behind.
	Circulation = "circulation"
)

// Truths lists all truths.
func Truths() []string { return []string{Uniform, Bimodal, Circulation} }

// Truth gives the hidden balances of one pair after another.
type Truth struct {
	pool *Pool
	seed uint64
	draw func(*Random, float64) float64 // nil for circulation
	flow *circulation

	pair     int
	capacity []graph.Msat // by channel
	balance  []graph.Msat // by EdgeRef
}

// NewTruth prepares a truth for the pairs of a pool, from the first one on. The
// traffic is that of the public graph which the pool was made from; only
// Circulation wants it.
func NewTruth(ctx context.Context, pool *Pool, name string, seed uint64, traffic *Traffic) (*Truth, error) {
	g := pool.Graph
	t := &Truth{pool: pool, seed: seed, balance: make([]graph.Msat, 2*g.Channels())}
	for ch := range graph.ChannelIndex(g.Channels()) {
		t.capacity = append(t.capacity, Capacity(g, ch))
	}
	switch name {
	case Uniform:
		t.draw = func(r *Random, _ float64) float64 { return r.Unit() }
	case Bimodal:
		t.draw = bimodal
	case Circulation:
		var err error
		if t.flow, err = traffic.steady(ctx); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("unknown truth %q: there are %v", name, Truths())
	}
	return t, nil
}

// Capacity is what a channel holds in all; where nobody told, the most that
// either direction is thought to carry.
func Capacity(g *graph.Graph, ch graph.ChannelIndex) graph.Msat {
	if c := g.Capacity(ch); c != graph.UnknownCapacity {
		return graph.Msat(c) * 1000
	}
	return max(g.Policy(ch, 0).Carry, g.Policy(ch, 1).Carry)
}

// Next gives the balances for the next pair: by EdgeRef what the node that the
// direction leads from holds. They hold until the following call.
func (t *Truth) Next(ctx context.Context) ([]graph.Msat, error) {
	random := stream(t.seed, forBalances, uint64(t.pair))
	t.pair++
	if t.flow != nil {
		if err := t.flow.run(ctx, circulationStep); err != nil {
			return nil, err
		}
		// Channels that the public graph lacks come after all that it has.
		copy(t.balance, t.flow.balance)
	} else {
		for ch, c := range t.capacity {
			t.put(graph.Ref(graph.ChannelIndex(ch), 0), graph.Msat(t.draw(&random, bimodalScale)*float64(c)))
		}
	}
	for _, b := range t.pool.fixed {
		t.put(b.ref, b.amount)
	}
	return t.balance, nil
}

// Skip passes over the next n pairs.
func (t *Truth) Skip(ctx context.Context, n int) error {
	t.pair += n
	if t.flow == nil {
		return nil
	}
	return t.flow.run(ctx, n*circulationStep)
}

// put gives amount to one side of a channel and the rest to the other.
func (t *Truth) put(ref graph.EdgeRef, amount graph.Msat) {
	t.balance[ref], t.balance[ref^1] = amount, t.capacity[ref.Channel()]-amount
}

// bimodalScale is the scale of the bimodal truth as a share of the capacity.
const bimodalScale = 0.1

// bimodal draws a share of the capacity: an exponential from one end, cut off at
// the other, with the scale as a share of the capacity.
func bimodal(r *Random, scale float64) float64 {
	side := r.Next()&1 == 0
	x := -scale * math.Log(1-r.Unit()*(1-math.Exp(-1/scale)))
	if side {
		return 1 - x
	}
	return x
}
