package site

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/layout"
)

// places are where nodes are drawn, by key.
type places map[graph.PublicKey]point

type point struct{ x, y int16 }

// findPlaces gives the places of a graph's nodes: those that the cache has, if
// they are of this very graph, or else newly computed ones, for which a graph of
// mainnet's size takes about a second. What the cache cannot keep is only for
// the log.
func findPlaces(ctx context.Context, g *graph.Graph, cache Cache, name string) (at places, cacheErr, err error) {
	digest := shape(g)
	if cache != nil {
		if record, err := cache.Load(name); err == nil {
			if at, ok := readPlaces(record, digest, g); ok {
				return at, nil, nil
			}
		}
	}
	from, to := make([]int32, g.Channels()), make([]int32, g.Channels())
	for ch := range graph.ChannelIndex(g.Channels()) {
		ends := g.Ends(ch)
		from[ch], to[ch] = int32(ends[0]), int32(ends[1])
	}
	computed, err := layout.Compute(ctx, g.Nodes(), from, to, layout.Options{})
	if err != nil {
		return nil, nil, err
	}
	at = make(places, g.Nodes())
	record := digest[:]
	for n, key := range g.Keys() {
		at[key] = point{computed.X[n], computed.Y[n]}
		record = binary.BigEndian.AppendUint16(record, uint16(computed.X[n]))
		record = binary.BigEndian.AppendUint16(record, uint16(computed.Y[n]))
	}
	if cache != nil {
		cacheErr = cache.Save(name, record)
	}
	return at, cacheErr, nil
}

// shape is a digest of all that a layout depends on.
func shape(g *graph.Graph) [sha256.Size]byte {
	h := sha256.New()
	for _, key := range g.Keys() {
		h.Write(key[:])
	}
	for ch := range graph.ChannelIndex(g.Channels()) {
		ends := g.Ends(ch)
		h.Write(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(ends[0])), uint32(ends[1])))
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// readPlaces reads a record: the digest, and two numbers of 16 bits a node.
func readPlaces(record []byte, digest [sha256.Size]byte, g *graph.Graph) (places, bool) {
	if len(record) != len(digest)+4*g.Nodes() || [sha256.Size]byte(record) != digest {
		return nil, false
	}
	at := make(places, g.Nodes())
	for n, key := range g.Keys() {
		xy := record[len(digest)+4*n:]
		at[key] = point{int16(binary.BigEndian.Uint16(xy)), int16(binary.BigEndian.Uint16(xy[2:]))}
	}
	return at, true
}

// welcome gives a place to each node that has none yet: near a peer, so that the
// picture stays as people know it.
func (at places) welcome(g *graph.Graph) {
	in := g.Incoming()
	for n := range graph.NodeIndex(g.Nodes()) {
		key := g.Key(n)
		if _, ok := at[key]; ok {
			continue
		}
		var near point
		for _, peer := range in.From[in.Start[n]:in.Start[n+1]] {
			if p, ok := at[g.Key(peer)]; ok {
				near = p
				break
			}
		}
		// The key is as good as random and always the same.
		at[key] = point{nudged(near.x, key[1]), nudged(near.y, key[2])}
	}
}

// nudged moves a coordinate by up to a fiftieth of the picture's radius.
func nudged(v int16, by byte) int16 {
	const reach = layout.Max / 50
	moved := int(v) + (int(by)-128)*reach/128
	return int16(min(max(moved, -math.MaxInt16), math.MaxInt16))
}
