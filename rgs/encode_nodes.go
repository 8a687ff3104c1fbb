package rgs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/lightpane/lightpane/graph"
)

// defaultSets is how many feature sets a snapshot can refer to by number.
const defaultSets = 6

// writeNodes writes the list of keys, in version 2 with the details of those
// nodes that have any to send, and returns each node's place in the list.
//
// Version 2 has room for two bits of a key's first byte. That is enough for
// every public key; but version 1 carries any byte there, and a graph read from
// it may hold a key that is none.
func (w *writer) writeNodes() ([]uint32, error) {
	order := w.nodeOrder()
	if len(order) > MaxNodes {
		return nil, &Error{Kind: TooManyNodes, Detail: strconv.Itoa(len(order)) + " nodes; clients believe at most " + strconv.Itoa(MaxNodes)}
	}
	index := make([]uint32, w.g.Nodes())
	for i, n := range order {
		index[n] = uint32(i)
	}
	var sets []string
	sent := make([]bool, w.g.Nodes())
	if w.opts.Version >= 2 {
		for _, n := range w.details {
			sent[n] = true
		}
		sets = w.commonestSets()
		w.out = append(w.out, byte(len(sets)))
		for _, s := range sets {
			w.vec([]byte(s))
		}
	}
	w.u32(uint32(len(order)))
	for _, n := range order {
		key := w.g.Key(n)
		if w.opts.Version >= 2 && key[0] > nodeParity {
			return nil, &Error{Kind: BadValue, Detail: "version 2 cannot carry the key " + key.String()}
		}
		if !sent[n] {
			w.out = append(w.out, key[:]...)
			continue
		}
		info := w.g.NodeInfo(n)
		marker := slices.Index(sets, string(info.Features)) + 1
		if marker == 0 {
			marker = featureCustom
		}
		w.out = append(w.out, key[0]&nodeParity|nodeAddresses|byte(marker)<<featureShift)
		w.out = append(w.out, key[1:]...)
		w.writeAddresses(info.Addresses)
		if marker == featureCustom {
			w.vec(info.Features)
		}
	}
	return index, nil
}

// writeAddresses writes at most 255 addresses of at most 255 bytes each: the
// format has no room for more.
func (w *writer) writeAddresses(list []byte) {
	at := len(w.out)
	w.out = append(w.out, 0)
	for len(list) > 0 && w.out[at] < 255 {
		size, ok := graph.AddressSize(list)
		if !ok {
			return
		}
		if size <= 255 {
			w.out = append(append(w.out, byte(size)), list[:size]...)
			w.out[at]++
		}
		list = list[size:]
	}
}

// commonestSets are the feature sets that most nodes have, at most six.
func (w *writer) commonestSets() []string {
	counts := map[string]int{}
	for _, n := range w.details {
		counts[w.g.NodeFeatures(n)]++
	}
	sets := make([]string, 0, len(counts))
	for s := range counts {
		sets = append(sets, s)
	}
	slices.SortFunc(sets, func(a, b string) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return sets[:min(len(sets), defaultSets)]
}
