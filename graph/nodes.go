package graph

import (
	"bytes"
	"encoding/binary"
	"slices"
)

func compareKeys(a, b *PublicKey) int { return bytes.Compare(a[:], b[:]) }

// keyed is a key's place in a list with the first eight bytes of the key, which
// decide nearly every comparison.
type keyed struct {
	prefix uint64
	at     int32
}

// bucketBits is how many leading bits of a key's coordinate sortByKey counts by.
const bucketBits = 11

// bucket puts keys into buckets that are themselves in the order of the keys.
func (k keyed) bucket() int {
	// The first byte is 2 or 3 and the rest is as good as random.
	return int(k.prefix>>(56-bucketBits)) & (2<<bucketBits - 1)
}

func (k keyed) ordinary() bool { return k.prefix>>57 == 1 }

// sortByKey orders the positions of keys by their keys; equal keys keep their
// order. Keys are as good as random, so a counting sort by their leading bits
// leaves little to compare; a list built to collide costs comparisons, never
// more than n log n.
func sortByKey(keys []PublicKey) []keyed {
	listed := make([]keyed, len(keys))
	ordinary := true
	for i := range keys {
		k := &keys[i]
		listed[i] = keyed{uint64(k[0])<<56 | binary.BigEndian.Uint64(k[1:])>>8, int32(i)}
		ordinary = ordinary && listed[i].ordinary()
	}
	less := func(a, b keyed) int {
		switch {
		case a.prefix < b.prefix:
			return -1
		case a.prefix > b.prefix:
			return 1
		}
		if c := compareKeys(&keys[a.at], &keys[b.at]); c != 0 {
			return c
		}
		return int(a.at - b.at)
	}
	if len(keys) < 1<<bucketBits || !ordinary {
		slices.SortFunc(listed, less)
		return listed
	}
	var begin [2<<bucketBits + 1]int32
	for _, k := range listed {
		begin[k.bucket()+1]++
	}
	for b := range begin[1:] {
		begin[b+1] += begin[b]
	}
	order := make([]keyed, len(keys))
	next := begin
	for _, k := range listed {
		b := k.bucket()
		order[next[b]] = k
		next[b]++
	}
	for b := range begin[1:] {
		if same := order[begin[b]:begin[b+1]]; len(same) > 1 {
			slices.SortFunc(same, less)
		}
	}
	return order
}

// AddNodes looks up a list of nodes by key, takes in those that are new, and
// returns an index for each. A node that is left without a channel at Commit is
// dropped again.
func (e *Editor) AddNodes(keys []PublicKey) []NodeIndex {
	out := make([]NodeIndex, len(keys))
	order := sortByKey(keys)

	// One pass over three ascending lists: what base has, what earlier calls
	// added, and this one.
	base, earlier := e.base.byKey, e.newByKey
	var fresh []int32 // positions in keys, the first of each new key
	for i, o := range order {
		k := &keys[o.at]
		if i > 0 && keys[order[i-1].at] == *k {
			out[o.at] = out[order[i-1].at]
			continue
		}
		for len(base) > 0 && compareKeys(&e.base.keys[base[0]], k) < 0 {
			base = base[1:]
		}
		for len(earlier) > 0 && compareKeys(e.Key(earlier[0]), k) < 0 {
			earlier = earlier[1:]
		}
		switch {
		case len(base) > 0 && e.base.keys[base[0]] == *k:
			out[o.at] = base[0]
		case len(earlier) > 0 && *e.Key(earlier[0]) == *k:
			out[o.at] = earlier[0]
		default:
			out[o.at] = None
			fresh = append(fresh, o.at)
		}
	}
	if len(fresh) == 0 {
		return out
	}

	// New nodes get their indices in the order of the list, not of their keys:
	// a list is ordered so that neighbours are near, and so stays the memory.
	isFresh := make([]bool, len(keys))
	for _, at := range fresh {
		isFresh[at] = true
	}
	e.newKeys = slices.Grow(e.newKeys, len(fresh))
	for at, is := range isFresh {
		if is {
			out[at] = NodeIndex(len(e.base.keys) + len(e.newKeys))
			e.newKeys = append(e.newKeys, keys[at])
		}
	}
	freshByKey := make([]NodeIndex, len(fresh))
	for i, at := range fresh {
		freshByKey[i] = out[at]
	}
	e.newByKey = mergeByKey(e.newByKey, freshByKey, e.Key)
	for i := 1; i < len(order); i++ {
		// A new key that the list names twice has an index only now.
		if a, b := order[i-1].at, order[i].at; keys[a] == keys[b] {
			out[b] = out[a]
		}
	}
	return out
}

// mergeByKey merges two lists that are in the order of their keys.
func mergeByKey(a, b []NodeIndex, key func(NodeIndex) *PublicKey) []NodeIndex {
	if len(a) == 0 {
		return b
	}
	out := make([]NodeIndex, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareKeys(key(a[0]), key(b[0])) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
