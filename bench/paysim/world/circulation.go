package world

import (
	"context"
	"slices"

	"github.com/lightpane/lightpane/bench/paysim/cheapest"
	"github.com/lightpane/lightpane/graph"
)

const (
	// What an imaginary payment amounts to, in msat: between these, every
	// order of magnitude as likely.
	trafficLeast, trafficMost = 10_000_000, 10_000_000_000
	// trafficFee is the most that one pays: 2 %.
	trafficFee = 50
	// circulationStep is how many payments pass between one pair and the next.
	circulationStep = 200
	// The traffic is steady once a round of payments, one for every four
	// channels, moves the mean imbalance by less than this.
	steadyEnough = 0.002
	// circulationRounds bounds the rounds all the same.
	circulationRounds = 40
)

// Traffic is payments between random nodes of the public graph. It begins with
// any split of the capacities as likely as another, and each payment takes the
// cheapest way that can carry it. Once settled, which takes a minute on mainnet,
// it serves any number of truths. It belongs to one goroutine.
type Traffic struct {
	g       *graph.Graph
	seed    uint64
	settled *circulation
}

// NewTraffic is the traffic on a public graph.
func NewTraffic(g *graph.Graph, seed uint64) *Traffic { return &Traffic{g: g, seed: seed} }

// circulation is the state of the traffic at some moment.
type circulation struct {
	g       *graph.Graph
	nodes   []graph.NodeIndex
	random  Random
	balance []graph.Msat // by EdgeRef
	finder  cheapest.Finder
	way     []cheapest.Hop
}

// steady is a copy of the traffic when it has settled.
func (t *Traffic) steady(ctx context.Context) (*circulation, error) {
	if t.settled == nil {
		c := &circulation{g: t.g, nodes: Core(t.g), random: stream(t.seed, forTraffic, 0)}
		for ch := range graph.ChannelIndex(t.g.Channels()) {
			total := Capacity(t.g, ch)
			first := graph.Msat(c.random.Unit() * float64(total))
			c.balance = append(c.balance, first, total-first)
		}
		if err := c.settle(ctx); err != nil {
			return nil, err
		}
		t.settled = c
	}
	return &circulation{
		g: t.g, nodes: t.settled.nodes, random: t.settled.random, balance: slices.Clone(t.settled.balance),
	}, nil
}

// settle runs payments until the balances are steady.
func (c *circulation) settle(ctx context.Context) error {
	before := c.imbalance()
	for range circulationRounds {
		if err := c.run(ctx, c.g.Channels()/4); err != nil {
			return err
		}
		after := c.imbalance()
		if after-before < steadyEnough && before-after < steadyEnough {
			return nil
		}
		before = after
	}
	return nil
}

// imbalance is the mean over the channels of how far from the middle the
// balance is: 0 all in the middle, 1 all on one side.
func (c *circulation) imbalance() float64 {
	var sum float64
	var n int
	for ch := range c.g.Channels() {
		a, b := float64(c.balance[2*ch]), float64(c.balance[2*ch+1])
		if a+b > 0 {
			sum += max(a-b, b-a) / (a + b)
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// run tries a number of payments. One that finds no way is not made.
func (c *circulation) run(ctx context.Context, payments int) error {
	open := func(ref graph.EdgeRef, amount graph.Msat) bool { return c.balance[ref] >= amount }
	for range payments {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := c.nodes[c.random.Below(len(c.nodes))]
		to := c.nodes[c.random.Below(len(c.nodes))]
		amount := graph.Msat(c.random.logUniform(trafficLeast, trafficMost))
		if from == to {
			continue
		}
		found := false
		c.way, found = c.finder.Find(c.g, cheapest.Query{
			From: from, To: to, Amount: amount, MaxFee: amount / trafficFee, CltvLimit: 2016,
		}, open, c.way)
		if !found {
			continue
		}
		for _, hop := range c.way {
			c.balance[hop.Ref] -= hop.Amount
			c.balance[hop.Ref^1] += hop.Amount
		}
	}
	return nil
}
