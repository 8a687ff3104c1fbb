package lnd

import (
	"math"

	"github.com/lightningnetwork/lnd/lnwire"
	"github.com/lightningnetwork/lnd/routing"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
)

// Query is one search with an empty mission control.
type Query struct {
	session *session
	router  *Router
	payment *htlc.Payment
}

// Query prepares a search; own tells the bandwidth of the payer's channels.
// With MaxParts 1 it does not split.
func (r *Router) Query(p *htlc.Payment, own func(graph.EdgeRef) (graph.Msat, bool)) (*Query, error) {
	s, err := r.begin(p, own)
	if err != nil {
		return nil, err
	}
	return &Query{s, r, p}, nil
}

// Search runs the search and says whether there is a route: what lnd's
// RequestRoute costs, and nothing else.
func (q *Query) Search() (found bool, err error) {
	rt, _, err := q.session.request(q.payment.Amount, q.payment.MaxFee, 0)
	return rt != nil, err
}

// Answer is what a search found.
type Answer struct {
	Part        *htlc.Part
	Distance    int64 // msat
	Probability float64
}

// Answer runs the search and gives the route, measured; nil if there is none.
func (q *Query) Answer() (*Answer, error) {
	rt, _, err := q.session.request(q.payment.Amount, q.payment.MaxFee, 0)
	if rt == nil {
		return nil, err
	}
	part, err := q.router.part(q.session, rt)
	if err != nil {
		return nil, err
	}
	return q.measure(part), nil
}

// Measure gives the distance of a part that somebody else chose, in lnd's eyes.
func (q *Query) Measure(part *htlc.Part) *Answer {
	g := q.router.channels.g
	seen := &htlc.Part{}
	for _, hop := range part.Hops {
		ends := g.Ends(hop.Ref.Channel())
		from, to := g.Key(ends[hop.Ref.Direction()]), g.Key(ends[1-hop.Ref.Direction()])
		hop.Chance = q.session.mission.GetProbability(route.Vertex(from), route.Vertex(to),
			lnwire.MilliSatoshi(hop.Amount), q.router.capacity(hop.Ref, hop.Amount))
		seen.Hops = append(seen.Hops, hop)
	}
	return q.measure(seen)
}

// measure computes a distance as lnd's search does.
//
// lnd does not tell the distance that its search ended with, but the route
// determines it: walking back from the payee, each hop adds its fee and time
// lock risk in whole msat and multiplies the probability, which the same
// estimator gives for the same amount and capacity. The order of the operations
// is the search's, so nothing is rounded differently.
func (q *Query) measure(part *htlc.Part) *Answer {
	a := &Answer{Part: part, Probability: 1}
	var weight int64
	for i := len(part.Hops) - 1; i >= 0; i-- {
		hop := &part.Hops[i]
		a.Probability *= hop.Chance
		if i == 0 {
			break // the payer asks nothing of itself
		}
		fee := int64(part.Hops[i-1].Amount - hop.Amount)
		delta := int64(part.Hops[i-1].Expiry - hop.Expiry)
		weight += fee + int64(hop.Amount)*delta*routing.RiskFactorBillionths/1_000_000_000
	}
	a.Distance = distance(weight, a.Probability, q.payment.Amount)
	return a
}

// distance is lnd's measure of a route, with no preference as to time.
func distance(weight int64, probability float64, amount graph.Msat) int64 {
	cfg := pathFinding()
	cost := float64(uint64(cfg.AttemptCost) + uint64(amount)*uint64(cfg.AttemptCostPPM)/1_000_000)
	if probability == 0 {
		return math.MaxInt64
	}
	return int64(float64(weight) + cost/probability)
}
