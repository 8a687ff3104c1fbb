package world

import (
	"fmt"

	"github.com/lightpane/lightpane/graph"
)

// The pools that pairs are drawn from.
const (
	// SCC is the largest strongly connected component.
	SCC = "scc"
	// Degree5 is those of its nodes that have five channels or more.
	Degree5 = "degree5"
	// Wallets pay nodes of the component from one to three channels of their
	// own to the twenty nodes with most channels.
	Wallets = "wallet"
)

// Pools lists all pools.
func Pools() []string { return []string{SCC, Degree5, Wallets} }

// Pair is a payer and a payee.
type Pair struct{ From, To graph.NodeIndex }

// Pool is who pays whom, and the graph that it happens on.
type Pool struct {
	Name string
	// Graph is the public graph, plus the wallets in the pool of that name.
	Graph *graph.Graph
	Pairs []Pair
	// fixed are the balances that no truth decides: the wallets' own.
	fixed []balance
}

type balance struct {
	ref    graph.EdgeRef
	amount graph.Msat
}

// NewPool draws n pairs.
func NewPool(g *graph.Graph, name string, n int, seed uint64) (*Pool, error) {
	core := Core(g)
	if len(core) < 2 {
		return nil, fmt.Errorf("no two nodes of the graph can pay each other")
	}
	switch name {
	case SCC:
		return &Pool{Name: name, Graph: g, Pairs: Draw(core, n, seed)}, nil
	case Degree5:
		var busy []graph.NodeIndex
		for _, node := range core {
			if g.Degree(node) >= 5 {
				busy = append(busy, node)
			}
		}
		if len(busy) < 2 {
			return nil, fmt.Errorf("%d nodes have five channels, want two or more", len(busy))
		}
		return &Pool{Name: name, Graph: g, Pairs: Draw(busy, n, seed)}, nil
	case Wallets:
		return walletPool(g, core, n, seed)
	}
	return nil, fmt.Errorf("unknown pool %q: there are %v", name, Pools())
}

// Draw draws n payers and payees, two different nodes each.
func Draw(nodes []graph.NodeIndex, n int, seed uint64) []Pair {
	random := Random(seed)
	pairs := make([]Pair, 0, n)
	for len(pairs) < n {
		from := nodes[random.Below(len(nodes))]
		if to := nodes[random.Below(len(nodes))]; to != from {
			pairs = append(pairs, Pair{from, to})
		}
	}
	return pairs
}
