package pathfind

// entry is a label waiting to be looked at, by its slot.
type entry struct {
	dist int64
	slot int32
}

// queue is a heap with four children to a node: half as deep as one with two,
// and the children share cache lines. A node that got a better label is pushed
// again; whoever pops the older entry finds its slot out of date.
type queue []entry

// before is the order in which labels are looked at: by distance, as lnd by
// probability where that is equal, and then by node, so that a search always
// takes the same way.
func (f *Finder) before(a, b entry) bool {
	if a.dist != b.dist {
		return a.dist < b.dist
	}
	x, y := &f.labels[a.slot], &f.labels[b.slot]
	if x.probability != y.probability {
		return x.probability > y.probability
	}
	return x.node < y.node
}

func (f *Finder) push(e entry) {
	h := append(f.queue, e)
	f.queue = h
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !f.before(e, h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// pop takes the first entry out of a queue that is not empty.
func (f *Finder) pop() entry {
	h := f.queue
	first := h[0]
	last := len(h) - 1
	e := h[last]
	h = h[:last]
	f.queue = h
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
			if f.before(h[c], h[least]) {
				least = c
			}
		}
		if !f.before(h[least], e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
	return first
}
