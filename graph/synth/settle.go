package synth

import (
	"bytes"
	"cmp"
	"slices"
)

// settle puts a network into the order that its type promises: nodes by key,
// without those that have no channel, channels by SCID, and the lesser key
// first in each.
func (n *Network) settle() {
	used := make([]bool, len(n.Nodes))
	for i := range n.Channels {
		used[n.Channels[i].Node1], used[n.Channels[i].Node2] = true, true
	}
	order := make([]int32, 0, len(n.Nodes))
	for i := range n.Nodes {
		if used[i] {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return bytes.Compare(n.Nodes[a].Key[:], n.Nodes[b].Key[:]) })
	nodes, index := make([]Node, len(order)), make([]int32, len(n.Nodes))
	for i, old := range order {
		nodes[i], index[old] = n.Nodes[old], int32(i)
	}
	n.Nodes = nodes
	for i := range n.Channels {
		c := &n.Channels[i]
		c.Node1, c.Node2 = index[c.Node1], index[c.Node2]
		if c.Node1 > c.Node2 {
			c.Node1, c.Node2 = c.Node2, c.Node1
			c.Policy[0], c.Policy[1] = c.Policy[1], c.Policy[0]
		}
	}
	slices.SortFunc(n.Channels, func(a, b Channel) int { return cmp.Compare(a.SCID, b.SCID) })
}
