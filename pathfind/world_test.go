package pathfind_test

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// source draws numbers: pseudo-random ones, or those a fuzzer makes up.
type source interface {
	intn(n int) int // from 0 to n-1
}

// splitmix is splitmix64, the generator of the project's simulations.
type splitmix uint64

func (s *splitmix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *splitmix) intn(n int) int { return int(s.next() % uint64(n)) }

func pick[T any](s source, of ...T) T { return of[s.intn(len(of))] }

// key is the public key of a test's node, in the order of i.
func key(i int) graph.PublicKey {
	k := graph.PublicKey{2}
	binary.BigEndian.PutUint32(k[1:], uint32(i))
	return k
}

// channel is one of a test's graph; direction 0 is from a to b if a < b.
type channel struct {
	scid     graph.SCID
	a, b     int
	capacity graph.Sat
	ab, ba   *graph.Policy       // nil = not known
	in       [2]graph.InboundFee // of b for what comes from a, and of a
}

// build makes a graph of channels.
func build(channels []channel) *graph.Graph {
	ed := graph.New(graph.ChainHash{}).Edit()
	for _, c := range channels {
		n := ed.AddNodes([]graph.PublicKey{key(c.a), key(c.b)})
		ab := graph.Direction(0)
		if bytes.Compare(ed.Key(n[0])[:], ed.Key(n[1])[:]) > 0 {
			n[0], n[1], ab = n[1], n[0], 1
		}
		if _, err := ed.AddChannel(graph.Announcement{SCID: c.scid, Node: [2]graph.NodeIndex{n[0], n[1]}, Capacity: c.capacity}); err != nil {
			panic(err)
		}
		ch, _ := ed.Channel(c.scid)
		if c.ab != nil {
			ed.SetPolicy(ch, ab, *c.ab, 1)
		}
		if c.ba != nil {
			ed.SetPolicy(ch, 1-ab, *c.ba, 1)
		}
		ed.SetInboundFee(ch, ab, c.in[0])
		ed.SetInboundFee(ch, 1-ab, c.in[1])
	}
	return ed.Commit()
}

// anyPolicy draws a policy, mostly ordinary; hostile ones have extreme values.
func anyPolicy(s source, capacity graph.Sat, hostile bool) *graph.Policy {
	if s.intn(12) == 0 {
		return nil
	}
	p := &graph.Policy{
		HtlcMin:   pick[graph.Msat](s, 0, 1, 1000, 1000, 50_000),
		HtlcMax:   graph.Msat(capacity) * 990,
		BaseFee:   pick[uint32](s, 0, 0, 1, 1000, 1000, 5000),
		FeePPM:    pick[uint32](s, 0, 1, 10, 100, 500, 1000, 2500, 20_000),
		CltvDelta: pick[uint16](s, 18, 34, 40, 80, 144),
	}
	if capacity == graph.UnknownCapacity || s.intn(4) == 0 {
		p.HtlcMax = graph.Msat(pick(s, 80_000, 300_000, 1_000_000)) * 1000
	}
	if s.intn(12) == 0 {
		p.Flags = graph.Disabled
	}
	if hostile {
		p.HtlcMin = pick[graph.Msat](s, 0, 1, 1<<40, 1<<63)
		p.HtlcMax = pick[graph.Msat](s, 0, 1, 999, 1<<40, 1<<63, 1<<64-1)
		p.BaseFee = pick[uint32](s, 0, 1<<31, 1<<32-1)
		p.FeePPM = pick[uint32](s, 0, 1e6, 1<<31, 1<<32-1)
		p.CltvDelta = pick[uint16](s, 0, 1, 1<<15, 1<<16-1)
	}
	return p
}

func anyInbound(s source, hostile bool) graph.InboundFee {
	if hostile {
		return graph.InboundFee{Base: pick[int32](s, 0, 1<<31-1, -1<<31), PPM: pick[int32](s, 0, 1<<31-1, -1<<31, 10_000_000)}
	}
	return graph.InboundFee{Base: pick[int32](s, 0, 0, 100, -100, -1000), PPM: pick[int32](s, 0, 0, 50, -50, -300, -2000)}
}

// world draws a small graph and a query about it: parallel channels, disabled
// and unknown directions, inbound fees, hints, local channels, exclusions, and
// limits that bind.
func world(s source) (*graph.Graph, pathfind.Query) {
	nodes := 3 + s.intn(7)
	inbound := s.intn(2) == 0
	hostile := s.intn(16) == 0
	var channels []channel
	for i := range 2 + s.intn(3*nodes) {
		a := s.intn(nodes)
		b := s.intn(nodes)
		if i > 0 && s.intn(4) == 0 {
			a, b = channels[i-1].a, channels[i-1].b // parallel to the one before
		}
		if a == b {
			b = (a + 1) % nodes
		}
		c := channel{scid: graph.SCID(i+1) << 40, a: a, b: b}
		c.capacity = pick[graph.Sat](s, 100_000, 200_000, 500_000, 1_000_000, 5_000_000, graph.UnknownCapacity)
		c.ab, c.ba = anyPolicy(s, c.capacity, hostile), anyPolicy(s, c.capacity, hostile)
		if inbound {
			c.in = [2]graph.InboundFee{anyInbound(s, hostile), anyInbound(s, hostile)}
		}
		channels = append(channels, c)
	}
	g := build(channels)

	amount := pick[graph.Msat](s, 1, 1000, 10_000_000, 70_000_000, 95_000_000, 97_000_000, 150_000_000, 450_000_000)
	if hostile {
		amount = pick[graph.Msat](s, 1, 1<<40, 1<<50, 1<<60, graph.MaxSupplyMsat)
	}
	from, to := s.intn(nodes), s.intn(nodes)
	if from == to {
		to = (from + 1) % nodes
	}
	q := pathfind.DefaultQuery(key(from), key(to), amount)
	q.TimePreference = pick(s, 0, 0, -1, 1, 0.5)
	q.CltvLimit = pick[uint32](s, 2016, 2016, 250, 150, 80, 40)
	q.MaxFee = pick(s, pathfind.NoFeeLimit, pathfind.NoFeeLimit, amount/20, amount/100, 1000, 0)
	q.PaymentSecret = s.intn(2) == 0
	if s.intn(8) == 0 {
		p := pathfind.DefaultParams()
		p.OnionBytes = pick(s, 1300, 200, 150, 100)
		p.MinProbability = pick(s, 0, 0.01, 0.3)
		p.CapacityFraction = pick(s, 0.75, 0.9999, 1)
		p.AttemptCost, p.AttemptCostPPM = pick[graph.Msat](s, 0, 100_000), pick[uint32](s, 0, 1000)
		p.HopProbability = pick(s, 0.6, 0.95, 1)
		q.Params = &p
	}
	anyone := func() int { return s.intn(nodes + 3) } // or a stranger
	if s.intn(3) == 0 {
		for i := range 1 + s.intn(3) {
			var hint pathfind.Hint
			for j := range 1 + s.intn(3) {
				hint = append(hint, pathfind.HintHop{
					Node: key(anyone()), SCID: graph.SCID(1000+10*i+j) << 40,
					BaseFee: pick[uint32](s, 0, 1, 1000), FeePPM: pick[uint32](s, 0, 10, 3000),
					CltvDelta: pick[uint16](s, 18, 40, 144),
				})
			}
			q.Hints = append(q.Hints, hint)
		}
		if s.intn(2) == 0 {
			if stranger := key(nodes + s.intn(3)); stranger != q.From {
				q.To = stranger
			}
		}
	}
	if s.intn(3) == 0 {
		q.LocalChannels = []pathfind.LocalChannel{}
		if s.intn(3) == 0 {
			q.From = key(nodes + 3) // the tab: a node nobody knows
		}
		for i := range 1 + s.intn(4) {
			l := pathfind.LocalChannel{
				SCID: graph.SCID(2000+i) << 40, Peer: key(anyone()),
				Bandwidth: pick[graph.Msat](s, 1000, 50_000_000, 96_000_000, 200_000_000, 1_000_000_000),
				HtlcMin:   pick[graph.Msat](s, 0, 1, 1000), HtlcMax: pick[graph.Msat](s, 0, 0, 98_000_000),
			}
			if l.Peer == q.From {
				continue
			}
			q.LocalChannels = append(q.LocalChannels, l)
		}
		for _, c := range channels {
			if key(c.a) == q.From && s.intn(2) == 0 {
				q.LocalChannels = append(q.LocalChannels, pathfind.LocalChannel{SCID: c.scid, Bandwidth: 400_000_000})
			}
		}
	}
	if s.intn(6) == 0 {
		q.ExcludeChannels = append(q.ExcludeChannels, channels[s.intn(len(channels))].scid, graph.SCID(1000)<<40)
	}
	if s.intn(6) == 0 {
		q.ExcludeDirections = append(q.ExcludeDirections, pathfind.ChannelDirection{
			SCID: channels[s.intn(len(channels))].scid, Direction: graph.Direction(s.intn(2)),
		})
	}
	if s.intn(6) == 0 {
		q.ExcludeNodes = append(q.ExcludeNodes, key(anyone()))
		q.ExcludeNodes = slices.DeleteFunc(q.ExcludeNodes, func(k graph.PublicKey) bool { return k == q.From || k == q.To })
	}
	return g, q
}
