package pathfind

import (
	"context"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// Finder finds routes. It is the scratch memory of a search and belongs to one
// goroutine at a time; it may be used for any number of queries over any
// graphs. It keeps the last graph it searched from being freed.
type Finder struct {
	g      *graph.Graph
	in     graph.Incoming
	q      Query
	params Params
	cost   float64 // attempt cost

	payer, payee graph.NodeIndex
	known        int // nodes of the graph; strangers have the indices after them
	strangers    []graph.PublicKey
	stranger     map[graph.PublicKey]graph.NodeIndex

	// By node. A distance is infinity until the node has a label, and blocked
	// for the payer, the payee and whoever must be avoided: no label is ever
	// better than that.
	dist    []int64
	blank   []int64 // dist before a search, by node of the graph
	slot    []int32 // where the node's label is, once it has one
	special []int32 // its entry in specials, 0 for the first, empty one

	specials  []special
	own       []ownChannel      // by peer
	hints     []hintEdge        // by the node they lead to, then by that they come from
	banned    []graph.EdgeIndex // ascending
	avoid     []graph.NodeIndex // nodes of g with features nobody here knows
	labels    []label
	queue     queue
	flood     []graph.NodeIndex // scratch of widest
	metric    metric
	lim       limits
	able      bool // some own channel takes the amount
	bound     int64
	guess     bool
	payerDist int64
	payerSlot int32
}

// blocked as a node's distance keeps every label away.
const blocked int64 = math.MinInt64

// NewFinder is a Finder that has searched nothing yet.
func NewFinder() *Finder { return &Finder{} }

// Find fills route with the route that has the least distance, in lnd's sense
// (see the package comment). The route's slices are used again.
//
// It returns a *NoRouteError when there is none, an *InvalidError for a query
// that makes no sense, and the context's error when that ended first. The route
// is then of no use.
func (f *Finder) Find(ctx context.Context, g *graph.Graph, q *Query, route *Route) error {
	params := DefaultParams()
	if q.Params != nil {
		params = *q.Params
	}
	if err := q.check(&params); err != nil {
		return err
	}
	f.params = params
	f.cost = params.attemptCost(q.Amount, q.TimePreference)
	if err := f.prepare(g, q); err != nil {
		return err
	}
	if !f.able {
		return f.explain(ctx, route)
	}
	found, err := f.search(ctx)
	if err != nil {
		return err
	}
	if !found {
		return f.explain(ctx, route)
	}
	f.write(route)
	return nil
}
