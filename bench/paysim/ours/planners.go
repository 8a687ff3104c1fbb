package ours

import (
	"fmt"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

// planner is an entry of the list: what it takes to make one.
type planner struct {
	name string
	make func(*graph.Graph) Planner
}

// planners lists all planners. The name says how it splits and whose knowledge
// it uses.
func planners() []planner {
	return []planner{
		// One path in lnd's cost model; what it knows is what failed.
		{"path-forgetful", func(g *graph.Graph) Planner { return newForgetful(g) }},
	}
}

// Names lists the planners that NewRunner knows.
func Names() []string {
	var names []string
	for _, p := range planners() {
		names = append(names, p.name)
	}
	return names
}

func newPlanner(g *graph.Graph, name string) (Planner, error) {
	all := planners()
	i := slices.IndexFunc(all, func(p planner) bool { return p.name == name })
	if i < 0 {
		return nil, fmt.Errorf("unknown planner %q: there are %v", name, Names())
	}
	return all[i].make(g), nil
}
