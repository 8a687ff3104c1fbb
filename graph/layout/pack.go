package layout

import "math"

// island is a placed component: its points lie around the origin within
// radius, and it is drawn shifted by (x, y).
type island struct {
	nodes  []int32
	points points
	radius float64
	x, y   float64
}

// newIsland centres the points and scales them so that every component, large
// or small, has the same number of nodes to the area.
func newIsland(nodes []int32, p points) island {
	is := island{nodes: nodes, points: p, radius: math.Sqrt(float64(len(nodes)))}
	x, y, reach := enclose(p)
	scale := 0.0
	if reach > 0 {
		scale = is.radius / reach
	}
	for i := range p.x {
		p.x[i] = (p.x[i] - x) * scale
		p.y[i] = (p.y[i] - y) * scale
	}
	return is
}

// encloseSteps makes the circle at most a few per cent wider than need be.
const encloseSteps = 50

// enclose returns a small circle around all points: starting from their mean,
// its centre goes ever shorter steps towards whichever point is furthest out
// (Badoiu and Clarkson 2003).
func enclose(p points) (x, y, radius float64) {
	for i := range p.x {
		x += p.x[i]
		y += p.y[i]
	}
	x /= float64(len(p.x))
	y /= float64(len(p.x))
	for step := range encloseSteps {
		far, _ := furthest(p, x, y)
		x += (p.x[far] - x) / float64(step+2)
		y += (p.y[far] - y) / float64(step+2)
	}
	_, radius = furthest(p, x, y)
	return x, y, radius
}

// furthest returns the point furthest from (x, y), and how far it is.
func furthest(p points, x, y float64) (far int, distance float64) {
	square := 0.0
	for i := range p.x {
		dx, dy := p.x[i]-x, p.y[i]-y
		if d := dx*dx + dy*dy; d > square {
			far, square = i, d
		}
	}
	return far, math.Sqrt(square)
}

// gap is the space between neighbouring islands, in the unit of their radii: a
// lone node has radius 1.
const gap = 1.5

// pack sets the first, largest island in the middle and the others around it on
// rings, in order, each ring evenly spaced.
func pack(islands []island) {
	if len(islands) == 0 {
		return
	}
	rim := islands[0].radius
	for rest := islands[1:]; len(rest) > 0; {
		// The first of a ring is its widest, as the islands are sorted.
		wide := rest[0].radius
		orbit := rim + gap + wide
		count, used := 0, 0.0
		for count < len(rest) {
			angle := 2 * math.Asin(min(1, (rest[count].radius+gap/2)/orbit))
			if count > 0 && used+angle > 2*math.Pi {
				break
			}
			used += angle
			count++
		}
		spare := max(0, 2*math.Pi-used) / float64(count)
		at := -math.Pi / 2
		for i := range rest[:count] {
			half := math.Asin(min(1, (rest[i].radius+gap/2)/orbit)) + spare/2
			at += half
			rest[i].x, rest[i].y = orbit*math.Cos(at), orbit*math.Sin(at)
			at += half
		}
		rest = rest[count:]
		rim = orbit + wide
	}
}
