package pathfind

import "github.com/lightpane/lightpane/graph"

// entry is a label waiting to be looked at.
type entry struct {
	dist        int64
	probability float64
	node        graph.NodeIndex
}

// before is the order in which labels are looked at: by distance, as lnd by
// probability where that is equal, and then by node, so that a search always
// takes the same way.
func (a *entry) before(b *entry) bool {
	if a.dist != b.dist {
		return a.dist < b.dist
	}
	if a.probability != b.probability {
		return a.probability > b.probability
	}
	return a.node < b.node
}

// queue is a heap with four children to a node: half as deep as one with two,
// and the children share cache lines. A label that got better is pushed again;
// whoever pops the older entry finds the label settled and drops it.
type queue []entry

func (q *queue) push(e entry) {
	h := append(*q, e)
	*q = h
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(&h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// pop takes the first entry out of a queue that is not empty.
func (q *queue) pop() entry {
	h := *q
	first := h[0]
	last := len(h) - 1
	e := h[last]
	h = h[:last]
	*q = h
	if last == 0 {
		return first
	}
	i := 0
	for {
		child := 4*i + 1
		if child >= last {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, last); c++ {
			if h[c].before(&h[least]) {
				least = c
			}
		}
		if !h[least].before(&e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
	return first
}
