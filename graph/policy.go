package graph

import (
	"math"
	"math/bits"
)

// PolicyFlags are the bits of one direction of a channel.
type PolicyFlags uint8

const (
	// Known is set once a channel_update for the direction was seen.
	Known PolicyFlags = 1 << iota
	// Disabled is BOLT 7's disable bit: the node asks not to be sent HTLCs.
	Disabled
)

// Policy is what a node asks for forwarding over a channel, in one direction,
// as its last channel_update said (BOLT 7). 40 bytes.
type Policy struct {
	HtlcMin, HtlcMax Msat
	// Carry is the most that the direction can be thought to carry: the
	// channel's capacity, or HtlcMax where the capacity is unknown. The
	// Editor fills it in.
	Carry     Msat
	BaseFee   uint32 // msat
	FeePPM    uint32 // millionths of the amount forwarded
	CltvDelta uint16 // blocks
	Flags     PolicyFlags
}

// Fee is what the policy asks for forwarding amount (BOLT 7): the base fee and
// the proportional part, rounded down. A sum that 64 bits cannot hold is the
// greatest Msat.
func (p *Policy) Fee(amount Msat) Msat {
	hi, lo := bits.Mul64(uint64(amount), uint64(p.FeePPM))
	if hi >= 1_000_000 {
		return math.MaxUint64
	}
	part, _ := bits.Div64(hi, lo, 1_000_000)
	if part > math.MaxUint64-uint64(p.BaseFee) {
		return math.MaxUint64
	}
	return Msat(part) + Msat(p.BaseFee)
}

// InboundFee is what a node asks for, or grants on, an HTLC that comes in over
// a channel (bLIP 18). Rapid Gossip Sync does not carry it.
type InboundFee struct {
	Base int32 // msat
	PPM  int32 // millionths of the amount
}

// maxInboundPPM is where lnd clips the rate, so that the product below cannot
// overflow: ten times the amount.
const maxInboundPPM = 10_000_000

// Fee is the signed fee on amount, rounded towards zero as lnd does. An amount
// above all bitcoins is taken as that many.
func (f InboundFee) Fee(amount Msat) int64 {
	ppm := min(max(int64(f.PPM), -maxInboundPPM), maxInboundPPM)
	hi, lo := bits.Mul64(uint64(min(amount, MaxSupplyMsat)), uint64(max(ppm, -ppm)))
	part, _ := bits.Div64(hi, lo, 1_000_000) // at most ten times the amount
	if ppm < 0 {
		return int64(f.Base) - int64(part)
	}
	return int64(f.Base) + int64(part)
}

// EdgeRef names a direction of a channel in four bytes: the channel's index
// doubled, plus the Direction.
type EdgeRef int32

// Ref makes an EdgeRef.
func Ref(ch ChannelIndex, dir Direction) EdgeRef { return EdgeRef(ch)<<1 | EdgeRef(dir) }

// Channel is the channel of the edge.
func (r EdgeRef) Channel() ChannelIndex { return ChannelIndex(r >> 1) }

// Direction is the direction of the edge.
func (r EdgeRef) Direction() Direction { return Direction(r & 1) }
