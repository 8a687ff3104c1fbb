package oracle

import (
	"context"
	"errors"

	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/bench/paysim/lnd"
	"github.com/lightpane/lightpane/bench/paysim/ours"
	"github.com/lightpane/lightpane/bench/paysim/sim"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// Bench holds both sides on one graph. It belongs to one goroutine.
type Bench struct {
	g      *graph.Graph
	router *lnd.Router
	finder *pathfind.Finder
	route  pathfind.Route
}

// New prepares both sides. Close it after use.
func New(g *graph.Graph) (*Bench, error) {
	router, err := lnd.NewRouter(lnd.NewChannels(g), lnd.Apriori)
	if err != nil {
		return nil, err
	}
	return &Bench{g: g, router: router, finder: pathfind.NewFinder()}, nil
}

// Close ends lnd's side.
func (b *Bench) Close() error { return b.router.Close() }

// question is one search for one path: a pair, an amount and the ordinary fee
// limit, and for the payer's channels what the graph says they hold.
type question struct {
	payment htlc.Payment
	lnd     *lnd.Query
	ours    pathfind.Query
}

func (b *Bench) question(pair world.Pair, sat, maxParts int) (*question, error) {
	amount := graph.Msat(sat) * 1000
	fee, err := sim.MaxFee(sim.Ordinary, amount)
	if err != nil {
		return nil, err
	}
	q := &question{payment: htlc.Payment{
		From: pair.From, To: pair.To, Amount: amount, MaxFee: fee,
		FinalCltv: sim.FinalCltv, CltvLimit: sim.CltvLimit, MaxParts: maxParts,
	}}
	own := func(ref graph.EdgeRef) (graph.Msat, bool) {
		p := b.g.Policy(ref.Channel(), ref.Direction())
		return p.Carry, p.Flags&graph.Known != 0
	}
	if q.lnd, err = b.router.Query(&q.payment, own); err != nil {
		return nil, err
	}
	q.ours = ours.Query(b.g, &q.payment)
	return q, nil
}

// find asks package pathfind.
func (b *Bench) find(ctx context.Context, q *question) (found bool, err error) {
	var none *pathfind.NoRouteError
	if err := b.finder.Find(ctx, b.g, &q.ours, &b.route); errors.As(err, &none) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return true, nil
}
