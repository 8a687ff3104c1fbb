package layout

// leafSize is how many points a cell may hold before it is split. Small leaves
// make a deep tree, large ones many direct sums; 12 was fastest.
const leafSize = 12

// maxDepth ends the splitting of points that lie (almost) on one spot.
const maxDepth = 24

// cell is a square of the plane: either split into four, or a leaf that holds
// points[first:last] of the tree.
type cell struct {
	x, y, mass  float64 // centre of mass, and its sum
	reach       float64 // squared distance from which the cell looks like one point
	next        int32   // the cell that follows this one and all within it
	first, last int32   // points of a leaf; equal in a split cell
}

// quadtree sums the push of many points on one, in log n steps (Barnes and
// Hut). Its cells are stored in the order of a walk, so that skipping a subtree
// is one assignment and no stack is needed.
type quadtree struct {
	cells []cell
	order []int32   // which node each of the points below is
	x, y  []float64 // the points, sorted so that those of a cell are adjacent
	mass  []float64
	// opening is the squared ratio of distance to cell side above which a
	// cell counts as one point.
	opening float64
}

// build rebuilds the tree over p, reusing its memory.
func (t *quadtree) build(p points, mass []float64) {
	n := len(p.x)
	if len(t.order) != n {
		t.order = make([]int32, n)
		for i := range t.order {
			t.order[i] = int32(i)
		}
		flat := make([]float64, 3*n)
		t.x, t.y, t.mass = flat[:n:n], flat[n:2*n:2*n], flat[2*n:]
	}
	t.cells = t.cells[:0]
	lowX, lowY, side := boundingSquare(p)
	// The order of the last build is nearly right already: partitioning it
	// again moves few points.
	t.split(p, mass, 0, n, lowX, lowY, side, 0)
}

func boundingSquare(p points) (lowX, lowY, side float64) {
	lowX, lowY = p.x[0], p.y[0]
	highX, highY := lowX, lowY
	for i := range p.x {
		lowX, highX = min(lowX, p.x[i]), max(highX, p.x[i])
		lowY, highY = min(lowY, p.y[i]), max(highY, p.y[i])
	}
	return lowX, lowY, max(highX-lowX, highY-lowY)
}

// split appends the cell of order[lo:hi] and all cells within it.
func (t *quadtree) split(p points, mass []float64, lo, hi int, lowX, lowY, side float64, depth int) {
	at := len(t.cells)
	t.cells = append(t.cells, cell{})
	c := cell{reach: side * side * t.opening}
	if hi-lo <= leafSize || depth == maxDepth {
		c.first, c.last = int32(lo), int32(hi)
		for i := lo; i < hi; i++ {
			v := t.order[i]
			x, y, m := p.x[v], p.y[v], mass[v]
			t.x[i], t.y[i], t.mass[i] = x, y, m
			c.x += m * x
			c.y += m * y
			c.mass += m
		}
	} else {
		half := side / 2
		midX, midY := lowX+half, lowY+half
		mid := partition(t.order[lo:hi], p.y, midY) + lo
		left := partition(t.order[lo:mid], p.x, midX) + lo
		right := partition(t.order[mid:hi], p.x, midX) + mid
		t.child(&c, p, mass, lo, left, lowX, lowY, half, depth)
		t.child(&c, p, mass, left, mid, midX, lowY, half, depth)
		t.child(&c, p, mass, mid, right, lowX, midY, half, depth)
		t.child(&c, p, mass, right, hi, midX, midY, half, depth)
	}
	c.x /= c.mass
	c.y /= c.mass
	c.next = int32(len(t.cells))
	t.cells[at] = c
}

// child splits one quarter of c, if it holds any point, and adds its mass to c.
func (t *quadtree) child(c *cell, p points, mass []float64, lo, hi int, lowX, lowY, side float64, depth int) {
	if lo == hi {
		return
	}
	at := len(t.cells)
	t.split(p, mass, lo, hi, lowX, lowY, side, depth+1)
	in := &t.cells[at]
	c.x += in.mass * in.x
	c.y += in.mass * in.y
	c.mass += in.mass
}

// partition moves the ids whose coordinate lies below limit to the front and
// returns how many there are.
func partition(ids []int32, coordinate []float64, limit float64) int {
	n := 0
	for i, v := range ids {
		if coordinate[v] < limit {
			ids[i], ids[n] = ids[n], v
			n++
		}
	}
	return n
}

// push returns the sum over all points of mass times the vector from the point
// to (x, y), divided by the squared distance. soft, a squared length, keeps
// points on one spot from flying apart; a point does not push itself.
func (t *quadtree) push(x, y, soft float64) (px, py float64) {
	cells := t.cells
	for i := int32(0); int(i) < len(cells); {
		c := &cells[i]
		dx, dy := x-c.x, y-c.y
		square := dx*dx + dy*dy
		if square > c.reach {
			f := c.mass / (square + soft)
			px += dx * f
			py += dy * f
			i = c.next
			continue
		}
		xs, ys, ms := t.x[c.first:c.last], t.y[c.first:c.last], t.mass[c.first:c.last]
		for k, m := range ms {
			dx, dy := x-xs[k], y-ys[k]
			f := m / (dx*dx + dy*dy + soft)
			px += dx * f
			py += dy * f
		}
		i++
	}
	return px, py
}
