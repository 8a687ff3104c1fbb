package pathfind

import (
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// InvalidError reports a query that makes no sense: a mistake of the caller.
type InvalidError struct {
	Field  string // of the Query, in words
	Detail string // its value and what it should have been
}

func (e *InvalidError) Error() string { return "invalid " + e.Field + ": " + e.Detail }

// Reason says why there is no route. The strings are stable: programs decide by
// them.
type Reason string

const (
	// UnknownPayer: no graph channel, local channel or hint begins at the payer.
	UnknownPayer Reason = "unknown_payer"
	// UnknownPayee: no graph channel, local channel or hint leads to the payee.
	UnknownPayee Reason = "unknown_payee"
	// RequiredFeature: the payee demands a feature nobody here knows (BOLT 9).
	RequiredFeature Reason = "required_feature"
	// NoPath: usable channels do not connect payer and payee, whatever the amount.
	NoPath Reason = "no_path"
	// NoLiquidity: they do, but not with channels large enough for the amount.
	NoLiquidity Reason = "no_liquidity"
	// BelowMinimum: the amount is below the htlc_minimum_msat of a channel on
	// every way.
	BelowMinimum Reason = "below_htlc_minimum"
	// OverFeeLimit: every route costs more than MaxFee.
	OverFeeLimit Reason = "over_fee_limit"
	// OverCltvLimit: every route locks funds for longer than CltvLimit.
	OverCltvLimit Reason = "over_cltv_limit"
	// TooUnlikely: every route is below the least probability.
	TooUnlikely Reason = "too_unlikely"
	// TooManyHops: every route needs more room in the onion than there is.
	TooManyHops Reason = "too_many_hops"
)

// NoRouteError says that there is no route, and why. When several limits stand
// in the way, the reason is the last of them in this order: fee, cltv,
// probability, hops; lifting those before it was not enough.
type NoRouteError struct {
	Reason Reason
	Detail string // the same with numbers, for people

	// What would have been needed, by Reason, and 0 otherwise.

	// LeastFee is that of the cheapest route found (OverFeeLimit).
	LeastFee graph.Msat
	// LeastCltv is that of the shortest lock found (OverCltvLimit).
	LeastCltv uint32
	// BestProbability is that of the likeliest route found (TooUnlikely).
	BestProbability float64
	// LeastOnionBytes is what the smallest onion found takes (TooManyHops).
	LeastOnionBytes int
	// LeastAmount is what the channels of some way all take (BelowMinimum).
	LeastAmount graph.Msat
	// MostAmount is what the channels of some way can all carry, fees not
	// counted; more cannot go in one part (NoLiquidity).
	MostAmount graph.Msat
}

func (e *NoRouteError) Error() string {
	if e.Detail == "" {
		return "no route: " + string(e.Reason)
	}
	return "no route: " + e.Detail
}

// msat writes an amount for people.
func msat(a graph.Msat) string { return strconv.FormatUint(uint64(a), 10) + " msat" }
