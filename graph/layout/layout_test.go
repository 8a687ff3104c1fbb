package layout_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/lightpane/lightpane/graph/layout"
)

// edges is the network of a test case.
type edges struct {
	nodes    int
	from, to []int32
}

func (e *edges) join(a, b int) {
	e.from = append(e.from, int32(a))
	e.to = append(e.to, int32(b))
}

func (e *edges) degrees() []int {
	degrees := make([]int, e.nodes)
	for i := range e.from {
		degrees[e.from[i]]++
		degrees[e.to[i]]++
	}
	return degrees
}

func star(leaves int) edges {
	e := edges{nodes: leaves + 1}
	for i := range leaves {
		e.join(0, i+1)
	}
	return e
}

func path(nodes int) edges {
	e := edges{nodes: nodes}
	for i := range nodes - 1 {
		e.join(i, i+1)
	}
	return e
}

// scaleFree grows a connected network like the Lightning one: a new node opens
// one to six channels, mostly one, to nodes drawn by how many they have already.
func scaleFree(nodes int) edges {
	random := rand.New(rand.NewPCG(1, 2))
	e := edges{nodes: nodes}
	ends := []int{0} // every node as often as it has channels
	for v := 1; v < nodes; v++ {
		var peers []int
		for range 1 + random.IntN(2)*random.IntN(6) {
			peers = append(peers, ends[random.IntN(len(ends))])
		}
		for _, peer := range peers {
			e.join(v, peer)
			ends = append(ends, v, peer)
		}
	}
	return e
}

func compute(t testing.TB, e edges, seed uint64) layout.Positions {
	t.Helper()
	pos, err := layout.Compute(context.Background(), e.nodes, e.from, e.to, layout.Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	if len(pos.X) != e.nodes || len(pos.Y) != e.nodes {
		t.Fatalf("%d and %d coordinates for %d nodes", len(pos.X), len(pos.Y), e.nodes)
	}
	return pos
}

func distance(pos layout.Positions, a, b int) float64 {
	return math.Hypot(float64(pos.X[a])-float64(pos.X[b]), float64(pos.Y[a])-float64(pos.Y[b]))
}

// radius is the distance of a node from the middle of the picture.
func radius(pos layout.Positions, v int) float64 {
	return math.Hypot(float64(pos.X[v]), float64(pos.Y[v]))
}

func mean(n int, f func(i int) float64) float64 {
	sum := 0.0
	for i := range n {
		sum += f(i)
	}
	return sum / float64(n)
}

// meanEdge and meanPair are the average distances of neighbours and of any two
// nodes.
func meanEdge(e edges, pos layout.Positions) float64 {
	return mean(len(e.from), func(i int) float64 { return distance(pos, int(e.from[i]), int(e.to[i])) })
}

func meanPair(e edges, pos layout.Positions) float64 {
	random := rand.New(rand.NewPCG(3, 4))
	return mean(20_000, func(int) float64 { return distance(pos, random.IntN(e.nodes), random.IntN(e.nodes)) })
}

func TestSameSeedSamePicture(t *testing.T) {
	e := scaleFree(600)
	first, again, other := compute(t, e, 7), compute(t, e, 7), compute(t, e, 8)
	if !slices.Equal(first.X, again.X) || !slices.Equal(first.Y, again.Y) {
		t.Error("the same seed gave two pictures")
	}
	if slices.Equal(first.X, other.X) {
		t.Error("another seed gave the same picture")
	}
}

func TestLoopsRepeatsAndDirectionDoNotMatter(t *testing.T) {
	e := scaleFree(300)
	want := compute(t, e, 1)
	noisy := edges{nodes: e.nodes}
	for i := len(e.from) - 1; i >= 0; i-- {
		noisy.join(int(e.to[i]), int(e.from[i]))
		noisy.join(int(e.from[i]), int(e.to[i]))
		noisy.join(i%e.nodes, i%e.nodes)
	}
	if got := compute(t, noisy, 1); !slices.Equal(got.X, want.X) || !slices.Equal(got.Y, want.Y) {
		t.Error("parallel edges, loops or the order of edges changed the picture")
	}
}

func TestPictureFillsTheDiscAndNoMore(t *testing.T) {
	for _, e := range []edges{star(500), path(500), scaleFree(1500), {nodes: 400}} {
		pos := compute(t, e, 1)
		reach := 0.0
		for v := range e.nodes {
			reach = max(reach, radius(pos, v))
		}
		if reach > layout.Max || reach < 0.99*layout.Max {
			t.Errorf("%d nodes, %d edges: the furthest node lies at %.0f, the rim at %d", e.nodes, len(e.from), reach, layout.Max)
		}
	}
}

func TestSmallNetworks(t *testing.T) {
	for _, e := range []edges{
		{},
		{nodes: 1},
		{nodes: 2},
		path(2),
		{nodes: 3},
		path(3),
		{nodes: 3, from: []int32{0}, to: []int32{2}},
		{nodes: 1, from: []int32{0}, to: []int32{0}},
		star(4),
	} {
		t.Run(fmt.Sprintf("%d nodes %v-%v", e.nodes, e.from, e.to), func(t *testing.T) {
			pos := compute(t, e, 1)
			for a := range e.nodes {
				for b := range a {
					if distance(pos, a, b) < layout.Max/10 {
						t.Errorf("nodes %d and %d lie on one spot", a, b)
					}
				}
			}
		})
	}
}

func TestStarHasItsHubInTheMiddle(t *testing.T) {
	pos := compute(t, star(400), 1)
	if r := radius(pos, 0); r > 0.2*layout.Max {
		t.Errorf("the hub lies %.0f from the middle of a picture of radius %d", r, layout.Max)
	}
	var quarter [4]int
	for v := 1; v <= 400; v++ {
		q := 0
		if pos.X[v] > pos.X[0] {
			q++
		}
		if pos.Y[v] > pos.Y[0] {
			q += 2
		}
		quarter[q]++
	}
	if slices.Min(quarter[:]) < 60 {
		t.Errorf("leaves per quarter around the hub: %v of 400", quarter)
	}
}

func TestNeighboursLieTogether(t *testing.T) {
	for name, c := range map[string]struct {
		e     edges
		ratio float64 // the longest mean edge allowed, in mean pair distances
	}{
		"path":       {path(1000), 0.08},
		"scale-free": {scaleFree(3000), 0.6},
	} {
		t.Run(name, func(t *testing.T) {
			pos := compute(t, c.e, 1)
			edge, pair := meanEdge(c.e, pos), meanPair(c.e, pos)
			if edge > c.ratio*pair {
				t.Errorf("neighbours are %.0f apart, any two nodes %.0f", edge, pair)
			}
		})
	}
}

func TestHubsAreCentral(t *testing.T) {
	e := scaleFree(3000)
	pos := compute(t, e, 1)
	var hubs, leaves []int
	for v, degree := range e.degrees() {
		switch {
		case degree >= 50:
			hubs = append(hubs, v)
		case degree == 1:
			leaves = append(leaves, v)
		}
	}
	hub := mean(len(hubs), func(i int) float64 { return radius(pos, hubs[i]) })
	leaf := mean(len(leaves), func(i int) float64 { return radius(pos, leaves[i]) })
	if hub > 0.6*leaf {
		t.Errorf("%d hubs lie %.0f from the middle on average, %d leaves %.0f", len(hubs), hub, len(leaves), leaf)
	}
}

func TestCommunitiesAreApart(t *testing.T) {
	const communities, size = 5, 150
	random := rand.New(rand.NewPCG(5, 6))
	e := edges{nodes: communities * size}
	for v := range e.nodes {
		for range 4 {
			e.join(v, v/size*size+random.IntN(size))
		}
	}
	for range 40 {
		e.join(random.IntN(e.nodes), random.IntN(e.nodes))
	}
	pos := compute(t, e, 1)
	within := mean(20_000, func(int) float64 {
		v := random.IntN(e.nodes)
		return distance(pos, v, v/size*size+random.IntN(size))
	})
	if pair := meanPair(e, pos); within > pair/2 {
		t.Errorf("members of one community are %.0f apart, any two nodes %.0f", within, pair)
	}
}

func TestSmallComponentsLieAroundTheRim(t *testing.T) {
	e := scaleFree(800)
	connected := e.nodes
	for range 30 { // pairs
		e.join(e.nodes, e.nodes+1)
		e.nodes += 2
	}
	e.nodes += 20 // lone nodes
	pos := compute(t, e, 1)
	rim := 0.0
	for v := range connected {
		rim = max(rim, radius(pos, v))
	}
	for v := connected; v < e.nodes; v++ {
		if r := radius(pos, v); r <= rim {
			t.Errorf("node %d of a small component lies at %.0f, within the large one's %.0f", v, r, rim)
		}
	}
	if rim < layout.Max/2 {
		t.Errorf("the large component fills only %.0f of %d", rim, layout.Max)
	}
}

func TestWrongEdges(t *testing.T) {
	for _, e := range []edges{
		{nodes: 2, from: []int32{0}, to: []int32{2}},
		{nodes: 2, from: []int32{-1}, to: []int32{1}},
		{nodes: 2, from: []int32{0, 1}, to: []int32{1}},
		{nodes: -1},
	} {
		if _, err := layout.Compute(context.Background(), e.nodes, e.from, e.to, layout.Options{}); err == nil {
			t.Errorf("%d nodes with edges %v-%v were accepted", e.nodes, e.from, e.to)
		}
	}
}

// endingContext is done after it has been looked at a number of times.
type endingContext struct {
	context.Context
	left int
}

func (c *endingContext) Err() error {
	if c.left == 0 {
		return context.Canceled
	}
	c.left--
	return nil
}

func TestCancel(t *testing.T) {
	e := scaleFree(2000)
	for _, looks := range []int{0, 1, 100} {
		ctx := &endingContext{context.Background(), looks}
		if _, err := layout.Compute(ctx, e.nodes, e.from, e.to, layout.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after %d looks: %v", looks, err)
		}
	}
}

func ExampleCompute() {
	// Two triangles joined by one edge.
	from := []int32{0, 1, 2, 3, 4, 5, 0}
	to := []int32{1, 2, 0, 4, 5, 3, 3}
	pos, err := layout.Compute(context.Background(), 6, from, to, layout.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("1 is nearer to 2 than to 4:", distance(pos, 1, 2) < distance(pos, 1, 4))
	// Output: 1 is nearer to 2 than to 4: true
}

// BenchmarkCompute places 15,000 nodes and 34,000 edges: what the Lightning
// mainnet has been at its largest.
func BenchmarkCompute(b *testing.B) {
	e := scaleFree(15_000)
	for b.Loop() {
		compute(b, e, 1)
	}
}
