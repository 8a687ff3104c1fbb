package htlc

import "github.com/lightpane/lightpane/graph"

// Payment is what has to be paid, and within which limits.
type Payment struct {
	From, To graph.NodeIndex
	Amount   graph.Msat
	// MaxFee bounds the fees of all parts together.
	MaxFee graph.Msat
	// FinalCltv is the payee's own delta in blocks, CltvLimit the most that
	// the first HTLC of a part may lock funds for, FinalCltv included.
	FinalCltv, CltvLimit uint32
	// MaxParts bounds the parts that are held at a time, MaxHTLCs all that
	// are sent.
	MaxParts, MaxHTLCs int
}

// Part is one HTLC from payer to payee.
type Part struct{ Hops []Hop }

// Hop is a channel that a part goes over.
type Hop struct {
	Ref    graph.EdgeRef
	Amount graph.Msat // what goes over the channel
	Expiry uint32     // of the HTLC on the channel, in blocks from now
	// Chance is what the sender thinks the probability is that the channel
	// carries the amount; 0 if it does not think about it.
	Chance float64
}

// Amount is what arrives.
func (p *Part) Amount() graph.Msat { return p.Hops[len(p.Hops)-1].Amount }

// Fee is what the hops keep.
func (p *Part) Fee() graph.Msat { return p.Hops[0].Amount - p.Amount() }

// Failure is a reason for which a node returns an HTLC, by its name in BOLT 4.
type Failure string

const (
	// TemporaryChannelFailure: the channel cannot carry the amount now.
	TemporaryChannelFailure Failure = "temporary_channel_failure"
	// UnknownNextPeer: the channel has no policy that anybody announced.
	UnknownNextPeer Failure = "unknown_next_peer"
	// ChannelDisabled: the policy says not to use it.
	ChannelDisabled Failure = "channel_disabled"
	// AmountBelowMinimum: less than htlc_minimum_msat.
	AmountBelowMinimum Failure = "amount_below_minimum"
	// FeeInsufficient: less than the policy asks for.
	FeeInsufficient Failure = "fee_insufficient"
	// IncorrectCltvExpiry: fewer blocks than the policy asks for.
	IncorrectCltvExpiry Failure = "incorrect_cltv_expiry"
)

// Outcome is what became of a part.
type Outcome struct {
	// Held is true if it arrived; the rest then says nothing.
	Held bool
	// At is the hop that failed. The node it leads from reported so: the
	// payer itself for 0.
	At      int
	Failure Failure
}

// Tally is what a payment took.
type Tally struct {
	Sent     int        // HTLCs
	Failed   int        // of these, returned
	Policy   int        // of these, for another reason than a balance
	Parts    int        // that paid
	Fee      graph.Msat // of the parts that paid
	MaxCltv  uint32     // the longest lock among them, in blocks
	LossBits float64    // see Network.Send
	LossHops int
}
