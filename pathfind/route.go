package pathfind

import "github.com/lightpane/lightpane/graph"

// Route is a way from payer to payee, hop by hop in the order of payment.
//
// What the payer sends is Hops[0].Amount = Amount + Fee, what the payee gets is
// the last hop's Amount.
type Route struct {
	Hops   []Hop
	Amount graph.Msat // what arrives
	Fee    graph.Msat // all hops' Fee and InboundFee together
	// Cltv is the sum of the hops' deltas and the query's FinalCltv: the
	// expiry of the first HTLC, in blocks from now.
	Cltv uint32
	// Probability is the product of the hops' probabilities.
	Probability float64
	// Distance is what the search made least, in msat.
	Distance int64
}

// Hop is a channel of a route and the node it leads to.
type Hop struct {
	SCID  graph.SCID
	Node  graph.PublicKey
	Index graph.NodeIndex // of Node; None if the graph does not know it
	// Amount is what arrives at Node.
	Amount graph.Msat
	// Fee is what the node before the channel asks for sending Amount over
	// it; 0 for the payer's own channel.
	Fee graph.Msat
	// InboundFee is what Node asks for taking the HTLC in over the channel,
	// or grants if negative: mostly 0. The next hop's Fee is Node's as well,
	// and the two together are never negative.
	InboundFee int64
	// CltvDelta is what the channel adds to the expiry of the HTLC before it,
	// in blocks; 0 for the payer's own channel.
	CltvDelta uint16
	// Probability is the estimate for this channel.
	Probability float64
}

// HopFee is what the node before channel i keeps for forwarding over it: the
// fee of the channel's policy and the node's own inbound fee together. It is 0
// for the payer's own channel, and the sum over all hops is Fee.
func (r *Route) HopFee(i int) graph.Msat {
	if i == 0 {
		return 0
	}
	return r.Hops[i-1].Amount - r.Hops[i].Amount
}
