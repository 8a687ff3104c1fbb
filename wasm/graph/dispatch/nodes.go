package dispatch

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

// maxSearch bounds the nodes that one search lists.
const maxSearch = 100

// names holds the aliases of the graph's nodes in the form that they are
// searched in.
type names struct {
	folded []string // by node index: lower case, empty without an alias
}

func (s *session) names() *names {
	if s.named == nil {
		s.named = &names{folded: make([]string, s.graph.Nodes())}
		for i, key := range s.graph.Keys() {
			s.named.folded[i] = strings.ToLower(s.alias(key))
		}
	}
	return s.named
}

// alias is what the directory calls a node, empty if nothing.
func (s *session) alias(key graph.PublicKey) string {
	if e := s.directory.Find(directory.KeyOf(key)); e != nil {
		return e.Name
	}
	return ""
}

func (s *session) summary(n graph.NodeIndex) protocol.NodeSummary {
	key := s.graph.Key(n)
	return protocol.NodeSummary{
		Key: key.String(), Alias: s.alias(key), Index: uint32(n),
		Channels: uint32(s.graph.Degree(n)), Capacity: uint64(capacityOf(s.graph, n)),
	}
}

// capacityOf sums up what a node's channels can be thought to carry.
func capacityOf(g *graph.Graph, n graph.NodeIndex) graph.Msat {
	in := g.Incoming()
	sum := graph.Msat(0)
	for e := in.Start[n]; e < in.Start[n+1]; e++ {
		carry := carryOf(g, in.Ref[e].Channel())
		if carry > math.MaxUint64-sum {
			return math.MaxUint64
		}
		sum += carry
	}
	return sum
}

// carryOf is the capacity of a channel, or what stands in for it.
func carryOf(g *graph.Graph, ch graph.ChannelIndex) graph.Msat {
	return max(g.Policy(ch, 0).Carry, g.Policy(ch, 1).Carry)
}

func (s *session) node(_ *call, r *protocol.NodeRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	key, err := graph.ParseKey(r.Key)
	if err != nil {
		return nil, nil, err
	}
	n := s.graph.Node(key)
	if n == graph.None {
		return nil, nil, errUnknownNode
	}
	return &protocol.NodeReply{Node: s.summary(n)}, nil, nil
}

// match is a node that was searched for, and how well it fits: the less the
// better.
type match struct {
	node graph.NodeIndex
	rank int
}

const (
	aliasBegins = iota
	wordBegins
	keyBegins
)

func (s *session) searchNodes(_ *call, r *protocol.SearchNodesRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	reply := &protocol.SearchNodesReply{}
	text := strings.ToLower(strings.TrimSpace(r.Text))
	if text == "" {
		return reply, nil, nil
	}
	var found []match
	for i, alias := range s.names().folded {
		if rank, ok := fits(alias, text); ok {
			found = append(found, match{graph.NodeIndex(i), rank})
		}
	}
	if strings.Trim(text, "0123456789abcdef") == "" {
		digits := text[:len(text)&^1]
		prefix := make([]byte, len(digits)/2)
		for i := range prefix {
			b, _ := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
			prefix[i] = byte(b)
		}
		s.graph.NodesByPrefix(prefix, func(n graph.NodeIndex) bool {
			if len(digits) == len(text) || strings.HasPrefix(s.graph.Key(n).String(), text) {
				found = append(found, match{n, keyBegins})
			}
			return true
		})
	}
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(s.graph.Degree(b.node), s.graph.Degree(a.node)), cmp.Compare(a.node, b.node))
	})
	seen := make(map[graph.NodeIndex]bool)
	for _, m := range found {
		if len(reply.Nodes) == int(min(r.Limit, maxSearch)) {
			break
		}
		if !seen[m.node] {
			seen[m.node] = true
			reply.Nodes = append(reply.Nodes, s.summary(m.node))
		}
	}
	return reply, nil, nil
}

// fits says whether an alias, or a word in it, begins with text. What is neither
// an ASCII letter nor a digit ends a word: many names begin with a picture.
func fits(alias, text string) (rank int, ok bool) {
	for from := 0; ; from++ {
		i := strings.Index(alias[from:], text)
		if i < 0 {
			return 0, false
		}
		from += i
		if from == 0 {
			return aliasBegins, true
		}
		if c := alias[from-1]; (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return wordBegins, true
		}
	}
}

// picture lays the graph out in columns; see protocol.OpPicture.
func (s *session) picture(*call, *protocol.PictureRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	g, le := s.graph, binary.LittleEndian
	type edge struct {
		a, b graph.NodeIndex
		sat  float64
	}
	var edges []edge
	in := g.Incoming()
	for n := range graph.NodeIndex(g.Nodes()) {
		for e := in.Start[n]; e < in.Start[n+1]; e++ {
			if in.From[e] > n {
				continue // it is there from the other side too
			}
			sat := float64(carryOf(g, in.Ref[e].Channel()) / 1000)
			if last := len(edges) - 1; last >= 0 && edges[last].a == in.From[e] && edges[last].b == n {
				edges[last].sat += sat
			} else {
				edges = append(edges, edge{in.From[e], n, sat})
			}
		}
	}
	b := make([]byte, 0, 12*len(edges)+(2+2+33)*g.Nodes())
	for i := range edges {
		b = le.AppendUint32(b, math.Float32bits(float32(edges[i].sat)))
	}
	for i := range edges {
		b = le.AppendUint32(b, uint32(edges[i].a))
	}
	for i := range edges {
		b = le.AppendUint32(b, uint32(edges[i].b))
	}
	at := make([][2]int16, g.Nodes())
	for i, key := range g.Keys() {
		if e := s.directory.Find(directory.KeyOf(key)); e != nil {
			at[i] = [2]int16{e.X, e.Y}
		}
	}
	for axis := range 2 {
		for i := range at {
			b = le.AppendUint16(b, uint16(at[i][axis]))
		}
	}
	for _, key := range g.Keys() {
		b = append(b, key[:]...)
	}
	return &protocol.PictureReply{
		Revision: s.revision, Nodes: uint32(g.Nodes()), Edges: uint32(len(edges)), Positioned: s.directory.Positioned(),
	}, b, nil
}
