package world

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

// mainnetFile is the public graph of 2026-02-03 in the directory of real data.
// A direction of it with a cltv_delta of 0 is unknown, and unusable.
const mainnetFile = "mainnet-2026-02-03.csv.gz"

// exampleSeed makes the example network that stands in for the real one.
const exampleSeed = 42

// Load reads the real graph from a directory, or makes the example network if
// that is empty. The label says in words which of the two it is.
func Load(ctx context.Context, dir string) (g *graph.Graph, label string, err error) {
	chain, err := rgs.ChainByName("bitcoin")
	if err != nil {
		return nil, "", err
	}
	if dir == "" {
		g, err = Example(ctx, chain, synth.Mainnet(exampleSeed))
		return g, "example network", err
	}
	file, err := os.Open(filepath.Join(dir, mainnetFile))
	if err != nil {
		return nil, "", fmt.Errorf("open the mainnet graph: %w", err)
	}
	defer file.Close()
	loaded, err := source.Read(ctx, file, source.Options{Chain: chain})
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", file.Name(), err)
	}
	return loaded.Graph, "mainnet 2026-02-03", nil
}

// Example is an example network as a graph. What it does not know of a
// direction stays unknown.
func Example(ctx context.Context, chain graph.ChainHash, config synth.Config) (*graph.Graph, error) {
	net, err := synth.Generate(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("make the example network: %w", err)
	}
	ed := graph.New(chain).Edit()
	ed.Grow(len(net.Channels))
	keys := make([]graph.PublicKey, 0, len(net.Nodes))
	for _, n := range net.Nodes {
		keys = append(keys, n.Key)
	}
	index := ed.AddNodes(keys)
	for _, c := range net.Channels {
		scid := graph.SCID(c.SCID)
		a := graph.Announcement{SCID: scid, Capacity: graph.Sat(c.CapacitySat)}
		a.Node = [2]graph.NodeIndex{index[c.Node1], index[c.Node2]}
		if _, err := ed.AddChannel(a); err != nil {
			return nil, fmt.Errorf("example network: %w", err)
		}
		ch, _ := ed.Channel(scid)
		for dir, p := range c.Policy {
			if p.Known {
				ed.SetPolicy(ch, graph.Direction(dir), announced(p), 0)
			}
		}
	}
	return ed.Commit(), nil
}

// announced is a policy of the example network as the graph has it.
func announced(p synth.Policy) graph.Policy {
	policy := graph.Policy{BaseFee: p.BaseMsat, FeePPM: p.PPM, CltvDelta: p.CltvDelta}
	policy.HtlcMin, policy.HtlcMax = graph.Msat(p.HtlcMinMsat), graph.Msat(p.HtlcMaxMsat)
	if p.Disabled {
		policy.Flags = graph.Disabled
	}
	return policy
}
