package graph_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

// model is a graph as anybody would write it down: maps, and nothing clever.
type model struct {
	timestamp uint32
	channels  map[graph.SCID]*modelChannel
	info      map[graph.PublicKey]graph.NodeInfo
}

type modelChannel struct {
	key       [2]graph.PublicKey
	capacity  graph.Sat
	announced uint32
	features  string
	policy    [2]graph.Policy
	updated   [2]uint32
	inbound   [2]graph.InboundFee // by the direction that the HTLC comes in on
}

func (m *model) clone() *model {
	c := &model{m.timestamp, map[graph.SCID]*modelChannel{}, map[graph.PublicKey]graph.NodeInfo{}}
	for scid, ch := range m.channels {
		copied := *ch
		c.channels[scid] = &copied
	}
	for k, v := range m.info {
		c.info[k] = v
	}
	return c
}

// check compares everything that can be read of g with the model.
func (m *model) check(t *testing.T, g *graph.Graph) {
	t.Helper()
	if g.Timestamp() != m.timestamp || g.Channels() != len(m.channels) {
		t.Fatalf("timestamp %d and %d channels, want %d and %d", g.Timestamp(), g.Channels(), m.timestamp, len(m.channels))
	}
	degree := map[graph.PublicKey]int{}
	for scid, want := range m.channels {
		ch := g.Channel(scid)
		if ch == graph.None || g.SCID(ch) != scid {
			t.Fatalf("channel %s is not found", scid)
		}
		got := modelChannel{capacity: g.Capacity(ch), announced: g.Announced(ch), features: string(g.ChannelFeatures(ch))}
		in := g.Incoming()
		for dir := range graph.Direction(2) {
			got.key[dir] = g.Key(g.Ends(ch)[dir])
			got.policy[dir] = *g.Policy(ch, dir)
			got.updated[dir] = g.Updated(ch, dir)
			e := g.Edge(ch, dir)
			if in.Inbound != nil {
				got.inbound[dir] = in.Inbound[e]
			}
			if in.Ref[e] != graph.Ref(ch, dir) || in.From[e] != g.Ends(ch)[dir] || g.To(e) != g.Ends(ch)[1-dir] {
				t.Fatalf("edge %d is not direction %d of channel %s", e, dir, scid)
			}
			degree[want.key[dir]]++
		}
		if got != *want {
			t.Fatalf("channel %s:\ngot  %+v\nwant %+v", scid, got, *want)
		}
	}
	m.checkNodes(t, g, degree)
}

func (m *model) checkNodes(t *testing.T, g *graph.Graph, degree map[graph.PublicKey]int) {
	t.Helper()
	if g.Nodes() != len(degree) {
		t.Fatalf("%d nodes, want %d", g.Nodes(), len(degree))
	}
	for key, channels := range degree {
		n := g.Node(key)
		if n == graph.None || g.Key(n) != key || g.Degree(n) != channels {
			t.Fatalf("node %s: index %d, want one with %d channels", key, n, channels)
		}
		got, want := g.NodeInfo(n), m.info[key]
		if got.Updated != want.Updated || !bytes.Equal(got.Features, want.Features) || !bytes.Equal(got.Addresses, want.Addresses) {
			t.Fatalf("node %s: %+v, want %+v", key, got, want)
		}
	}
	in := g.Incoming()
	for n := range graph.NodeIndex(g.Nodes()) {
		edges := make([]string, 0, 8)
		for e := in.Start[n]; e < in.Start[n+1]; e++ {
			if g.To(e) != n {
				t.Fatalf("edge %d among those into node %d leads to %d", e, n, g.To(e))
			}
			edges = append(edges, fmt.Sprintf("%08d %020d", in.From[e], g.SCID(in.Ref[e].Channel())))
		}
		if !slices.IsSorted(edges) {
			t.Fatalf("the edges into node %d are not ordered by node and short channel id", n)
		}
		outgoing := 0
		g.EdgesFrom(n, func(e graph.EdgeIndex) bool {
			if in.From[e] != n {
				t.Fatalf("edge %d among those out of node %d comes from %d", e, n, in.From[e])
			}
			outgoing++
			return true
		})
		if outgoing != g.Degree(n) {
			t.Fatalf("%d edges out of node %d, want %d", outgoing, n, g.Degree(n))
		}
	}
}

// somePolicy is any policy, Carry left to be filled in.
func somePolicy(rng *rand.Rand) graph.Policy {
	return graph.Policy{
		HtlcMin: graph.Msat(rng.Uint32()), HtlcMax: graph.Msat(rng.Uint64()), BaseFee: rng.Uint32(), FeePPM: rng.Uint32(),
		CltvDelta: uint16(rng.Uint32()), Flags: graph.PolicyFlags(rng.IntN(2)) * graph.Disabled,
	}
}

// edit makes some random changes to an editor and the model alike.
func edit(t *testing.T, rng *rand.Rand, ed *graph.Editor, m *model, keys []graph.PublicKey) {
	t.Helper()
	nodes := ed.AddNodes(keys)
	for range rng.IntN(30) {
		scid := graph.SCID(rng.Uint64N(60))
		ch, known := ed.Channel(scid)
		if _, want := m.channels[scid]; known != want {
			t.Fatalf("channel %s is known: %v, want %v", scid, known, want)
		}
		dir := graph.Direction(rng.IntN(2))
		switch op := rng.IntN(10); {
		case op < 4:
			a, b := rng.IntN(len(keys)), rng.IntN(len(keys))
			c := modelChannel{key: [2]graph.PublicKey{keys[a], keys[b]}, capacity: graph.Sat(rng.Uint64N(1000)), announced: rng.Uint32N(100)}
			if rng.IntN(3) == 0 {
				c.capacity = graph.UnknownCapacity
			}
			if rng.IntN(3) == 0 {
				c.features = "\x01"
			}
			added, err := ed.AddChannel(graph.Announcement{SCID: scid, Node: [2]graph.NodeIndex{nodes[a], nodes[b]},
				Capacity: c.capacity, Announced: c.announced, Features: c.features})
			if inOrder := bytes.Compare(keys[a][:], keys[b][:]) < 0; inOrder != (err == nil) || added != (inOrder && !known) {
				t.Fatalf("adding channel %s between %s and %s: %v, %v", scid, keys[a], keys[b], added, err)
			}
			if added {
				m.channels[scid] = &c
			}
		case op < 8 && known:
			p, at := somePolicy(rng), rng.Uint32N(100)
			ed.SetPolicy(ch, dir, p, at)
			c := m.channels[scid]
			p.Flags |= graph.Known
			if p.Carry = p.HtlcMax; c.capacity != graph.UnknownCapacity {
				p.Carry = graph.Msat(c.capacity) * 1000
			}
			c.policy[dir], c.updated[dir] = p, at
		case op == 8 && known:
			fee := graph.InboundFee{Base: int32(rng.Uint32()), PPM: int32(rng.Uint32())}
			ed.SetInboundFee(ch, dir, fee)
			m.channels[scid].inbound[dir] = fee
		case op == 9 && known:
			ed.RemoveChannel(ch)
			delete(m.channels, scid)
		}
	}
	if rng.IntN(2) == 0 {
		m.timestamp = rng.Uint32()
		ed.SetTimestamp(m.timestamp)
	}
	if rng.IntN(3) == 0 {
		m.prune(t, ed, rng.Uint32N(60))
	}
	m.editInfo(rng, ed, keys, nodes)
}

func (m *model) prune(t *testing.T, ed *graph.Editor, cutoff uint32) {
	t.Helper()
	directions, channels := 0, 0
	for scid, c := range m.channels {
		for dir := range c.policy {
			if c.policy[dir].Flags&graph.Known != 0 && c.updated[dir] < cutoff {
				c.policy[dir], c.updated[dir] = graph.Policy{}, 0
				directions++
			}
		}
		if c.policy[0].Flags&c.policy[1].Flags&graph.Known == 0 && c.announced < cutoff {
			delete(m.channels, scid)
			channels++
		}
	}
	if d, c := ed.Prune(cutoff); d != directions || c != channels {
		t.Fatalf("pruned %d directions and %d channels, want %d and %d", d, c, directions, channels)
	}
}

// editInfo changes details of nodes that have a channel; those of a node whose
// last channel is gone are forgotten.
func (m *model) editInfo(rng *rand.Rand, ed *graph.Editor, keys []graph.PublicKey, nodes []graph.NodeIndex) {
	linked := map[graph.PublicKey]bool{}
	for _, c := range m.channels {
		linked[c.key[0]], linked[c.key[1]] = true, true
	}
	for k := range m.info {
		if !linked[k] {
			delete(m.info, k)
		}
	}
	for i, k := range keys {
		if !linked[k] || rng.IntN(4) > 0 {
			continue
		}
		info := m.info[k]
		info.Updated = 1 + rng.Uint32N(100)
		features := string([]byte{byte(rng.Uint32())})
		info.Features = []byte(features)
		ed.SetNodeInfo(nodes[i], info.Updated, &features, nil)
		m.info[k] = info
	}
}

// TestAgainstModel edits a graph over and over, and expects every generation,
// the earlier ones too, to stay what the model says.
func TestAgainstModel(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 9))
		keys := make([]graph.PublicKey, 12)
		for i := range keys {
			// Few distinct bytes, so that prefixes collide.
			keys[i] = graph.PublicKey{2, byte(i % 3), 0, 0, 0, 0, 0, 0, byte(i / 6), byte(i)}
		}
		rng.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		keys = append(keys, keys[3]) // the same node twice in one list

		m := &model{channels: map[graph.SCID]*modelChannel{}, info: map[graph.PublicKey]graph.NodeInfo{}}
		g := graph.New(graph.ChainHash{1})
		var graphs []*graph.Graph
		var models []*model
		for range 8 {
			ed := g.Edit()
			edit(t, rng, ed, m, keys[:2+rng.IntN(len(keys)-1)])
			g = ed.Commit()
			graphs, models = append(graphs, g), append(models, m.clone())
		}
		for i := range graphs {
			models[i].check(t, graphs[i])
			loaded, err := graph.Load(graphs[i].AppendBinary(nil))
			if err != nil {
				t.Fatal(err)
			}
			models[i].check(t, loaded)
		}
	}
}
