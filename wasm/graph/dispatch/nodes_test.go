package dispatch

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

// entry names a node of g.
func entry(g *graph.Graph, n graph.NodeIndex, name string) directory.Entry {
	return directory.Entry{Key: directory.KeyOf(g.Key(n)), X: int16(n), Y: -int16(n), Name: name}
}

// held gives a page with the graph of a snapshot of g, and that graph, which has
// node indices of its own.
func held(t *testing.T, g *graph.Graph) (*page, *graph.Graph) {
	t.Helper()
	p := open(t)
	p.start()
	if _, a := p.apply(snapshot(t, g, 2), true); a.failure.Code != "" {
		t.Fatal(a.failure)
	}
	return p, p.d.graph
}

func TestSearchNodes(t *testing.T) {
	p, g := held(t, network(t, 300))
	byDegree := make([]graph.NodeIndex, g.Nodes())
	for i := range byDegree {
		byDegree[i] = graph.NodeIndex(i)
	}
	slices.SortStableFunc(byDegree, func(a, b graph.NodeIndex) int { return g.Degree(b) - g.Degree(a) })
	big, small, last := byDegree[0], byDegree[len(byDegree)-2], byDegree[len(byDegree)-1]
	named(t, p, entry(g, big, "The Zebra"), entry(g, small, "ZEBRA crossing"), entry(g, last, "⚡zebrafish zebra"))

	search := func(text string, limit uint32) []string {
		var reply protocol.SearchNodesReply
		p.must(protocol.OpSearchNodes, &protocol.SearchNodesRequest{Text: text, Limit: limit}, nil, &reply)
		var names []string
		for _, n := range reply.Nodes {
			names = append(names, n.Alias)
		}
		return names
	}
	for _, c := range []struct {
		text  string
		limit uint32
		want  []string
	}{
		{"zebra", 10, []string{"ZEBRA crossing", "The Zebra", "⚡zebrafish zebra"}},
		{" ZeBrA ", 2, []string{"ZEBRA crossing", "The Zebra"}},
		{"zebraf", 10, []string{"⚡zebrafish zebra"}},
		{"⚡", 10, []string{"⚡zebrafish zebra"}},
		{"ebra", 10, nil},
		{"zebra", 0, nil},
		{"  ", 10, nil},
		{"", 10, nil},
		{"zebra crossing and more", 10, nil},
	} {
		if got := search(c.text, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}

	// By key, whole, in part, and by a digit: the best connected first.
	key := g.Key(small).String()
	for _, text := range []string{key, key[:20], key[:21]} {
		if got := search(text, 10); !slices.Equal(got, []string{"ZEBRA crossing"}) {
			t.Errorf("%s: %q", text, got)
		}
	}
	var reply protocol.SearchNodesReply
	p.must(protocol.OpSearchNodes, &protocol.SearchNodesRequest{Text: "0", Limit: 1000}, nil, &reply)
	if len(reply.Nodes) != min(maxSearch, g.Nodes()) {
		t.Errorf("0 finds %d nodes, want %d", len(reply.Nodes), maxSearch)
	}
	for i := 1; i < len(reply.Nodes); i++ {
		if reply.Nodes[i-1].Channels < reply.Nodes[i].Channels {
			t.Fatalf("a node of %d channels comes before one of %d", reply.Nodes[i-1].Channels, reply.Nodes[i].Channels)
		}
	}
}

func TestNode(t *testing.T) {
	p, g := held(t, network(t, 300))
	named(t, p, entry(g, 5, "<b>five</b>"))
	var reply protocol.NodeReply
	p.must(protocol.OpNode, &protocol.NodeRequest{Key: g.Key(5).String()}, nil, &reply)
	want := protocol.NodeSummary{
		Key: g.Key(5).String(), Alias: "<b>five</b>", Index: 5,
		Channels: uint32(g.Degree(5)), Capacity: uint64(g.Degree(5)) * 10_000_000_000,
	}
	if reply.Node != want {
		t.Errorf("got %+v, want %+v", reply.Node, want)
	}
}

func TestPicture(t *testing.T) {
	p, g := held(t, network(t, 300))
	var reply protocol.PictureReply
	p.must(protocol.OpPicture, &protocol.PictureRequest{}, nil, &reply)
	if reply.Positioned {
		t.Error("there are positions before the directory came")
	}
	named(t, p, entry(g, 7, "seven"))
	b := p.must(protocol.OpPicture, &protocol.PictureRequest{}, nil, &reply).payload
	if !reply.Positioned || int(reply.Nodes) != g.Nodes() {
		t.Errorf("%+v", reply)
	}
	edges, nodes, le := int(reply.Edges), g.Nodes(), binary.LittleEndian
	if len(b) != 12*edges+37*nodes {
		t.Fatalf("%d bytes for %d edges and %d nodes", len(b), edges, nodes)
	}

	// Each pair of neighbours is one edge, as wide as its channels together.
	want := map[[2]graph.NodeIndex]float32{}
	for ch := range graph.ChannelIndex(g.Channels()) {
		ends := g.Ends(ch)
		want[[2]graph.NodeIndex{min(ends[0], ends[1]), max(ends[0], ends[1])}] += 10_000_000
	}
	if len(want) == g.Channels() {
		t.Fatal("the network has no parallel channels to test with")
	}
	for i := range edges {
		weight := math.Float32frombits(le.Uint32(b[4*i:]))
		pair := [2]graph.NodeIndex{graph.NodeIndex(le.Uint32(b[4*(edges+i):])), graph.NodeIndex(le.Uint32(b[4*(2*edges+i):]))}
		if want[pair] != weight {
			t.Errorf("edge %v weighs %g, want %g", pair, weight, want[pair])
		}
		delete(want, pair)
	}
	if len(want) != 0 {
		t.Errorf("%d edges are missing", len(want))
	}

	x, y, keys := b[12*edges:], b[12*edges+2*nodes:], b[12*edges+4*nodes:]
	for n := range nodes {
		at := [2]int16{int16(le.Uint16(x[2*n:])), int16(le.Uint16(y[2*n:]))}
		if n == 7 && at != [2]int16{7, -7} || n != 7 && at != [2]int16{} {
			t.Errorf("node %d lies at %v", n, at)
		}
		if graph.PublicKey(keys[33*n:]) != g.Key(graph.NodeIndex(n)) {
			t.Errorf("node %d has the key of another", n)
		}
	}

	// New indices are a new revision; a new fee is not.
	before := reply.Revision
	p.apply(delta(t, g), false)
	p.must(protocol.OpPicture, &protocol.PictureRequest{}, nil, &reply)
	if reply.Revision != before {
		t.Error("a new fee is a new revision of the picture")
	}
	p.apply(snapshot(t, network(t, 301), 1), true)
	p.must(protocol.OpPicture, &protocol.PictureRequest{}, nil, &reply)
	if reply.Revision == before {
		t.Error("another graph is the same revision of the picture")
	}
}
