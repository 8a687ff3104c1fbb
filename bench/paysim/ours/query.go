package ours

import (
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// query is a payment as package pathfind takes it, with the payer's channels at
// what they hold now.
func query(net *htlc.Network, amount, maxFee graph.Msat) pathfind.Query {
	g, p := net.Graph(), net.Payment()
	q := Query(g, p)
	q.Amount, q.MaxFee = amount, maxFee
	q.LocalChannels = []pathfind.LocalChannel{}
	net.Own(func(ref graph.EdgeRef, balance graph.Msat) {
		q.LocalChannels = append(q.LocalChannels, pathfind.LocalChannel{SCID: g.SCID(ref.Channel()), Bandwidth: balance})
	})
	return q
}

// Query is a payment as package pathfind takes it, of an invoice with a payment
// secret, and with the graph's word for the payer's channels.
func Query(g *graph.Graph, p *htlc.Payment) pathfind.Query {
	q := pathfind.DefaultQuery(g.Key(p.From), g.Key(p.To), p.Amount)
	q.MaxFee = p.MaxFee
	q.FinalCltv, q.CltvLimit = p.FinalCltv, p.CltvLimit
	q.PaymentSecret = true
	return q
}

// Part is a route as the network takes it.
func Part(g *graph.Graph, q *pathfind.Query, r *pathfind.Route) htlc.Part {
	p := htlc.Part{Hops: make([]htlc.Hop, len(r.Hops))}
	from, expiry := q.From, r.Cltv
	for i := range r.Hops {
		hop := &r.Hops[i]
		// A delta is the channel's own: it is what the HTLC before has to last
		// longer.
		expiry -= uint32(hop.CltvDelta)
		ch := g.Channel(hop.SCID)
		dir := graph.Direction(0)
		if g.Key(g.Ends(ch)[0]) != from {
			dir = 1
		}
		p.Hops[i] = htlc.Hop{Ref: graph.Ref(ch, dir), Amount: hop.Amount, Expiry: expiry, Chance: hop.Probability}
		from = hop.Node
	}
	return p
}
