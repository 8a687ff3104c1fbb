package pathfind

import "github.com/lightpane/lightpane/graph"

// write puts the way of the payer's label into a route.
func (f *Finder) write(route *Route) {
	hops := route.Hops[:0]
	l := &f.labels[f.payerSlot]
	*route = Route{Amount: f.q.Amount, Cltv: l.cltv, Probability: l.probability}
	weight := int64(0)
	for edge := l.edge; l.node != f.payee; {
		to := &f.labels[l.next]
		amount := l.net - l.outbound
		hop := Hop{
			Node: *f.key(to.node), Index: to.node,
			Amount: amount, Fee: l.outbound, InboundFee: int64(amount) - int64(to.net),
			CltvDelta: l.delta, Probability: l.chance,
		}
		switch {
		case l.node == f.payer:
			hop.SCID = f.own[edge].scid
		case edge >= 0:
			hop.SCID = f.g.SCID(f.in.Ref[edge].Channel())
		default:
			hop.SCID = f.hints[^edge].scid
		}
		if int(to.node) >= f.known {
			hop.Index = graph.None
		}
		weight += max(0, int64(hop.Fee)+hop.InboundFee) + lockRisk(amount, l.delta, f.params.RiskFactor)
		hops = append(hops, hop)
		l, edge = to, to.edge
	}
	route.Hops = hops
	route.Fee = hops[0].Amount - route.Amount
	route.Distance = distance(weight, route.Probability, f.cost)
}
