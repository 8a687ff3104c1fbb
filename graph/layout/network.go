package layout

import (
	"cmp"
	"math"
	"slices"
)

// points are positions on the plane, one per node of some network.
type points struct {
	x, y []float64
}

func newPoints(n int) points {
	flat := make([]float64, 2*n)
	return points{x: flat[:n:n], y: flat[n:]}
}

// network is an undirected weighted graph without loops or parallel edges. The
// neighbours of v are adj[start[v]:start[v+1]], in rising order.
type network struct {
	start  []int32
	adj    []int32
	weight []float64 // of the edge beside it in adj
	mass   []float64 // per node, how hard it pushes others away
	anchor []float64 // per node, how hard it is pulled to the middle
}

func (g *network) len() int { return len(g.start) - 1 }

func (g *network) degree(v int32) int { return int(g.start[v+1] - g.start[v]) }

// What newNetwork gives to nodes by their degree; chosen by looking at pictures
// of the Lightning mainnet.
const (
	// massPower is the power of the degree that a node pushes with: 1 would
	// leave half of the picture to the few largest hubs, 0 would crowd them.
	massPower = 0.4
	// gravity pulls every mass to the middle, so that a part that hangs on a
	// few edges does not drift far out.
	gravity = 0.5
	// hubGravity pulls every edge end besides, so that hubs sink to the middle
	// and the leaves float up.
	hubGravity = 0.05
)

// newNetwork builds the simple graph of an edge list.
//
// An edge weighs one over the smaller degree of its ends: the only channel of a
// leaf holds it close to its hub, while the hundreds of channels between hubs
// share the strength of a few, or they would draw the whole core into a knot.
func newNetwork(nodes int, from, to []int32) *network {
	g := &network{start: make([]int32, nodes+1)}
	for i, a := range from {
		if b := to[i]; a != b {
			g.start[a]++
			g.start[b]++
		}
	}
	total := int32(0)
	for v, n := range g.start {
		g.start[v] = total
		total += n
	}
	adj := make([]int32, total)
	fill := slices.Clone(g.start)
	for i, a := range from {
		if b := to[i]; a != b {
			adj[fill[a]] = b
			adj[fill[b]] = a
			fill[a]++
			fill[b]++
		}
	}
	// Sort each row and drop repeats, closing the gaps as they appear.
	kept := int32(0)
	for v := range nodes {
		row := adj[g.start[v]:g.start[v+1]]
		slices.Sort(row)
		g.start[v] = kept
		kept += int32(copy(adj[kept:], slices.Compact(row)))
	}
	g.start[nodes] = kept
	g.adj = adj[:kept]
	g.weight = make([]float64, kept)
	for v := range int32(nodes) {
		for i := g.start[v]; i < g.start[v+1]; i++ {
			g.weight[i] = 1 / float64(min(g.degree(v), g.degree(g.adj[i])))
		}
	}
	g.mass = make([]float64, nodes)
	g.anchor = make([]float64, nodes)
	for v := range g.mass {
		degree := float64(g.degree(int32(v)))
		g.mass[v] = math.Pow(degree+1, massPower)
		g.anchor[v] = gravity*g.mass[v] + hubGravity*degree
	}
	return g
}

// component is one connected part of a network. nodes gives, for each node of
// net, its id in the whole.
type component struct {
	net   *network
	nodes []int32
}

// components splits g into its connected parts, the largest first.
func components(g *network) []component {
	n := g.len()
	local := make([]int32, n)
	for v := range local {
		local[v] = -1
	}
	var parts []component
	for root := range int32(n) {
		if local[root] >= 0 {
			continue
		}
		local[root] = 0
		members := []int32{root}
		for i := 0; i < len(members); i++ {
			v := members[i]
			for _, w := range g.adj[g.start[v]:g.start[v+1]] {
				if local[w] < 0 {
					local[w] = int32(len(members))
					members = append(members, w)
				}
			}
		}
		parts = append(parts, component{nodes: members})
	}
	slices.SortStableFunc(parts, func(a, b component) int { return cmp.Compare(len(b.nodes), len(a.nodes)) })
	for i := range parts {
		parts[i].net = g.induced(parts[i].nodes, local)
	}
	return parts
}

// induced copies the part of g that members, a whole component, make up; local
// maps an id of g to its index in members.
func (g *network) induced(members, local []int32) *network {
	sub := &network{
		start:  make([]int32, len(members)+1),
		mass:   make([]float64, len(members)),
		anchor: make([]float64, len(members)),
	}
	for i, v := range members {
		lo, hi := g.start[v], g.start[v+1]
		for _, w := range g.adj[lo:hi] {
			sub.adj = append(sub.adj, local[w])
		}
		sub.weight = append(sub.weight, g.weight[lo:hi]...)
		sub.mass[i], sub.anchor[i] = g.mass[v], g.anchor[v]
		sub.start[i+1] = int32(len(sub.adj))
	}
	return sub
}
