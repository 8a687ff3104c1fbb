//go:build !js

package pathfind

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

// Check says what is wrong with a route as an answer to a query, nil if nothing
// is. It reads the rules of BOLT 4 and 7 anew, in arithmetic without bounds, and
// shares no step with the search: each hop's channel exists and leads on from the node before, takes
// the amount, and gets the fee and delta that its policy asks for; the totals
// are those of the hops, and within the query's limits.
//
// Use it in tests, or before money follows a route that came from elsewhere.
//
// It is not there in js/wasm, which has no use for it and would carry its weight.
func Check(g *graph.Graph, q *Query, r *Route) error {
	c := checker{g: g, q: q, p: DefaultParams()}
	if q.Params != nil {
		c.p = *q.Params
	}
	if len(r.Hops) == 0 {
		return fmt.Errorf("the route has no hops")
	}
	if err := c.totals(r); err != nil {
		return err
	}
	from := q.From
	seen := []graph.PublicKey{from}
	outbound := graph.Msat(0)               // what from asks for the channel before
	for i := len(r.Hops) - 1; i >= 0; i-- { // fees grow towards the payer
		h := &r.Hops[i]
		if i > 0 {
			from = r.Hops[i-1].Node
		} else {
			from = q.From
		}
		if err := c.hop(from, h, i == 0, i == len(r.Hops)-1, outbound); err != nil {
			return fmt.Errorf("hop %d of %d over %s to %s: %w", i+1, len(r.Hops), h.SCID, h.Node, err)
		}
		if slices.Contains(seen, h.Node) || slices.Contains(q.ExcludeNodes, h.Node) {
			return fmt.Errorf("hop %d: node %s is there twice or excluded", i+1, h.Node)
		}
		seen = append(seen, h.Node)
		outbound = h.Fee
	}
	return nil
}

type checker struct {
	g *graph.Graph
	q *Query
	p Params
}

// totals compares a route's sums with its hops and the query's limits.
func (c *checker) totals(r *Route) error {
	q := c.q
	last := len(r.Hops) - 1
	if r.Amount != q.Amount || r.Hops[last].Amount != q.Amount || r.Hops[last].Node != q.To {
		return fmt.Errorf("%d msat arrive at %s, want %d at %s", r.Hops[last].Amount, r.Hops[last].Node, q.Amount, q.To)
	}
	if r.Hops[0].Amount != r.Amount+r.Fee {
		return fmt.Errorf("the payer sends %d msat, want %d and %d in fees", r.Hops[0].Amount, r.Amount, r.Fee)
	}
	if r.Fee > q.MaxFee {
		return fmt.Errorf("fee %d msat is over the limit %d", r.Fee, q.MaxFee)
	}
	cltv, bytes, probability := uint64(q.FinalCltv), 0, 1.0
	weight := new(big.Int)
	for i := range r.Hops {
		h := &r.Hops[i]
		if i < last {
			// The node's fees are the difference of what comes in and goes out.
			next := &r.Hops[i+1]
			if fee := int64(next.Fee) + h.InboundFee; fee < 0 || h.Amount != next.Amount+graph.Msat(fee) {
				return fmt.Errorf("%d msat come in at %s and %d go out, with fees of %d and %d",
					h.Amount, h.Node, next.Amount, next.Fee, h.InboundFee)
			}
			bytes += tlvBytes(uint64(next.Amount)) + 3 + 2 + 8 + 2 // amount, height, scid
			bytes += 1 + 32
		}
		cltv += uint64(h.CltvDelta)
		probability *= h.Probability
		risk := new(big.Int).SetUint64(uint64(h.Amount))
		risk.Mul(risk, big.NewInt(int64(h.CltvDelta)*int64(c.p.RiskFactor)))
		risk.Quo(risk, big.NewInt(1e9))
		weight.Add(weight, risk)
		weight.Add(weight, big.NewInt(max(0, int64(h.Fee)+h.InboundFee)))
	}
	final := tlvBytes(uint64(q.Amount)) + 3 + 2 + q.FinalRecordBytes
	if q.PaymentSecret {
		final += 32 + tlvBytes(uint64(q.Amount))
	}
	bytes += final + 1 + 32
	if final > 252 {
		bytes += 2
	}
	if bytes > c.p.OnionBytes {
		return fmt.Errorf("the onion's payloads take %d bytes of %d", bytes, c.p.OnionBytes)
	}
	if cltv != uint64(r.Cltv) || cltv > uint64(q.CltvLimit) {
		return fmt.Errorf("deltas sum up to %d, route says %d, limit is %d", cltv, r.Cltv, q.CltvLimit)
	}
	if math.Abs(probability/r.Probability-1) > 1e-9 || r.Probability < c.p.MinProbability {
		return fmt.Errorf("probability is %g, route says %g, least is %g", probability, r.Probability, c.p.MinProbability)
	}
	cost := c.p.attemptCost(q.Amount, q.TimePreference)
	want, _ := new(big.Float).Add(new(big.Float).SetInt(weight), big.NewFloat(cost/r.Probability)).Float64()
	if math.Abs(want-float64(r.Distance)) > 1+1e-12*want {
		return fmt.Errorf("distance is %f, route says %d", want, r.Distance)
	}
	return nil
}

// tlvBytes is what a record with a truncated integer takes.
func tlvBytes(v uint64) int {
	n := 2
	for ; v > 0; v >>= 8 {
		n++
	}
	return n
}

// hop checks one hop against the policies of the channels from its sender.
// outbound is what the hop's node asks for sending on.
func (c *checker) hop(from graph.PublicKey, h *Hop, own, exit bool, outbound graph.Msat) error {
	terms := c.terms(from, h.Node, own)
	at := slices.IndexFunc(terms, func(t term) bool { return t.scid == h.SCID && t.takes(h.Amount) })
	if at < 0 {
		return fmt.Errorf("no open channel of %s takes %d msat", from, h.Amount)
	}
	inbound := int64(0)
	if !exit {
		inbound = max(signedFee(terms[at].inbound, h.Amount-graph.Msat(h.InboundFee)), -int64(outbound))
	}
	if h.InboundFee != inbound {
		return fmt.Errorf("inbound fee is %d msat, route says %d", inbound, h.InboundFee)
	}
	if own {
		if h.Fee != 0 || h.CltvDelta != 0 || h.Probability != c.p.OwnProbability {
			return fmt.Errorf("the payer's own channel costs %d msat, %d blocks, probability %g", h.Fee, h.CltvDelta, h.Probability)
		}
		return nil
	}
	fee, delta, capacity := new(big.Int), uint16(0), graph.Msat(0)
	for i, t := range terms {
		capacity, delta = max(capacity, t.carry), max(delta, t.delta)
		if i == at {
			fee.SetUint64(uint64(h.Amount))
			fee.Mul(fee, new(big.Int).SetUint64(uint64(t.ppm)))
			fee.Quo(fee, big.NewInt(1e6))
			fee.Add(fee, new(big.Int).SetUint64(uint64(t.base)))
		}
	}
	if !fee.IsUint64() || fee.Uint64() != uint64(h.Fee) {
		return fmt.Errorf("the policy asks for %s msat, route says %d", fee, h.Fee)
	}
	if h.CltvDelta < terms[at].delta || h.CltvDelta > delta {
		return fmt.Errorf("the policy asks for %d blocks, all channels to the node for %d, route says %d", terms[at].delta, delta, h.CltvDelta)
	}
	if sats := float64(capacity / 1000); h.Probability <= 0 || h.Probability > c.p.HopProbability || sats > 0 && float64(h.Amount) > 1000*sats {
		return fmt.Errorf("probability is %g", h.Probability)
	}
	return nil
}

// signedFee is an inbound fee, its rate clipped at ten times the amount and the
// result rounded towards zero as lnd does.
func signedFee(f graph.InboundFee, amount graph.Msat) int64 {
	fee := new(big.Int).SetUint64(uint64(amount))
	fee.Mul(fee, big.NewInt(min(max(int64(f.PPM), -10_000_000), 10_000_000)))
	fee.Quo(fee, big.NewInt(1e6))
	fee.Add(fee, big.NewInt(int64(f.Base)))
	if !fee.IsInt64() {
		return int64(fee.Sign()) * math.MaxInt64
	}
	return fee.Int64()
}

// term is a channel from one node to another with what it asks for.
type term struct {
	scid      graph.SCID
	min, most graph.Msat
	carry     graph.Msat
	base, ppm uint32
	delta     uint16
	inbound   graph.InboundFee
}

func (t *term) takes(a graph.Msat) bool { return a >= t.min && a <= t.most }

// terms lists the open channels from one node to another that the query allows.
func (c *checker) terms(from, to graph.PublicKey, own bool) []term {
	var out []term
	a, b := c.g.Node(from), c.g.Node(to)
	in := c.g.Incoming()
	if a != graph.None && b != graph.None {
		for e := in.Start[b]; e < in.Start[b+1]; e++ {
			p := &in.Policy[e]
			if in.From[e] != a || p.Flags&graph.Known == 0 && (!own || c.q.LocalChannels == nil) {
				continue
			}
			if p.Flags&graph.Disabled != 0 && !own {
				continue
			}
			t := term{
				scid: c.g.SCID(in.Ref[e].Channel()), min: p.HtlcMin, most: min(p.HtlcMax, p.Carry), carry: p.Carry,
				base: p.BaseFee, ppm: p.FeePPM, delta: p.CltvDelta,
			}
			if p.Flags&graph.Known == 0 {
				t.min, t.most = 0, graph.MaxSupplyMsat
			}
			if in.Inbound != nil {
				t.inbound = in.Inbound[e]
			}
			out = append(out, t)
		}
	}
	if own && c.q.LocalChannels != nil {
		out = c.local(out, to)
	} else {
		out = c.hinted(out, from, to)
	}
	direction := graph.Direction(0)
	if from.String() > to.String() {
		direction = 1
	}
	return slices.DeleteFunc(out, func(t term) bool {
		return slices.Contains(c.q.ExcludeChannels, t.scid) ||
			slices.Contains(c.q.ExcludeDirections, ChannelDirection{t.scid, direction})
	})
}

// local narrows the public channels to a peer down to the payer's, and adds its
// private ones.
func (c *checker) local(public []term, to graph.PublicKey) []term {
	var out []term
	for _, l := range c.q.LocalChannels {
		i := slices.IndexFunc(public, func(t term) bool { return t.scid == l.SCID })
		t := term{scid: l.SCID, most: graph.MaxSupplyMsat}
		if i >= 0 {
			t = public[i]
		} else if l.Peer != to {
			continue
		}
		t.min, t.most = max(t.min, l.HtlcMin), min(t.most, l.Bandwidth)
		if l.HtlcMax != 0 {
			t.most = min(t.most, l.HtlcMax)
		}
		out = append(out, t)
	}
	return out
}

func (c *checker) hinted(out []term, from, to graph.PublicKey) []term {
	for _, hint := range c.q.Hints {
		for i, hop := range hint {
			end := c.q.To
			if i+1 < len(hint) {
				end = hint[i+1].Node
			}
			if hop.Node == from && end == to {
				out = append(out, term{
					scid: hop.SCID, most: hintCarry, carry: hintCarry,
					base: hop.BaseFee, ppm: hop.FeePPM, delta: hop.CltvDelta,
				})
			}
		}
	}
	return out
}
