package pathfind

import (
	"math"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// NoFeeLimit as a Query's MaxFee lets a route cost anything.
const NoFeeLimit graph.Msat = math.MaxUint64

// Query is what to find a route for. Begin with DefaultQuery.
type Query struct {
	// From pays To, so that Amount arrives.
	From, To graph.PublicKey
	Amount   graph.Msat

	// MaxFee is the most that all hops together may ask for: 0 allows free
	// routes only.
	MaxFee graph.Msat
	// TimePreference goes from -1, the cheapest route however unlikely, to 1,
	// the likeliest however dear.
	TimePreference float64
	// FinalCltv is the payee's own delta in blocks (BOLT 11's
	// min_final_cltv_expiry_delta), with whatever padding the payer adds.
	FinalCltv uint32
	// CltvLimit bounds the sum of all deltas, FinalCltv included, in blocks.
	CltvLimit uint32

	// LocalChannels are the payer's own channels. If nil, all channels that
	// the graph knows of From count as its own, each with its capacity as
	// bandwidth; an empty list means that the payer has none.
	LocalChannels []LocalChannel

	// Hints are the ways to the payee that its invoice names.
	Hints []Hint

	// Nodes and channels to stay away from; the latter in both directions or
	// in one. They may be unknown to the graph.
	ExcludeNodes      []graph.PublicKey
	ExcludeChannels   []graph.SCID
	ExcludeDirections []ChannelDirection

	// PaymentSecret says that the payee's part of the onion carries a payment
	// secret and the total amount (BOLT 4, payment_data), as every BOLT 11
	// invoice asks today.
	PaymentSecret bool
	// FinalRecordBytes is what further TLV records take in the payee's part of
	// the onion: types, lengths and values.
	FinalRecordBytes int

	// Params replaces the constants of the cost model if not nil.
	Params *Params
}

// DefaultQuery is a query without a fee limit and with lnd's defaults for the
// rest: neutral time preference, at most 2016 blocks, 40 of them the payee's.
func DefaultQuery(from, to graph.PublicKey, amount graph.Msat) Query {
	return Query{
		From: from, To: to, Amount: amount,
		MaxFee: NoFeeLimit, FinalCltv: 40, CltvLimit: 2016, PaymentSecret: true,
	}
}

// LocalChannel is a channel of the payer's. It costs no fee and no delta.
type LocalChannel struct {
	SCID graph.SCID
	// Peer is the node at the other end. It may be left zero for a channel
	// that the graph knows.
	Peer graph.PublicKey
	// Bandwidth is what the payer can send over it now.
	Bandwidth graph.Msat
	// HtlcMin and HtlcMax are the peer's bounds on one HTLC; an HtlcMax of 0
	// means none. A channel that the graph knows is held to the bounds of its
	// public policy as well.
	HtlcMin, HtlcMax graph.Msat
}

// ChannelDirection is a channel in one direction.
type ChannelDirection struct {
	SCID      graph.SCID
	Direction graph.Direction
}

// Hint is a chain of channels that ends at the payee (BOLT 11, field r).
type Hint []HintHop

// HintHop is one channel of a Hint: Node forwards over it to the node of the
// next hop, or to the payee if it is the last.
type HintHop struct {
	Node      graph.PublicKey
	SCID      graph.SCID
	BaseFee   uint32 // msat
	FeePPM    uint32
	CltvDelta uint16
}

// hintCarry stands in for the capacity of a hinted channel, which no invoice
// tells: lnd takes 10 BTC, since the payee would not have named a channel that
// cannot carry the payment.
const hintCarry graph.Msat = 10 * 100_000_000 * 1000

// Params are the constants of the cost model.
type Params struct {
	// AttemptCost and AttemptCostPPM, millionths of the amount, are what a
	// failed attempt is worth avoiding.
	AttemptCost    graph.Msat
	AttemptCostPPM uint32
	// RiskFactor is what locking an amount for a block costs, in billionths.
	RiskFactor uint32
	// MinProbability is the least that a route may have.
	MinProbability float64
	// HopProbability is that of a channel nobody tried, above 0 and at most 1,
	// and OwnProbability that of one of the payer's own.
	HopProbability, OwnProbability float64
	// CapacityFraction is the part of the capacity, from 0.75 to 1, around
	// which the probability falls to half; 1 leaves capacities out.
	CapacityFraction float64
	// OnionBytes is the room for the hops' payloads (BOLT 4).
	OnionBytes int
}

// DefaultParams are lnd's.
func DefaultParams() Params {
	return Params{
		AttemptCost:      100_000,
		AttemptCostPPM:   1000,
		RiskFactor:       15,
		MinProbability:   0.01,
		HopProbability:   0.6,
		OwnProbability:   0.95,
		CapacityFraction: 0.9999,
		OnionBytes:       1300,
	}
}

// check says what is wrong with a query, nil if nothing is.
func (q *Query) check(p *Params) error {
	switch {
	case q.Amount == 0:
		return &InvalidError{"amount", "0 msat: nothing to send"}
	case q.Amount > graph.MaxSupplyMsat:
		return &InvalidError{"amount", msat(q.Amount) + ": more than 21 million bitcoins"}
	case q.From == q.To:
		return &InvalidError{"to", "payer and payee are the same node " + q.To.String()}
	case !(math.Abs(q.TimePreference) <= 1):
		return &InvalidError{"time preference", strconv.FormatFloat(q.TimePreference, 'g', -1, 64) + ": want -1 to 1"}
	case q.FinalCltv > maxCltv:
		return &InvalidError{"final cltv", strconv.FormatUint(uint64(q.FinalCltv), 10) + " blocks: want at most " + strconv.Itoa(maxCltv)}
	case q.FinalRecordBytes < 0 || q.FinalRecordBytes > 1<<20:
		return &InvalidError{"final record bytes", strconv.Itoa(q.FinalRecordBytes) + ": want 0 to 1048576"}
	}
	for _, c := range q.ExcludeDirections {
		if c.Direction > 1 {
			return &InvalidError{"excluded direction", strconv.Itoa(int(c.Direction)) + ": want 0 or 1"}
		}
	}
	for i := range q.ExcludeNodes {
		if k := &q.ExcludeNodes[i]; *k == q.From || *k == q.To {
			return &InvalidError{"excluded nodes", k.String() + " is the payer or the payee"}
		}
	}
	return p.check()
}

// maxCltv bounds the payee's delta, far above what anybody would wait, so that
// sums of deltas fit 32 bits.
const maxCltv = 1 << 24

func (p *Params) check() error {
	switch {
	case p.AttemptCost > graph.MaxSupplyMsat:
		return &InvalidError{"attempt cost", msat(p.AttemptCost) + ": more than 21 million bitcoins"}
	case !(p.MinProbability >= 0 && p.MinProbability <= 1):
		return &InvalidError{"least probability", "want 0 to 1"}
	case !(p.HopProbability > 0 && p.HopProbability <= 1 && p.OwnProbability > 0 && p.OwnProbability <= 1):
		return &InvalidError{"hop probability", "want above 0 and at most 1"}
	case !(p.CapacityFraction >= 0.75 && p.CapacityFraction <= 1):
		return &InvalidError{"capacity fraction", "want 0.75 to 1"}
	case p.OnionBytes < 0 || p.OnionBytes > 1<<20:
		return &InvalidError{"onion bytes", "want 0 to 1048576"}
	}
	return nil
}
