package layout

import (
	"cmp"
	"slices"
)

// smallest is the size at which a network is placed from random positions:
// coarsening it further would not help.
const smallest = 60

// level is a network and, for each of its nodes, the node of the next coarser
// level that stands for it.
type level struct {
	net    *network
	parent []int32
}

// hierarchy lists g and ever coarser versions of it. The last has no parents.
func hierarchy(g *network) []level {
	levels := []level{{net: g}}
	for {
		last := &levels[len(levels)-1]
		if last.net.len() <= smallest {
			return levels
		}
		parent, count := merge(last.net)
		if count > last.net.len()*9/10 {
			return levels
		}
		last.parent = parent
		levels = append(levels, level{net: last.net.contract(parent, count)})
	}
}

// merge groups nodes that ought to lie together and numbers the groups. A node
// with one neighbour joins it; so a hub takes all its leaves along at once.
// The others pair up, those with few neighbours choosing first, with the one
// they are tied to most strongly for its mass.
func merge(g *network) (parent []int32, count int) {
	n := g.len()
	parent = make([]int32, n)
	for v := range parent {
		parent[v] = -1
	}
	order := make([]int32, 0, n)
	for v := range int32(n) {
		if g.degree(v) > 1 {
			order = append(order, v)
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(g.degree(a), g.degree(b)) })

	next := int32(0)
	for _, v := range order {
		if parent[v] >= 0 {
			continue
		}
		mate, best := int32(-1), 0.0
		for i := g.start[v]; i < g.start[v+1]; i++ {
			w := g.adj[i]
			if parent[w] >= 0 || g.degree(w) == 1 {
				continue
			}
			if tie := g.weight[i] / g.mass[w]; tie > best {
				mate, best = w, tie
			}
		}
		parent[v] = next
		if mate >= 0 {
			parent[mate] = next
		}
		next++
	}
	for v := range int32(n) {
		if parent[v] >= 0 {
			continue
		}
		hub := g.adj[g.start[v]]
		if parent[hub] < 0 { // two nodes that know only each other
			parent[hub] = next
			next++
		}
		parent[v] = parent[hub]
	}
	return parent, int(next)
}

// contract returns the network of the groups: what its nodes have adds
// up, as do the edges between two groups; edges within a group vanish.
func (g *network) contract(parent []int32, count int) *network {
	members, start := group(parent, count)
	c := &network{
		start:  make([]int32, count+1),
		mass:   make([]float64, count),
		anchor: make([]float64, count),
	}
	slot := make([]int32, count) // where in c.adj the edge to a group is, plus one
	for p := range int32(count) {
		begin := int32(len(c.adj))
		for _, v := range members[start[p]:start[p+1]] {
			c.mass[p] += g.mass[v]
			c.anchor[p] += g.anchor[v]
			for i := g.start[v]; i < g.start[v+1]; i++ {
				q := parent[g.adj[i]]
				switch {
				case q == p:
				case slot[q] > begin:
					c.weight[slot[q]-1] += g.weight[i]
				default:
					c.adj = append(c.adj, q)
					c.weight = append(c.weight, g.weight[i])
					slot[q] = int32(len(c.adj))
				}
			}
		}
		c.start[p+1] = int32(len(c.adj))
	}
	return c
}

// group lists the nodes of each parent: members[start[p]:start[p+1]].
func group(parent []int32, count int) (members, start []int32) {
	start = make([]int32, count+1)
	for _, p := range parent {
		start[p+1]++
	}
	for p := range count {
		start[p+1] += start[p]
	}
	members = make([]int32, len(parent))
	fill := slices.Clone(start)
	for v, p := range parent {
		members[fill[p]] = int32(v)
		fill[p]++
	}
	return members, start
}
