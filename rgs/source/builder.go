package source

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// builder collects channels in any order and makes a graph of them.
type builder struct {
	index map[graph.PublicKey]int32
	keys  []graph.PublicKey
	edges []edge
	// nodes is what is known of nodes besides their channels; a node without a
	// channel may be among them.
	nodes map[graph.PublicKey]details

	latest        uint32 // time of the latest gossip
	withoutPolicy int
}

// edge is a channel before it has its place in a graph.
type edge struct {
	scid     graph.SCID
	node     [2]int32
	capacity graph.Sat
	policy   [2]graph.Policy // without graph.Known where nothing is known
	updated  [2]uint32
	inbound  [2]graph.InboundFee // by the node that asks for it
	place    int                 // in the file, for errors
}

type details struct {
	updated             uint32
	features, addresses string
}

func newBuilder() *builder {
	return &builder{index: map[graph.PublicKey]int32{}, nodes: map[graph.PublicKey]details{}}
}

// add takes a channel between two nodes, given in the order of the policies.
// A channel that nobody can use is counted and left out.
func (b *builder) add(e edge, keys [2]graph.PublicKey) error {
	if slices.Compare(keys[0][:], keys[1][:]) >= 0 {
		return graph.ErrNodeOrder
	}
	if (e.policy[0].Flags|e.policy[1].Flags)&graph.Known == 0 {
		b.withoutPolicy++
		return nil
	}
	if len(b.edges) == rgs.MaxChannels {
		return fmt.Errorf("%w: more than %d channels", ErrTooLarge, rgs.MaxChannels)
	}
	for i, k := range keys {
		at, ok := b.index[k]
		if !ok {
			at = int32(len(b.keys))
			if at == rgs.MaxNodes {
				return fmt.Errorf("%w: more than %d nodes", ErrTooLarge, rgs.MaxNodes)
			}
			b.keys = append(b.keys, k)
			b.index[k] = at
		}
		e.node[i] = at
	}
	b.latest = max(b.latest, e.updated[0], e.updated[1])
	b.edges = append(b.edges, e)
	return nil
}

// describe keeps what a node announced of itself.
func (b *builder) describe(key graph.PublicKey, d details) {
	b.latest = max(b.latest, d.updated)
	b.nodes[key] = d
}

// build makes the graph. If two channels bear one id it fails, and duplicate is
// the place of the second.
func (b *builder) build(chain graph.ChainHash) (g *graph.Graph, duplicate int, err error) {
	slices.SortStableFunc(b.edges, func(x, y edge) int { return cmp.Compare(x.scid, y.scid) })
	ed := graph.New(chain).Edit()
	ed.Grow(len(b.edges))
	node := ed.AddNodes(b.keys)
	for i := range b.edges {
		e := &b.edges[i]
		added, err := ed.AddChannel(graph.Announcement{
			SCID: e.scid, Node: [2]graph.NodeIndex{node[e.node[0]], node[e.node[1]]},
			Capacity: e.capacity, Announced: max(e.updated[0], e.updated[1]),
		})
		if err != nil {
			return nil, e.place, err
		}
		if !added {
			return nil, e.place, badValue("channel %s is there twice", e.scid)
		}
		ch, _ := ed.Channel(e.scid)
		for dir := range graph.Direction(2) {
			if e.policy[dir].Flags&graph.Known == 0 {
				continue
			}
			ed.SetPolicy(ch, dir, e.policy[dir], e.updated[dir])
			// What a node asks for HTLCs that come in belongs to the direction
			// towards it, which the other node's policy is about.
			ed.SetInboundFee(ch, 1-dir, e.inbound[dir])
		}
	}
	for i, key := range b.keys {
		if d, ok := b.nodes[key]; ok {
			ed.SetNodeInfo(node[i], d.updated, &d.features, &d.addresses)
		}
	}
	ed.SetTimestamp(b.latest)
	return ed.Commit(), 0, nil
}

// known makes a policy complete: htlc_maximum_msat is cut to what the channel
// holds, as clients refuse an update that claims more, and taken from there
// where it is missing. A policy that says neither is no use and stays unknown.
func known(p graph.Policy, capacity graph.Sat) graph.Policy {
	most := graph.MaxSupplyMsat
	if capacity != graph.UnknownCapacity {
		most = graph.Msat(min(capacity, graph.MaxSupply)) * 1000
	} else if p.HtlcMax == 0 {
		return graph.Policy{}
	}
	if p.HtlcMax == 0 || p.HtlcMax > most {
		p.HtlcMax = most
	}
	p.Flags |= graph.Known
	return p
}
