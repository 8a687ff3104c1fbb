package pathfind_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
)

// example is a generated network the size of mainnet.
var example = sync.OnceValue(func() *graph.Graph { return generate(synth.Mainnet(1)) })

// generate makes a graph of a generated network.
func generate(cfg synth.Config) *graph.Graph {
	net, err := synth.Generate(context.Background(), cfg)
	if err != nil {
		panic(err)
	}
	ed := graph.New(graph.ChainHash{}).Edit()
	keys := make([]graph.PublicKey, len(net.Nodes))
	for i := range keys {
		keys[i] = net.Nodes[i].Key
	}
	nodes := ed.AddNodes(keys)
	for i := range net.Channels {
		c := &net.Channels[i]
		a := graph.Announcement{
			SCID: graph.SCID(c.SCID), Node: [2]graph.NodeIndex{nodes[c.Node1], nodes[c.Node2]}, Capacity: graph.Sat(c.CapacitySat),
		}
		if _, err := ed.AddChannel(a); err != nil {
			panic(err)
		}
		ch, _ := ed.Channel(a.SCID)
		for dir, p := range c.Policy {
			if !p.Known {
				continue
			}
			out := graph.Policy{
				HtlcMin: graph.Msat(p.HtlcMinMsat), HtlcMax: graph.Msat(p.HtlcMaxMsat),
				BaseFee: p.BaseMsat, FeePPM: p.PPM, CltvDelta: p.CltvDelta,
			}
			if p.Disabled {
				out.Flags = graph.Disabled
			}
			ed.SetPolicy(ch, graph.Direction(dir), out, 1)
		}
	}
	return ed.Commit()
}

// mainnet is the real graph of 2026-02-03, nil if LIGHTPANE_DATA is not set.
func mainnet(tb testing.TB) *graph.Graph {
	tb.Helper()
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		return nil
	}
	snapshot, err := os.ReadFile(filepath.Join(dir, "mainnet-2026-02-03-v2.lngossip"))
	if err != nil {
		tb.Fatal(err)
	}
	chain, err := rgs.ChainByName("bitcoin")
	if err != nil {
		tb.Fatal(err)
	}
	g, _, err := rgs.Apply(context.Background(), graph.New(chain), snapshot, rgs.Options{Full: true})
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// networks are the large graphs that there are to test on, by name.
func networks(tb testing.TB) map[string]*graph.Graph {
	tb.Helper()
	all := map[string]*graph.Graph{"example": example()}
	if g := mainnet(tb); g != nil {
		all["mainnet"] = g
	}
	return all
}

// strong are the nodes of the largest strongly connected component over enabled
// directions.
func strong(g *graph.Graph) []graph.NodeIndex {
	in := g.Incoming()
	// Backwards and forwards from the node with most channels: it is in it.
	hub := graph.NodeIndex(0)
	for n := range graph.NodeIndex(g.Nodes()) {
		if g.Degree(n) > g.Degree(hub) {
			hub = n
		}
	}
	reach := func(forward bool) []bool {
		seen := make([]bool, g.Nodes())
		seen[hub] = true
		for todo := []graph.NodeIndex{hub}; len(todo) > 0; todo = todo[1:] {
			for e := in.Start[todo[0]]; e < in.Start[todo[0]+1]; e++ {
				edge := e
				if forward {
					edge = g.Edge(in.Ref[e].Channel(), 1-in.Ref[e].Direction())
				}
				open := in.Policy[edge].Flags&(graph.Known|graph.Disabled) == graph.Known
				if n := in.From[e]; open && !seen[n] {
					seen[n] = true
					todo = append(todo, n)
				}
			}
		}
		return seen
	}
	var out []graph.NodeIndex
	back, forth := reach(false), reach(true)
	for n := range back {
		if back[n] && forth[n] {
			out = append(out, graph.NodeIndex(n))
		}
	}
	return out
}

var amounts = []struct {
	name string
	msat graph.Msat
}{{"1k", 1e6}, {"10k", 1e7}, {"100k", 1e8}, {"1M", 1e9}, {"10M", 1e10}}
