package lnd

import (
	"context"
	"fmt"

	"github.com/btcsuite/btcd/btcutil"
	graphdb "github.com/lightningnetwork/lnd/graph/db"
	"github.com/lightningnetwork/lnd/graph/db/models"
	"github.com/lightningnetwork/lnd/htlcswitch"
	"github.com/lightningnetwork/lnd/lnwire"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightpane/lightpane/graph"
)

// Channels is a channel graph as lnd keeps it in memory.
type Channels struct {
	g     *graph.Graph
	cache *graphdb.GraphCache
}

// NewChannels hands a graph to lnd.
func NewChannels(g *graph.Graph) *Channels {
	c := &Channels{g: g, cache: graphdb.NewGraphCache(g.Nodes())}
	for _, key := range g.Keys() {
		c.cache.AddNodeFeatures(route.Vertex(key), lnwire.EmptyFeatureVector())
	}
	for ch := range graph.ChannelIndex(g.Channels()) {
		ends := g.Ends(ch)
		info := &models.CachedEdgeInfo{
			ChannelID:     uint64(g.SCID(ch)),
			NodeKey1Bytes: g.Key(ends[0]),
			NodeKey2Bytes: g.Key(ends[1]),
		}
		if capacity := g.Capacity(ch); capacity != graph.UnknownCapacity {
			info.Capacity = btcutil.Amount(capacity)
		}
		c.cache.AddChannel(info, cached(g, ch, 0), cached(g, ch, 1))
	}
	return c
}

// cached is a policy in lnd's form, nil if none is known.
func cached(g *graph.Graph, ch graph.ChannelIndex, dir graph.Direction) *models.CachedEdgePolicy {
	p := g.Policy(ch, dir)
	if p.Flags&graph.Known == 0 {
		return nil
	}
	return &models.CachedEdgePolicy{
		ChannelID:                 uint64(g.SCID(ch)),
		HasMaxHTLC:                true,
		IsNode1:                   dir == 0,
		IsDisabled:                p.Flags&graph.Disabled != 0,
		TimeLockDelta:             p.CltvDelta,
		MinHTLC:                   lnwire.MilliSatoshi(p.HtlcMin),
		MaxHTLC:                   lnwire.MilliSatoshi(p.HtlcMax),
		FeeBaseMSat:               lnwire.MilliSatoshi(p.BaseFee),
		FeeProportionalMillionths: lnwire.MilliSatoshi(p.FeePPM),
	}
}

// GraphSession lends the graph to a search (routing.GraphSessionFactory).
func (c *Channels) GraphSession(_ context.Context, use func(graphdb.NodeTraverser) error, _ func()) error {
	return use(c)
}

// ForEachNodeDirectedChannel visits the channels of a node
// (graphdb.NodeTraverser).
func (c *Channels) ForEachNodeDirectedChannel(_ context.Context, node route.Vertex,
	visit func(*graphdb.DirectedChannel) error, _ func()) error {

	return c.cache.ForEachChannel(node, visit)
}

// FetchNodeFeatures gives the features of a node (graphdb.NodeTraverser).
func (c *Channels) FetchNodeFeatures(_ context.Context, node route.Vertex) (*lnwire.FeatureVector, error) {
	return c.cache.GetFeatures(node), nil
}

// link is a channel of the payer's with what can be sent over it. Path finding
// asks a link for nothing else; anything else would be a nil dereference.
type link struct {
	htlcswitch.ChannelLink
	bandwidth lnwire.MilliSatoshi
}

func (l link) Bandwidth() lnwire.MilliSatoshi                 { return l.bandwidth }
func (l link) EligibleToForward() bool                        { return true }
func (l link) MayAddOutgoingHtlc(_ lnwire.MilliSatoshi) error { return nil }

// wallet tells what the payer can send over a channel of its own, ok if the
// channel is in use.
type wallet func(graph.EdgeRef) (bandwidth graph.Msat, ok bool)

// links finds the payer's links by their short channel id. A channel that is
// disabled or unknown has none, which lnd takes for a peer that is offline.
func (c *Channels) links(payer graph.NodeIndex, own wallet) func(lnwire.ShortChannelID) (htlcswitch.ChannelLink, error) {
	return func(scid lnwire.ShortChannelID) (htlcswitch.ChannelLink, error) {
		ch := c.g.Channel(graph.SCID(scid.ToUint64()))
		if ch == graph.None {
			return nil, fmt.Errorf("no channel %v", scid)
		}
		dir := graph.Direction(0)
		if c.g.Ends(ch)[1] == payer {
			dir = 1
		}
		bandwidth, ok := own(graph.Ref(ch, dir))
		if !ok {
			return nil, htlcswitch.ErrChannelLinkNotFound
		}
		return link{bandwidth: lnwire.MilliSatoshi(bandwidth)}, nil
	}
}
