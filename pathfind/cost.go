package pathfind

import (
	"math"
	"math/bits"

	"github.com/lightpane/lightpane/graph"
)

// infinity is the distance of what was not reached.
const infinity int64 = math.MaxInt64

// maxWeight bounds the sum of fees and time lock risks along a route: all
// bitcoins. Four of it fit an int64, so that no sum wraps around.
const maxWeight = int64(graph.MaxSupplyMsat)

// mulDiv is a*b/d rounded down, or the greatest uint64 where that does not fit.
func mulDiv(a, b, d uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	if hi >= d {
		return math.MaxUint64
	}
	q, _ := bits.Div64(hi, lo, d)
	return q
}

// outboundFee is what a node asks for forwarding amount (BOLT 7). What is above
// all bitcoins comes out as some number above that: nobody can pay it.
func outboundFee(base, ppm uint32, amount graph.Msat) graph.Msat {
	if amount>>40|graph.Msat(ppm)>>24 == 0 { // the product fits
		return graph.Msat(base) + amount*graph.Msat(ppm)/1_000_000
	}
	return graph.Msat(base) + graph.Msat(min(mulDiv(uint64(amount), uint64(ppm), 1_000_000), uint64(graph.MaxSupplyMsat+1)))
}

// maxInboundPPM is where lnd clips the rate of an inbound fee: ten times the
// amount.
const maxInboundPPM = 10_000_000

// inboundFee is what a node asks for taking amount in (bLIP 18), rounded towards
// zero, but never so negative that it would forward for less than nothing.
func inboundFee(f graph.InboundFee, amount, outbound graph.Msat) int64 {
	ppm := int64(f.PPM)
	negative := ppm < 0
	if negative {
		ppm = -ppm
	}
	part := int64(min(mulDiv(uint64(amount), uint64(min(ppm, maxInboundPPM)), 1_000_000), uint64(graph.MaxSupplyMsat)))
	if negative {
		part = -part
	}
	return max(int64(f.Base)+part, -int64(outbound))
}

// lockRisk is what locking amount for delta blocks costs, with the risk factor
// in billionths.
func lockRisk(amount graph.Msat, delta uint16, factor uint32) int64 {
	if amount>>43|graph.Msat(factor)>>4 == 0 { // the product fits
		return int64(uint64(amount) * uint64(delta) * uint64(factor) / 1_000_000_000)
	}
	return int64(min(mulDiv(uint64(amount), uint64(delta)*uint64(factor), 1_000_000_000), uint64(maxWeight)))
}

// attemptCost is what a failed attempt to send amount is worth avoiding, in
// msat, by the time preference.
func (p *Params) attemptCost(amount graph.Msat, timePreference float64) float64 {
	fixed := uint64(p.AttemptCost) + min(mulDiv(uint64(amount), uint64(p.AttemptCostPPM), 1_000_000), 1<<62)
	// The ends of the scale are cut off: at 1 the cost would be infinite.
	t := timePreference * 0.9
	return float64(fixed) * (1/(0.5-t/2) - 1)
}

// Shape of the capacity factor, as in lnd: how wide the step is, as a part of
// the capacity, and where it ends.
const (
	capacitySmearing  = 0.025
	minCapacityFactor = 0.5
)

// capacityFactor is what is left of a channel's probability when amount comes
// near its capacity: a logistic step from 1 down to a half around fraction of
// the capacity, and 0 above it. A capacity of 0 is unknown and changes nothing.
func capacityFactor(amount graph.Msat, capacity graph.Sat, fraction float64) float64 {
	if fraction == 1 || capacity == 0 {
		return 1
	}
	c, a := float64(capacity*1000), float64(amount)
	if a > c {
		return 0
	}
	// The conversion keeps compilers from fusing the product into the
	// difference, which would round differently from one platform to another.
	cutoff := float64(fraction * c)
	return 1 - (1-minCapacityFactor)/(1+math.Exp(-(a-cutoff)/(capacitySmearing*c)))
}

// distance is what the search makes least: the weight so far, and the attempt
// cost by the probability so far.
func distance(weight int64, probability, attemptCost float64) int64 {
	if probability == 0 {
		return infinity
	}
	return whole(float64(weight) + attemptCost/probability)
}

// whole cuts a distance down to an int64.
func whole(d float64) int64 {
	if d > 9e18 {
		return infinity
	}
	return int64(d)
}
