package rgs_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// content is what a snapshot can carry of a graph, one line a fact, ordered.
func content(g *graph.Graph, version uint8) []string {
	var out []string
	for ch := range graph.ChannelIndex(g.Channels()) {
		ends := g.Ends(ch)
		line := fmt.Sprintf("channel %s %s %s features %x", g.SCID(ch), g.Key(ends[0]), g.Key(ends[1]), g.ChannelFeatures(ch))
		if version >= 2 {
			line += fmt.Sprintf(" capacity %d", g.Capacity(ch))
		}
		for dir := range graph.Direction(2) {
			p := *g.Policy(ch, dir)
			if version < 2 {
				p.Carry = 0
			}
			line += fmt.Sprintf(" %+v", p)
		}
		out = append(out, line)
	}
	for n := range graph.NodeIndex(g.Nodes()) {
		if info := g.NodeInfo(n); version >= 2 {
			out = append(out, fmt.Sprintf("node %s features %x addresses %x", g.Key(n), info.Features, info.Addresses))
		}
	}
	slices.Sort(out)
	return out
}

func sameContent(t testing.TB, got, want *graph.Graph, version uint8) {
	t.Helper()
	a, b := content(got, version), content(want, version)
	if slices.Equal(a, b) {
		return
	}
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			t.Fatalf("the graphs differ at line %d of %d and %d:\n%v\n%v", i, len(a), len(b), a[i:min(i+1, len(a))], b[i:min(i+1, len(b))])
		}
	}
}

// random is a graph of about n channels with every feature of the format.
func random(t testing.TB, rng *rand.Rand, n int, at uint32) *graph.Graph {
	t.Helper()
	ed := empty(t).Edit()
	keys := make([]graph.PublicKey, 2+n/4)
	for i := range keys {
		keys[i][0] = 2 + byte(rng.IntN(2))
		for j := range keys[i][1:] {
			keys[i][1+j] = byte(rng.Uint32())
		}
	}
	slices.SortFunc(keys, func(a, b graph.PublicKey) int { return bytes.Compare(a[:], b[:]) })
	nodes := ed.AddNodes(keys)
	for range n {
		a, b := rng.IntN(len(nodes)), rng.IntN(len(nodes))
		if a == b {
			continue
		}
		c := graph.Announcement{
			SCID: graph.SCID(rng.Uint64() >> rng.IntN(40)), Node: [2]graph.NodeIndex{nodes[min(a, b)], nodes[max(a, b)]},
			Capacity: graph.UnknownCapacity, Announced: at - 7*day,
		}
		if rng.IntN(3) > 0 {
			c.Capacity = graph.Sat(1_000_000 + rng.Uint64N(1<<40))
		}
		if rng.IntN(8) == 0 {
			c.Features = string(make([]byte, 1+rng.IntN(3)))
		}
		if _, err := ed.AddChannel(c); err != nil {
			t.Fatal(err)
		}
		ch, _ := ed.Channel(c.SCID)
		for dir := range graph.Direction(2) {
			if rng.IntN(10) > 0 {
				ed.SetPolicy(ch, dir, randomPolicy(rng), at-7*day)
			}
		}
	}
	for _, n := range nodes {
		features := string([]byte{byte(rng.IntN(9))})
		addresses := string(slices.Concat([][]byte{nil, ipv4, dns, onion}[rng.IntN(4)], [][]byte{nil, ipv6}[rng.IntN(2)]))
		if rng.IntN(2) == 0 {
			ed.SetNodeInfo(n, at-7*day, &features, &addresses)
		}
	}
	ed.SetTimestamp(at)
	return ed.Commit()
}

func randomPolicy(rng *rand.Rand) graph.Policy {
	p := graph.Policy{
		CltvDelta: []uint16{40, 80, 144, uint16(rng.Uint32())}[rng.IntN(4)],
		HtlcMin:   []graph.Msat{0, 1, 1000, graph.Msat(rng.Uint64())}[rng.IntN(4)],
		HtlcMax:   []graph.Msat{1, 990_000_000, graph.Msat(rng.Uint64N(1_000_000_000))}[rng.IntN(3)],
		BaseFee:   []uint32{0, 1000, rng.Uint32()}[rng.IntN(3)],
		FeePPM:    []uint32{1, 100, rng.Uint32()}[rng.IntN(3)],
	}
	if rng.IntN(5) == 0 {
		p.Flags = graph.Disabled
	}
	return p
}

func encodeFull(t testing.TB, g *graph.Graph, version uint8) []byte {
	t.Helper()
	b, err := rgs.EncodeFull(g, rgs.EncodeOptions{Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodeFullRoundTrip(t *testing.T) {
	for seed := range uint64(40) {
		g := random(t, rand.New(rand.NewPCG(seed, 1)), int(seed*7), seen)
		for _, version := range []uint8{1, 2} {
			snapshot := encodeFull(t, g, version)
			got, report, err := rgs.Apply(context.Background(), empty(t), snapshot, rgs.Options{Full: true})
			if err != nil {
				t.Fatalf("seed %d, version %d: %v", seed, version, err)
			}
			if report.Skipped != (rgs.Skips{}) || report.TrailingBytes != 0 {
				t.Errorf("seed %d, version %d: %+v", seed, version, report)
			}
			if got.Timestamp() != seen {
				t.Errorf("timestamp %d", got.Timestamp())
			}
			sameContent(t, got, g, version)
			if again := encodeFull(t, got, version); !bytes.Equal(again, snapshot) {
				t.Errorf("seed %d, version %d: encoding what was decoded gives other bytes", seed, version)
			}
		}
	}
}

// TestEncodedBytes compares the encoder with bytes assembled by hand: node 2,
// which has two channels, comes first.
func TestEncodedBytes(t *testing.T) {
	g, _ := apply(t, empty(t), v1(seen, 3).u32(2).announce(5, 0, 1).announce(2, 1, 2).
		u32(4).defaults().u8(5, 0x00).u8(0, 0x03).u8(2, 0x10).u32(0).u8(0, 0x01))
	want := asm{}.header(1, seen).u32(3).key(2).key(1).key(3).
		u32(2).announce(5, 1, 0).announce(2, 0, 2).
		u32(4).defaults().u8(5, 0x00).u8(0, 0x03).u8(2, 0x10).u32(0).u8(0, 0x01)
	if got := encodeFull(t, g, 1); !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", hex.EncodeToString(got), hex.EncodeToString(want))
	}
}

func TestEncodeRefuses(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	if _, err := rgs.EncodeFull(g, rgs.EncodeOptions{Version: 3}); !errors.Is(err, &rgs.Error{Kind: rgs.WrongVersion}) {
		t.Errorf("version 3: %v", err)
	}
	if _, err := rgs.EncodeDelta(g, graph.New(graph.ChainHash{1}), rgs.EncodeOptions{Version: 1}); !errors.Is(err, &rgs.Error{Kind: rgs.WrongChain}) {
		t.Errorf("another chain: %v", err)
	}
	odd, _ := apply(t, empty(t), asm{}.header(1, seen).u32(2).keyFlags(0x84, 1).keyFlags(0x85, 2).u32(1).announce(5, 0, 1).u32(0))
	if _, err := rgs.EncodeFull(odd, rgs.EncodeOptions{Version: 2}); !errors.Is(err, &rgs.Error{Kind: rgs.BadValue}) {
		t.Errorf("a key that version 2 has no room for: %v", err)
	}
	many, _ := apply(t, empty(t), manyUpdates(rgs.MaxUpdates/2))
	ed := many.Edit()
	if _, err := ed.AddChannel(graph.Announcement{SCID: 1 << 60, Node: [2]graph.NodeIndex{0, 1}}); err != nil {
		t.Fatal(err)
	}
	ch, _ := ed.Channel(1 << 60)
	ed.SetPolicy(ch, 0, graph.Policy{}, seen)
	if _, err := rgs.EncodeFull(ed.Commit(), rgs.EncodeOptions{Version: 1}); !errors.Is(err, &rgs.Error{Kind: rgs.TooManyUpdates}) {
		t.Errorf("more updates than clients believe: %v", err)
	}
	newer, _ := apply(t, g, v1(seen+day, 0).u32(0).u32(1).defaults().u8(5, 0x10).u32(9))
	if _, err := rgs.EncodeDelta(newer, g, rgs.EncodeOptions{Version: 1}); !errors.Is(err, &rgs.Error{Kind: rgs.NotNewer}) {
		t.Errorf("backwards in time: %v", err)
	}
}

func TestEncodeDelta(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 2))
		from := random(t, rng, int(seed*7), seen)
		to := evolve(t, rng, from, seen+3600)
		for _, version := range []uint8{1, 2} {
			b, err := rgs.EncodeDelta(from, to, rgs.EncodeOptions{Version: version})
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := rgs.EncodeDelta(from, to, rgs.EncodeOptions{Version: version}); !bytes.Equal(b, again) {
				t.Error("the same delta has other bytes")
			}
			got, report, err := rgs.Apply(context.Background(), from, b, rgs.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if report.Skipped != (rgs.Skips{}) {
				t.Errorf("seed %d: skipped %v", seed, report.Skipped)
			}
			if got.Timestamp() != seen+3600 {
				t.Errorf("timestamp %d", got.Timestamp())
			}
			sameContent(t, got, to, version)
			if full := encodeFull(t, to, version); seed > 10 && len(b) >= len(full) {
				t.Errorf("seed %d: the delta has %d bytes, the whole graph %d", seed, len(b), len(full))
			}
		}
	}
}

// evolve changes some policies and node details and opens some channels.
func evolve(t testing.TB, rng *rand.Rand, g *graph.Graph, at uint32) *graph.Graph {
	t.Helper()
	ed := g.Edit()
	for ch := range graph.ChannelIndex(g.Channels()) {
		for dir := range graph.Direction(2) {
			r, _ := ed.Channel(g.SCID(ch))
			p := *g.Policy(ch, dir)
			switch rng.IntN(12) {
			case 0:
				p = randomPolicy(rng)
			case 1:
				p.Flags ^= graph.Disabled
			case 2:
				p.FeePPM++
			default:
				continue
			}
			ed.SetPolicy(r, dir, p, at-7*day)
		}
	}
	opened := random(t, rng, g.Channels()/10, at)
	nodes := ed.AddNodes(opened.Keys())
	for ch := range graph.ChannelIndex(opened.Channels()) {
		ends := opened.Ends(ch)
		a := graph.Announcement{SCID: opened.SCID(ch), Node: [2]graph.NodeIndex{nodes[ends[0]], nodes[ends[1]]},
			Capacity: opened.Capacity(ch), Announced: at - 7*day, Features: string(opened.ChannelFeatures(ch))}
		if _, err := ed.AddChannel(a); err != nil {
			t.Fatal(err)
		}
		r, _ := ed.Channel(a.SCID)
		ed.SetPolicy(r, 0, randomPolicy(rng), at-7*day)
	}
	for n := range graph.NodeIndex(g.Nodes()) {
		if rng.IntN(6) == 0 {
			features := string([]byte{byte(rng.IntN(9)), 1})
			ed.SetNodeInfo(n, at-7*day, &features, nil)
		}
	}
	ed.SetTimestamp(at)
	return ed.Commit()
}

func TestDeltaBetweenEqualGraphs(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	b, err := rgs.EncodeDelta(g, g, rgs.EncodeOptions{Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	if want := asm(v1(seen, 0).u32(0).u32(0)); !bytes.Equal(b, want) {
		t.Errorf("got %x, want %x", b, want)
	}
}

// TestNoDecay lets clients follow a server for 60 days in different rhythms.
// Each must keep every living channel and lose those that closed.
func TestNoDecay(t *testing.T) {
	const start = uint32(seen)
	rng := rand.New(rand.NewPCG(3, 3))
	generations := []*graph.Graph{random(t, rng, 120, start)}
	for i := 1; i <= 60*8; i++ { // every three hours
		at := start + uint32(i)*3*3600
		g := generations[i-1]
		ed := g.Edit()
		ed.SetTimestamp(at)
		if i%40 == 0 && g.Channels() > 20 {
			r, _ := ed.Channel(g.SCID(graph.ChannelIndex(rng.IntN(g.Channels()))))
			ed.RemoveChannel(r)
		}
		if i%7 == 0 {
			ch := graph.ChannelIndex(rng.IntN(g.Channels()))
			if r, ok := ed.Channel(g.SCID(ch)); ok && g.Policy(ch, 0).Flags&graph.Known != 0 {
				p := *g.Policy(ch, 0)
				p.FeePPM++
				ed.SetPolicy(r, 0, p, at)
			}
		}
		generations = append(generations, ed.Commit())
	}

	for name, pause := range map[string]func(i int) int{
		"every 3 hours":   func(int) int { return 1 },
		"daily":           func(int) int { return 8 },
		"every other day": func(int) int { return 16 },
		"every 6 days":    func(int) int { return 48 },
		"every 13 days":   func(int) int { return 13 * 8 },
		"at random":       func(int) int { return 1 + rng.IntN(60) },
	} {
		t.Run(name, func(t *testing.T) {
			client := empty(t)
			synced := 0
			sync := func(i int, snapshot []byte, full bool) {
				clock := func() time.Time { return time.Unix(int64(generations[i].Timestamp()), 0) }
				next, _, err := rgs.Apply(context.Background(), client, snapshot, rgs.Options{Now: clock, Full: full})
				if err != nil {
					t.Fatal(err)
				}
				client, synced = next, i
			}
			sync(0, encodeFull(t, generations[0], 2), true)
			for i := pause(0); i < len(generations); i += pause(i) {
				b, err := rgs.EncodeDelta(generations[synced], generations[i], rgs.EncodeOptions{Version: 2})
				if err != nil {
					t.Fatal(err)
				}
				sync(i, b, false)
				living := generations[i]
				for ch := range graph.ChannelIndex(living.Channels()) {
					scid := living.SCID(ch)
					complete := living.Policy(ch, 0).Flags&living.Policy(ch, 1).Flags&graph.Known != 0
					if complete && client.Channel(scid) == graph.None {
						t.Fatalf("after %d hours the client lost the living channel %s", 3*i, scid)
					}
				}
			}
			if client.Channels() > generations[synced].Channels()+3 {
				t.Errorf("the client holds %d channels, of which only %d live", client.Channels(), generations[synced].Channels())
			}
		})
	}
}
