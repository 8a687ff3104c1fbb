package graph

import (
	"bytes"
	"sort"
)

// Graph is the channel graph at one moment. It never changes; see [Graph.Edit].
// The zero value is no graph: begin with [New].
type Graph struct {
	chain     ChainHash
	timestamp uint32

	*topology
	policy  []Policy     // by EdgeIndex
	inbound []InboundFee // by EdgeIndex; nil while no inbound fee is known
	updated []uint32     // by EdgeRef: unix time of the last channel_update
	info    []nodeInfo   // by NodeIndex; nil while no node has any
}

// topology is the part that graphs share while no channel opens or closes.
type topology struct {
	keys  []PublicKey
	byKey []NodeIndex // node indices in the order of their keys

	scid      []SCID // ascending
	ends      [][2]NodeIndex
	capacity  []Sat
	announced []uint32         // unix time
	features  []channelFeature // ascending by channel, only those that have any

	start []EdgeIndex // by NodeIndex, and one more: its incoming edges begin here
	from  []NodeIndex // by EdgeIndex
	ref   []EdgeRef   // by EdgeIndex
	slot  []EdgeIndex // by EdgeRef: the inverse of ref
}

// channelFeature is an entry of the side table of features.
type channelFeature struct {
	channel ChannelIndex
	bits    string
}

// New is a graph of a chain without nodes, channels, or a timestamp.
func New(chain ChainHash) *Graph {
	return &Graph{chain: chain, topology: &topology{start: make([]EdgeIndex, 1)}}
}

// Chain is the chain that the channels are funded on.
func (g *Graph) Chain() ChainHash { return g.chain }

// Timestamp is the unix time that the source of the graph gave it: for a Rapid
// Gossip Sync snapshot the latest gossip it saw. 0 when nothing was applied yet.
func (g *Graph) Timestamp() uint32 { return g.timestamp }

// Nodes counts the nodes: those with at least one channel.
func (g *Graph) Nodes() int { return len(g.keys) }

// Channels counts the channels.
func (g *Graph) Channels() int { return len(g.scid) }

// Policies counts the directions whose policy is known.
func (g *Graph) Policies() int {
	n := 0
	for i := range g.policy {
		n += int(g.policy[i].Flags & Known)
	}
	return n
}

// Topology compares equal between two graphs exactly when they share their
// nodes, channels and indices, so that whatever was kept by index still holds.
func (g *Graph) Topology() any { return g.topology }

// Key is the public key of a node.
func (g *Graph) Key(n NodeIndex) PublicKey { return g.keys[n] }

// Keys are all public keys by node index. Read only.
func (g *Graph) Keys() []PublicKey { return g.keys }

// Node finds a node by its public key, None if it has no channel.
func (g *Graph) Node(key PublicKey) NodeIndex {
	i := sort.Search(len(g.byKey), func(i int) bool {
		return bytes.Compare(g.keys[g.byKey[i]][:], key[:]) >= 0
	})
	if i < len(g.byKey) && g.keys[g.byKey[i]] == key {
		return g.byKey[i]
	}
	return None
}

// NodesByPrefix calls yield for the nodes whose key begins with prefix, in the
// order of their keys, until it returns false.
func (g *Graph) NodesByPrefix(prefix []byte, yield func(NodeIndex) bool) {
	prefix = prefix[:min(len(prefix), len(PublicKey{}))]
	i := sort.Search(len(g.byKey), func(i int) bool {
		return bytes.Compare(g.keys[g.byKey[i]][:len(prefix)], prefix) >= 0
	})
	for ; i < len(g.byKey) && bytes.HasPrefix(g.keys[g.byKey[i]][:], prefix); i++ {
		if !yield(g.byKey[i]) {
			return
		}
	}
}

// Channel finds a channel by its short channel id, None if there is none.
func (g *Graph) Channel(scid SCID) ChannelIndex {
	i := sort.Search(len(g.scid), func(i int) bool { return g.scid[i] >= scid })
	if i < len(g.scid) && g.scid[i] == scid {
		return ChannelIndex(i)
	}
	return None
}

// SCID is the short channel id of a channel.
func (g *Graph) SCID(ch ChannelIndex) SCID { return g.scid[ch] }

// Ends are the two nodes of a channel, the one with the lesser key first.
func (g *Graph) Ends(ch ChannelIndex) [2]NodeIndex { return g.ends[ch] }

// Capacity is the funding amount of a channel, or UnknownCapacity.
func (g *Graph) Capacity(ch ChannelIndex) Sat { return g.capacity[ch] }

// Announced is the unix time at which a channel became known.
func (g *Graph) Announced(ch ChannelIndex) uint32 { return g.announced[ch] }

// ChannelFeatures are the feature bits of a channel_announcement, big-endian
// as on the wire, mostly empty.
func (g *Graph) ChannelFeatures(ch ChannelIndex) []byte {
	i := sort.Search(len(g.features), func(i int) bool { return g.features[i].channel >= ch })
	if i < len(g.features) && g.features[i].channel == ch {
		return []byte(g.features[i].bits)
	}
	return nil
}

// Edge is where a direction of a channel lies among the incoming edges.
func (g *Graph) Edge(ch ChannelIndex, dir Direction) EdgeIndex { return g.slot[Ref(ch, dir)] }

// Policy is the policy of one direction of a channel; its Flags lack Known if no
// update for it was seen. Read only.
func (g *Graph) Policy(ch ChannelIndex, dir Direction) *Policy {
	return &g.policy[g.slot[Ref(ch, dir)]]
}

// Updated is the unix time of the last update of a direction, 0 if none is known.
func (g *Graph) Updated(ch ChannelIndex, dir Direction) uint32 { return g.updated[Ref(ch, dir)] }

// Degree counts the channels of a node.
func (g *Graph) Degree(n NodeIndex) int { return int(g.start[n+1] - g.start[n]) }

// Incoming is the reverse compressed sparse row view that a search walks: the
// edges into node n are those from Start[n] up to Start[n+1], ordered by the
// node they come from and then by short channel id, so that parallel channels
// follow one another. Each channel is there twice, once in each direction,
// whether or not its policy is known. Read only.
type Incoming struct {
	Start  []EdgeIndex
	From   []NodeIndex
	Ref    []EdgeRef
	Policy []Policy
	// Inbound is what the node an edge leads to asks for taking an HTLC in
	// over it; nil when no inbound fee is known.
	Inbound []InboundFee
}

// Incoming gives the arrays that a search walks.
func (g *Graph) Incoming() Incoming {
	return Incoming{Start: g.start, From: g.from, Ref: g.ref, Policy: g.policy, Inbound: g.inbound}
}

// MemoryBytes is what the arrays of the graph occupy, those shared with other
// graphs included.
func (g *Graph) MemoryBytes() int {
	n := 33*cap(g.keys) + 4*cap(g.byKey) + 4*cap(g.start)
	n += (8 + 8 + 8 + 4) * cap(g.scid)
	n += 4*cap(g.from) + 4*cap(g.ref) + 4*cap(g.slot) + 4*cap(g.updated)
	n += 40*cap(g.policy) + 8*cap(g.inbound)
	for i := range g.features {
		n += 24 + len(g.features[i].bits)
	}
	for i := range g.info {
		n += 40 + len(g.info[i].features) + len(g.info[i].addresses)
	}
	return n
}
