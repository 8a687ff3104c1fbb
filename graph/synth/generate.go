package synth

import (
	"context"
	"fmt"
)

// Config says which network to make.
type Config struct {
	Seed     uint64
	Channels int // at least Nodes, at most MaxChannels
	Nodes    int // at least 2; 0 is in mainnet's proportion to Channels
}

// MaxChannels bounds Config.Channels: more than two hundred times mainnet.
const MaxChannels = 1 << 23

// Mainnet is a network the size of mainnet.
func Mainnet(seed uint64) Config {
	return Config{Seed: seed, Channels: mainnetChannels, Nodes: mainnetNodes}
}

// nodes is the number of nodes that the configuration asks for.
func (c Config) nodes() (int, error) {
	n := c.Nodes
	if n == 0 {
		n = max(inProportion(c.Channels, mainnetNodes, mainnetChannels), 2)
	}
	if c.Channels > MaxChannels {
		return 0, fmt.Errorf("example network of %d channels: ask for at most %d", c.Channels, MaxChannels)
	}
	if n < 2 || n > c.Channels {
		return 0, fmt.Errorf("example network of %d nodes and %d channels: ask for at least 2 nodes, and a channel for each", n, c.Channels)
	}
	return n, nil
}

// Generate makes the network of a configuration: exactly so many nodes and
// channels, and always the same ones. Mainnet's size takes a few tenths of a
// second. It fails only if the configuration cannot be met, or with ctx's cause.
func Generate(ctx context.Context, cfg Config) (*Network, error) {
	nodes, err := cfg.nodes()
	if err != nil {
		return nil, err
	}
	t, err := newTopology(ctx, cfg.Seed, nodes, cfg.Channels)
	if err != nil {
		return nil, err
	}
	g := &terms{r: newRNG(cfg.Seed, streamChannels), t: t, styles: newStyles(cfg.Seed, t)}
	channels := make([]channel, 0, cfg.Channels)
	for i, l := range t.links {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		channels = g.channels(l, channels)
	}
	keys, err := nodeKeys(ctx, cfg.Seed, nodes)
	if err != nil {
		return nil, err
	}
	// Age has nothing to do with rank.
	shuffle(g.r, channels)
	return assemble(cfg.Seed, keys, newAliases(cfg.Seed, t, keys), channels), nil
}

// assemble makes the network of nodes by rank and channels in any order.
func assemble(seed uint64, keys [][33]byte, aliases []string, channels []channel) *Network {
	n := &Network{Nodes: make([]Node, len(keys)), Channels: make([]Channel, len(channels))}
	for rank := range keys {
		n.Nodes[rank] = Node{Key: keys[rank], Alias: aliases[rank]}
	}
	for i, scid := range newSCIDs(seed, len(channels)) {
		c := &channels[i]
		n.Channels[i] = Channel{SCID: scid, CapacitySat: c.capacity, Node1: c.a, Node2: c.b, Policy: c.policy}
	}
	n.settle()
	return n
}
