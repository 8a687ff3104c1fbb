// Package layout computes where the nodes of a large network are drawn.
//
// It is for pictures alone: a position says nothing about a node but who its
// neighbours are. Hubs end up near the middle, nodes that share neighbours lie
// together, nodes with one channel lie beside their only peer, and what is not
// connected to the largest component is packed around its rim.
//
// The method is force-directed. The energy is that of ForceAtlas2 and LinLog
// (Jacomy et al. 2014, Noack 2009): every edge pulls its two ends together,
// every pair of nodes pushes apart, hubs harder than leaves. It is minimised on a series of ever finer versions of the network
// (Walshaw 2003), and the pushing is summed over a quadtree (Barnes and Hut
// 1986), so that a pass costs n log n.
//
// The package imports nothing else of ours and reads no clock and no outside
// randomness: the same network, options and processor architecture give the
// same positions.
package layout

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// Max is the largest absolute coordinate in Positions. The picture is a disc of
// this radius around the origin.
const Max = math.MaxInt16

// Positions holds one point per node, within the disc of radius Max. The x axis
// points right, the y axis down, as on a screen.
type Positions struct {
	X, Y []int16
}

// Options tune Compute. The zero value is ready for use.
type Options struct {
	// Seed picks one of many equally good pictures.
	Seed uint64
	// Passes is how often the finest version of the network is relaxed; 0
	// means DefaultPasses. Time grows in proportion.
	Passes int
}

// DefaultPasses is enough for the Lightning mainnet to look settled.
const DefaultPasses = 45

// Compute places the nodes 0..nodes-1 of the network whose edge i joins from[i]
// and to[i]. Parallel edges count once and loops not at all; the order and the
// direction of edges carry no meaning beyond ties.
//
// It fails if an edge names a node that does not exist, if the two edge lists
// differ in length, or with the context's error soon after ctx is done.
func Compute(ctx context.Context, nodes int, from, to []int32, opts Options) (Positions, error) {
	if nodes < 0 || nodes > math.MaxInt32 {
		return Positions{}, fmt.Errorf("layout: %d nodes: the count must lie between 0 and %d", nodes, math.MaxInt32)
	}
	if len(from) != len(to) {
		return Positions{}, fmt.Errorf("layout: %d edge starts but %d edge ends", len(from), len(to))
	}
	for i := range from {
		for _, v := range [2]int32{from[i], to[i]} {
			if v < 0 || int(v) >= nodes {
				return Positions{}, fmt.Errorf("layout: edge %d names node %d, but there are %d nodes", i, v, nodes)
			}
		}
	}
	if opts.Passes <= 0 {
		opts.Passes = DefaultPasses
	}

	parts := components(newNetwork(nodes, from, to))
	islands := make([]island, len(parts))
	for i, part := range parts {
		points, err := place(ctx, part.net, opts.Passes, rand.New(rand.NewPCG(opts.Seed, uint64(i))))
		if err != nil {
			return Positions{}, fmt.Errorf("layout: %w", err)
		}
		islands[i] = newIsland(part.nodes, points)
	}
	pack(islands)
	return quantise(nodes, islands), nil
}

// quantise scales the packed islands to the disc of radius Max.
func quantise(nodes int, islands []island) Positions {
	pos := Positions{X: make([]int16, nodes), Y: make([]int16, nodes)}
	reach := 0.0
	for _, is := range islands {
		for i := range is.nodes {
			reach = max(reach, math.Hypot(is.points.x[i]+is.x, is.points.y[i]+is.y))
		}
	}
	if reach == 0 {
		return pos
	}
	// Rounding towards zero keeps every point inside the disc.
	scale := Max / reach
	for _, is := range islands {
		for i, v := range is.nodes {
			pos.X[v] = int16((is.points.x[i] + is.x) * scale)
			pos.Y[v] = int16((is.points.y[i] + is.y) * scale)
		}
	}
	return pos
}
