package pathfind

import (
	"math"
	"math/bits"
)

// entry is a label waiting to be looked at.
type entry struct {
	dist     int64
	unlikely uint64 // the complement of its probability's bits
	slot     int32
}

func waiting(dist int64, probability float64, slot int32) entry {
	return entry{dist, ^math.Float64bits(probability), slot}
}

// before is the order in which labels are looked at: by distance, as lnd by
// probability where that is equal, and then by age, so that a search always
// takes the same way. Which of two comes first is anybody's guess, and many
// distances are equal; so this is one long subtraction instead of branches that
// would be guessed wrong. 1 is yes, 0 is no.
func (a *entry) before(b *entry) int {
	_, less := bits.Sub64(uint64(a.slot), uint64(b.slot), 0)
	_, less = bits.Sub64(a.unlikely, b.unlikely, less)
	_, less = bits.Sub64(uint64(a.dist), uint64(b.dist), less)
	return int(less)
}

// queue is a heap with four children to a node: half as deep as one with two,
// and the children share cache lines. A node that got a better label is pushed
// again; whoever pops the older entry finds its slot out of date.
type queue []entry

func (q *queue) push(e entry) {
	h := append(*q, e)
	*q = h
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if e.before(&h[parent]) == 0 {
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
		least := 0
		if child+4 <= last {
			c := (*[4]entry)(h[child:])
			least = c[1].before(&c[0])
			other := 2 + c[3].before(&c[2])
			least += (other - least) & -c[other&3].before(&c[least&3])
		} else if child >= last {
			break
		} else {
			for c := 1; c < last-child; c++ {
				if h[child+c].before(&h[child+least]) == 1 {
					least = c
				}
			}
		}
		least += child
		if h[least].before(&e) == 0 {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
	return first
}
