//go:build ldk

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

// ldkChannel is a line that ldk/accept.mjs prints.
type ldkChannel struct {
	SCID     string     `json:"scid"`
	NodeOne  string     `json:"node_one"`
	NodeTwo  string     `json:"node_two"`
	Capacity *uint64    `json:"capacity_sats"`
	OneToTwo *ldkPolicy `json:"one_to_two"`
	TwoToOne *ldkPolicy `json:"two_to_one"`
}

type ldkPolicy struct {
	Enabled bool        `json:"enabled"`
	CLTV    uint16      `json:"cltv"`
	HtlcMin json.Number `json:"htlc_min"`
	HtlcMax json.Number `json:"htlc_max"`
	Base    uint32      `json:"base"`
	PPM     uint32      `json:"ppm"`
}

// TestLDKAccepts lets LDK's own client apply what we encode, a full snapshot
// and then a delta, and compares its graph with ours channel by channel.
func TestLDKAccepts(t *testing.T) {
	const at = 1_790_000_000
	net, err := synth.Generate(t.Context(), synth.Config{Seed: 1, Channels: 5000})
	if err != nil {
		t.Fatal(err)
	}
	first, second := graphOf(t, net, at), graphOf(t, net.Step(1).Step(2).Step(3), at+3*24*3600)
	for _, version := range []uint8{1, 2} {
		t.Run(fmt.Sprintf("version %d", version), func(t *testing.T) {
			opts := rgs.EncodeOptions{Version: version}
			full, err := rgs.EncodeFull(first, opts)
			if err != nil {
				t.Fatal(err)
			}
			delta, err := rgs.EncodeDelta(first, second, opts)
			if err != nil {
				t.Fatal(err)
			}
			compareWithLDK(t, at, full)
			compareWithLDK(t, at+3*24*3600, full, delta)
		})
	}
	if dir := os.Getenv("LIGHTPANE_DATA"); dir != "" {
		t.Run("mainnet", func(t *testing.T) {
			snapshot, err := os.ReadFile(filepath.Join(dir, "mainnet-2026-02-03-v2.lngossip"))
			if err != nil {
				t.Fatal(err)
			}
			g, _, err := rgs.Apply(context.Background(), graph.New(chain(t)), snapshot, rgs.Options{Full: true})
			if err != nil {
				t.Fatal(err)
			}
			again, err := rgs.EncodeFull(g, rgs.EncodeOptions{Version: 2})
			if err != nil {
				t.Fatal(err)
			}
			compareWithLDK(t, g.Timestamp(), again)
		})
	}
}

func chain(t *testing.T) graph.ChainHash {
	t.Helper()
	c, err := rgs.ChainByName("bitcoin")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// graphOf is the graph of an example network as of a time.
func graphOf(t *testing.T, net *synth.Network, at uint32) *graph.Graph {
	t.Helper()
	loaded, err := source.Example(net, chain(t))
	if err != nil {
		t.Fatal(err)
	}
	ed := loaded.Graph.Edit()
	ed.SetTimestamp(at)
	return ed.Commit()
}

func compareWithLDK(t *testing.T, now uint32, snapshots ...[]byte) {
	t.Helper()
	g := graph.New(chain(t))
	args := []string{"ldk/accept.mjs", "--now", strconv.Itoa(int(now))}
	for i, s := range snapshots {
		var err error
		if g, _, err = rgs.Apply(context.Background(), g, s, rgs.Options{}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.lngossip", i))
		if err := os.WriteFile(file, s, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("LDK's client: %v (are its packages installed? npm ci --prefix bench/ldk)", err)
	}
	theirs := map[graph.SCID]ldkChannel{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c ldkChannel
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		scid, err := strconv.ParseUint(c.SCID, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		theirs[graph.SCID(scid)] = c
	}
	if len(theirs) != g.Channels() {
		t.Fatalf("LDK holds %d channels, we hold %d", len(theirs), g.Channels())
	}
	for ch := range graph.ChannelIndex(g.Channels()) {
		got, ok := theirs[g.SCID(ch)]
		if !ok {
			t.Fatalf("LDK lacks channel %s", g.SCID(ch))
		}
		compareChannel(t, g, ch, got)
	}
}

func compareChannel(t *testing.T, g *graph.Graph, ch graph.ChannelIndex, got ldkChannel) {
	t.Helper()
	ends := g.Ends(ch)
	if got.NodeOne != g.Key(ends[0]).String() || got.NodeTwo != g.Key(ends[1]).String() {
		t.Fatalf("channel %s: LDK joins %s and %s", g.SCID(ch), got.NodeOne, got.NodeTwo)
	}
	// LDK 0.1.2 reads over the funding amount of version 2; later ones keep it.
	if got.Capacity != nil && *got.Capacity != uint64(g.Capacity(ch)) {
		t.Fatalf("channel %s: LDK's capacity is %d, ours %d", g.SCID(ch), *got.Capacity, g.Capacity(ch))
	}
	for dir, theirs := range []*ldkPolicy{got.OneToTwo, got.TwoToOne} {
		p := g.Policy(ch, graph.Direction(dir))
		if p.Flags&graph.Known == 0 {
			if theirs != nil {
				t.Fatalf("channel %s, direction %d: LDK knows a policy", g.SCID(ch), dir)
			}
			continue
		}
		if theirs == nil {
			t.Fatalf("channel %s, direction %d: LDK knows no policy", g.SCID(ch), dir)
		}
		ours := ldkPolicy{
			Enabled: p.Flags&graph.Disabled == 0, CLTV: p.CltvDelta, Base: p.BaseFee, PPM: p.FeePPM,
			HtlcMin: json.Number(strconv.FormatUint(uint64(p.HtlcMin), 10)), HtlcMax: json.Number(strconv.FormatUint(uint64(p.HtlcMax), 10)),
		}
		if ours != *theirs {
			t.Fatalf("channel %s, direction %d: LDK has %+v, we have %+v", g.SCID(ch), dir, *theirs, ours)
		}
	}
}
