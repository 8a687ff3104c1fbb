package layout

import (
	"context"
	"math"
	"math/rand/v2"
)

const (
	// opening is how many times its own side a cell of the quadtree must be
	// away to count as one point. Forces come out a few per cent off, which
	// no picture shows.
	opening = 1.2
	// startHeat and endHeat are the furthest a node may move in the first and
	// the last pass, in units of the picture's radius (about 1).
	startHeat = 0.3
	endHeat   = 0.006
	// damping is the part of the way to its momentary balance that a node
	// goes: as all nodes move at once, going all the way would swing.
	damping = 0.6
	// coarsestPasses says how many times as long the coarsest network, which
	// starts from nothing, is relaxed.
	coarsestPasses = 3
	// checkEvery is how many nodes are moved between two looks at the context.
	checkEvery = 1024
)

// place finds positions for a connected network, about one unit from the
// origin.
func place(ctx context.Context, g *network, passes int, random *rand.Rand) (points, error) {
	if g.len() == 1 {
		return newPoints(1), nil
	}
	levels := hierarchy(g)
	last := len(levels) - 1
	p := scatter(levels[last].net.len(), random)
	if err := relax(ctx, levels[last].net, p, coarsestPasses*passes); err != nil {
		return points{}, err
	}
	for i := last - 1; i >= 0; i-- {
		p = refine(levels[i].parent, p, random)
		if err := relax(ctx, levels[i].net, p, passes); err != nil {
			return points{}, err
		}
	}
	return p, nil
}

// scatter throws n points onto the unit disc.
func scatter(n int, random *rand.Rand) points {
	p := newPoints(n)
	for i := range n {
		angle, radius := 2*math.Pi*random.Float64(), math.Sqrt(random.Float64())
		p.x[i], p.y[i] = radius*math.Cos(angle), radius*math.Sin(angle)
	}
	return p
}

// refine starts every node beside its parent, at about the distance that
// evenly spread nodes have.
func refine(parent []int32, coarse points, random *rand.Rand) points {
	p := newPoints(len(parent))
	jitter := 0.5 / math.Sqrt(float64(len(parent)))
	for v, c := range parent {
		p.x[v] = coarse.x[c] + jitter*(2*random.Float64()-1)
		p.y[v] = coarse.y[c] + jitter*(2*random.Float64()-1)
	}
	return p
}

// relax moves the points towards a balance of three forces: pushes between all
// nodes (mass times mass over distance, scaled so that the picture keeps its
// size whatever the total), pulls along edges (weight times the square root of
// distance: between ForceAtlas2, which spreads evenly, and LinLog, which shows
// clusters but crushes them), and the pull of each node's anchor to the origin.
//
// A node is moved by its force over its stiffness, that is, to where it would
// rest if all others stood still and forces were springs; so stars with a
// thousand leaves and chains settle in about the same number of passes.
func relax(ctx context.Context, g *network, p points, passes int) error {
	n := g.len()
	total := 0.0
	for _, m := range g.mass {
		total += m
	}
	soft := 1e-3 / float64(n) // well below the squared distance of neighbours
	tree := quadtree{opening: opening * opening}
	next := newPoints(n)
	heat := startHeat
	cooling := math.Pow(endHeat/startHeat, 1/float64(passes))
	for range passes {
		tree.build(p, g.mass)
		// In the tree's order, nodes that follow each other walk the same cells.
		for i, v := range tree.order {
			if i%checkEvery == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
			}
			x, y := p.x[v], p.y[v]
			push := g.mass[v] / total
			stiff := push + g.anchor[v]
			fx, fy := tree.push(x, y, soft)
			fx, fy = push*fx-g.anchor[v]*x, push*fy-g.anchor[v]*y
			for i := g.start[v]; i < g.start[v+1]; i++ {
				w := g.adj[i]
				dx, dy := p.x[w]-x, p.y[w]-y
				pull := g.weight[i] / math.Sqrt(math.Sqrt(dx*dx+dy*dy+soft))
				fx += dx * pull
				fy += dy * pull
				stiff += pull
			}
			step := damping / stiff
			if length := math.Hypot(fx, fy) / stiff; length > heat {
				step *= heat / length
			}
			next.x[v], next.y[v] = x+step*fx, y+step*fy
		}
		copy(p.x, next.x)
		copy(p.y, next.y)
		heat *= cooling
	}
	return nil
}
