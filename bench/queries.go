package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

const (
	pairs    = 200
	pairSeed = 42
)

// query is one search, in the form that the scripts read.
type query struct {
	From       string     `json:"from"`
	To         string     `json:"to"`
	AmountMsat graph.Msat `json:"amountMsat"`
	MaxFeeMsat graph.Msat `json:"maxFeeMsat"`

	payer, payee graph.PublicKey
}

// querySet is the pairs with one amount: the same pairs for every amount.
type querySet struct {
	file    string // JSON
	queries []query
}

func (l *lab) querySet(ctx context.Context, sats int) (*querySet, error) {
	return l.queries.get(ctx, sats, func(ctx context.Context, sats int) (*querySet, error) {
		net, err := l.network(ctx, snapshotV1)
		if err != nil {
			return nil, err
		}
		core, err := connectedCore(net.graph)
		if err != nil {
			return nil, err
		}
		amount := graph.Msat(sats) * 1000
		set := &querySet{file: filepath.Join(l.temp, fmt.Sprintf("queries-%d.json", sats))}
		for _, p := range drawPairs(core, pairs, pairSeed) {
			payer, payee := net.graph.Key(p[0]), net.graph.Key(p[1])
			set.queries = append(set.queries, query{
				From:       payer.String(),
				To:         payee.String(),
				AmountMsat: amount,
				MaxFeeMsat: max(amount/20, 100_000), // 5 %, but at least 100 sat
				payer:      payer,
				payee:      payee,
			})
		}
		b, err := json.Marshal(set.queries)
		if err != nil {
			return nil, fmt.Errorf("encode the queries: %w", err)
		}
		if err := os.WriteFile(set.file, b, 0o644); err != nil {
			return nil, fmt.Errorf("write the queries: %w", err)
		}
		return set, nil
	})
}

// connectedCore is the largest strongly connected component over the enabled
// directions, ordered by key, so that it does not depend on how a graph numbers
// its nodes. It is the component of the node with the most channels, which is
// the largest one for sure when it holds half of the nodes; a graph where it
// does not is refused.
func connectedCore(g *graph.Graph) ([]graph.NodeIndex, error) {
	hub := graph.NodeIndex(0)
	for n := range graph.NodeIndex(g.Nodes()) {
		if g.Degree(n) > g.Degree(hub) {
			hub = n
		}
	}
	in := g.Incoming()
	enabled := func(e graph.EdgeIndex) bool {
		return in.Policy[e].Flags&(graph.Known|graph.Disabled) == graph.Known
	}
	reaching := flood(g, hub, func(n graph.NodeIndex, visit func(graph.NodeIndex)) {
		for e := in.Start[n]; e < in.Start[n+1]; e++ {
			if enabled(e) {
				visit(in.From[e])
			}
		}
	})
	reached := flood(g, hub, func(n graph.NodeIndex, visit func(graph.NodeIndex)) {
		g.EdgesFrom(n, func(e graph.EdgeIndex) bool {
			if enabled(e) {
				visit(g.To(e))
			}
			return true
		})
	})
	var core []graph.NodeIndex
	for n := range reaching {
		if reaching[n] && reached[n] {
			core = append(core, graph.NodeIndex(n))
		}
	}
	if 2*len(core) < g.Nodes() {
		return nil, fmt.Errorf("only %d of %d nodes can pay the best connected one and be paid by it", len(core), g.Nodes())
	}
	slices.SortFunc(core, func(a, b graph.NodeIndex) int {
		ka, kb := g.Key(a), g.Key(b)
		return bytes.Compare(ka[:], kb[:])
	})
	return core, nil
}

// flood marks what can be reached from a node over next.
func flood(g *graph.Graph, from graph.NodeIndex, next func(graph.NodeIndex, func(graph.NodeIndex))) []bool {
	seen := make([]bool, g.Nodes())
	seen[from] = true
	queue := []graph.NodeIndex{from}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		next(n, func(m graph.NodeIndex) {
			if !seen[m] {
				seen[m] = true
				queue = append(queue, m)
			}
		})
	}
	return seen
}

// drawPairs draws n payers and payees, two different nodes each.
func drawPairs(nodes []graph.NodeIndex, n int, seed uint64) [][2]graph.NodeIndex {
	random := splitmix64(seed)
	draw := func() graph.NodeIndex { return nodes[random.next()%uint64(len(nodes))] }
	drawn := make([][2]graph.NodeIndex, 0, n)
	for len(drawn) < n {
		if p := [2]graph.NodeIndex{draw(), draw()}; p[0] != p[1] {
			drawn = append(drawn, p)
		}
	}
	return drawn
}

// splitmix64 is Vigna's generator (https://prng.di.unimi.it/splitmix64.c): small
// enough that anybody can draw the same pairs.
type splitmix64 uint64

func (s *splitmix64) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
