package lnd

import (
	"fmt"

	"github.com/btcsuite/btcd/btcutil"
	"github.com/lightningnetwork/lnd/lnwire"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
)

// part is a route of lnd's as the network takes it, with the chance that lnd
// gives to each hop at this moment.
func (r *Router) part(s *session, rt *route.Route) (*htlc.Part, error) {
	g := r.channels.g
	p := &htlc.Part{Hops: make([]htlc.Hop, 0, len(rt.Hops))}
	from, amount, expiry := rt.SourcePubKey, rt.TotalAmount, rt.TotalTimeLock
	for _, hop := range rt.Hops {
		ch := g.Channel(graph.SCID(hop.ChannelID))
		if ch == graph.None {
			return nil, fmt.Errorf("lnd's route has a channel %d that is not in the graph", hop.ChannelID)
		}
		dir := graph.Direction(0)
		if g.Ends(ch)[0] != g.Node(graph.PublicKey(from)) {
			dir = 1
		}
		next := htlc.Hop{Ref: graph.Ref(ch, dir), Amount: graph.Msat(amount), Expiry: expiry - height}
		next.Chance = s.mission.GetProbability(from, hop.PubKeyBytes, amount, r.capacity(next.Ref, next.Amount))
		p.Hops = append(p.Hops, next)
		from, amount, expiry = hop.PubKeyBytes, hop.AmtToForward, hop.OutgoingTimeLock
	}
	return p, nil
}

// capacity is that of the unified edge which path finding sees where the given
// direction is: the largest of the parallel channels that take the amount.
func (r *Router) capacity(ref graph.EdgeRef, amount graph.Msat) btcutil.Amount {
	g := r.channels.g
	in, ends := g.Incoming(), g.Ends(ref.Channel())
	from, to := ends[ref.Direction()], ends[1-ref.Direction()]
	var most graph.Msat
	for e := in.Start[to]; e < in.Start[to+1]; e++ {
		p := &in.Policy[e]
		if in.From[e] != from || p.Flags&(graph.Known|graph.Disabled) != graph.Known {
			continue
		}
		if amount >= p.HtlcMin && amount <= p.HtlcMax && amount <= p.Carry {
			most = max(most, p.Carry)
		}
	}
	return lnwire.MilliSatoshi(most).ToSatoshis()
}
