package htlc

import "github.com/lightpane/lightpane/graph"

// forward is what the node before hop i does with a part: the channel that it
// uses, or why it does not.
func (n *Network) forward(p *Part, i int) (graph.EdgeRef, Failure) {
	named := p.Hops[i].Ref
	failure := n.refusal(p, i, named)
	if failure == "" || i == 0 || n.forwarding == Strict {
		return named, failure
	}
	// What the onion asks for may be short of a channel's policy and still
	// enough for a parallel one's; a balance certainly may.
	from, to := n.ends(named)
	for e := n.in.Start[to]; e < n.in.Start[to+1]; e++ {
		ref := n.in.Ref[e]
		if n.in.From[e] == from && ref != named && n.refusal(p, i, ref) == "" {
			return ref, ""
		}
	}
	return named, failure
}

// refusal is why a channel does not take hop i of a part; empty if it does.
func (n *Network) refusal(p *Part, i int, ref graph.EdgeRef) Failure {
	policy, hop := n.policy(ref), &p.Hops[i]
	switch {
	case policy.Flags&graph.Known == 0:
		return UnknownNextPeer
	case policy.Flags&graph.Disabled != 0:
		return ChannelDisabled
	case hop.Amount < policy.HtlcMin:
		return AmountBelowMinimum
	case hop.Amount > policy.HtlcMax:
		return TemporaryChannelFailure
	}
	if i > 0 {
		before := &p.Hops[i-1]
		switch {
		case before.Amount-hop.Amount < policy.Fee(hop.Amount):
			return FeeInsufficient
		case before.Expiry < hop.Expiry+uint32(policy.CltvDelta):
			return IncorrectCltvExpiry
		}
	}
	if hop.Amount > n.balance[ref] {
		return TemporaryChannelFailure
	}
	return ""
}
