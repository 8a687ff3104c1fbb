package graph

import (
	"errors"
	"slices"
)

// Editor prepares the successor of a graph. Nothing it does shows in the graph
// it came from; dropping it undoes everything. It belongs to one goroutine.
//
// The usual order is the cheapest: AddNodes once, AddChannel in ascending order
// of short channel id, then policies in ascending order too. Any other order
// works; channels added in descending order cost a move of all the others each.
type Editor struct {
	base *Graph

	timestamp uint32

	newKeys  []PublicKey // of nodes that base lacks; index len(base.keys)+i
	newByKey []NodeIndex // the same nodes in the order of their keys

	added    []opened // in the order they came
	scids    []SCID   // theirs, ascending
	byScid   []int32  // indices into added in the order of scids; nil while that is the order they came in
	features []string // of those that have any
	gone     []bool   // by channelRef; nil while no channel was removed
	removed  int

	// Policies, fees and times by "slot": base's slots keep their numbers, and
	// added channel i has the slots 2C+2i and 2C+2i+1, C being the number of
	// base's channels. owned says that policy and updated are copies.
	owned   bool
	policy  []Policy
	updated []uint32 // by 2*channelRef+direction
	inbound []InboundFee
	info    map[NodeIndex]nodeInfo

	atBase, atAdded int // where the last look-up ended: updates come in order
}

// Announcement is a channel to add: what its channel_announcement said.
type Announcement struct {
	SCID      SCID
	Node      [2]NodeIndex // the lesser key first; from AddNodes or the edited graph
	Capacity  Sat          // or UnknownCapacity
	Announced uint32       // unix time
	Features  string       // big-endian bits as on the wire
}

// opened is an added channel. It holds no pointer, so that the garbage collector
// passes it over.
type opened struct {
	node      [2]NodeIndex
	capacity  Sat
	announced uint32
	features  int32 // index into the editor's features, or None
}

// ChannelRef is a channel within one Editor.
type ChannelRef int32

// ErrNodeOrder reports a channel whose nodes are not in ascending order of
// their keys, or are the same (BOLT 7, channel_announcement).
var ErrNodeOrder = errors.New("the two nodes of a channel must be in ascending order of their keys")

// Edit begins a successor of g.
func (g *Graph) Edit() *Editor {
	return &Editor{base: g, timestamp: g.timestamp, policy: g.policy, updated: g.updated, inbound: g.inbound}
}

// SetTimestamp sets the graph's own timestamp.
func (e *Editor) SetTimestamp(t uint32) { e.timestamp = t }

// Key is the key of a node of the edited graph or one that AddNodes returned.
func (e *Editor) Key(n NodeIndex) *PublicKey {
	if int(n) < len(e.base.keys) {
		return &e.base.keys[n]
	}
	return &e.newKeys[int(n)-len(e.base.keys)]
}

// Grow makes room for n more channels, so that adding them moves nothing.
func (e *Editor) Grow(n int) {
	e.added = slices.Grow(e.added, n)
	e.scids = slices.Grow(e.scids, n)
}

// Channels counts the channels that are there now, added ones included.
func (e *Editor) Channels() int { return len(e.base.scid) + len(e.added) - e.removed }

// AddChannel adds a channel and says whether it was new: one that is known
// already stays as it is. It returns ErrNodeOrder, and changes nothing, if the
// nodes are out of order.
func (e *Editor) AddChannel(a Announcement) (added bool, err error) {
	if compareKeys(e.Key(a.Node[0]), e.Key(a.Node[1])) >= 0 {
		return false, &detailed{ErrNodeOrder, "channel " + a.SCID.String()}
	}
	if _, ok := e.Channel(a.SCID); ok {
		return false, nil
	}
	if last := len(e.scids) - 1; e.byScid == nil && (last < 0 || e.scids[last] < a.SCID) {
		e.scids = append(e.scids, a.SCID)
	} else {
		e.insert(a.SCID)
	}
	c := opened{node: a.Node, capacity: a.Capacity, announced: a.Announced, features: None}
	if a.Features != "" {
		c.features = int32(len(e.features))
		e.features = append(e.features, a.Features)
	}
	e.added = append(e.added, c)
	if e.owned {
		e.policy = append(e.policy, Policy{}, Policy{})
		e.updated = append(e.updated, 0, 0)
		if e.inbound != nil {
			e.inbound = append(e.inbound, InboundFee{}, InboundFee{})
		}
	}
	if e.gone != nil {
		e.gone = append(e.gone, false)
	}
	return true, nil
}

// insert puts the short channel id of the next channel in its place.
func (e *Editor) insert(scid SCID) {
	next := int32(len(e.added))
	if e.byScid == nil {
		e.byScid = make([]int32, next, 2*next+1)
		for k := range e.byScid {
			e.byScid[k] = int32(k)
		}
	}
	at, _ := slices.BinarySearch(e.scids, scid)
	e.scids = slices.Insert(e.scids, at, scid)
	e.byScid = slices.Insert(e.byScid, at, next)
}

// Channel finds a channel by its short channel id.
func (e *Editor) Channel(scid SCID) (ChannelRef, bool) {
	base := e.base.scid
	i := seek(base, e.atBase, scid)
	e.atBase = i
	if i < len(base) && base[i] == scid && !e.isGone(ChannelRef(i)) {
		return ChannelRef(i), true
	}
	if len(e.added) == 0 {
		return None, false
	}
	j := seek(e.scids, e.atAdded, scid)
	e.atAdded = j
	for ; j < len(e.scids) && e.scids[j] == scid; j++ {
		if r := ChannelRef(len(base) + e.order(j)); !e.isGone(r) {
			return r, true
		}
	}
	return None, false
}

// order is the index into added of the channel that comes j-th by scid.
func (e *Editor) order(j int) int {
	if e.byScid == nil {
		return j
	}
	return int(e.byScid[j])
}

// seek finds the first of ascending values that is not below want, walking on
// from position at: ascending look-ups cost a step or two each, others a binary
// search.
func seek(values []SCID, at int, want SCID) int {
	if at > len(values) || at > 0 && values[at-1] >= want {
		at = 0
	}
	for range 4 {
		if at == len(values) || values[at] >= want {
			return at
		}
		at++
	}
	i, _ := slices.BinarySearch(values[at:], want)
	return at + i
}

// Capacity is the capacity of a channel, or UnknownCapacity.
func (e *Editor) Capacity(ch ChannelRef) Sat {
	if int(ch) < len(e.base.capacity) {
		return e.base.capacity[ch]
	}
	return e.added[int(ch)-len(e.base.capacity)].capacity
}

// slot is where the policy of a direction lies in the editor's arrays.
func (e *Editor) slot(ch ChannelRef, dir Direction) int {
	r := 2*int(ch) + int(dir)
	if r < len(e.base.slot) {
		return int(e.base.slot[r])
	}
	return r
}

// Policy is the policy of a direction as the editor has it, and when it was
// updated; ok is false if none is known. It holds until the next change.
func (e *Editor) Policy(ch ChannelRef, dir Direction) (p *Policy, updated uint32, ok bool) {
	s := e.slot(ch, dir)
	if s >= len(e.policy) || e.policy[s].Flags&Known == 0 {
		return nil, 0, false
	}
	return &e.policy[s], e.updated[2*int(ch)+int(dir)], true
}

// SetPolicy sets the policy of a direction, with the time of its update. Known
// is set and Carry filled in whatever p says.
func (e *Editor) SetPolicy(ch ChannelRef, dir Direction, p Policy, updated uint32) {
	e.own()
	p.Flags |= Known
	p.Carry = carry(e.Capacity(ch), p.HtlcMax)
	e.policy[e.slot(ch, dir)] = p
	e.updated[2*int(ch)+int(dir)] = updated
}

// carry is what a direction can be thought to carry. A capacity above all
// bitcoins is nobody's capacity; it is cut so that the product cannot overflow.
func carry(capacity Sat, htlcMax Msat) Msat {
	if capacity == UnknownCapacity {
		return htlcMax
	}
	return Msat(min(capacity, MaxSupply)) * 1000
}

// SetInboundFee sets what the receiving node of a direction asks for taking an
// HTLC in. For direction 0 that is the node with the greater key, and the fee
// comes from its own channel_update, which is about direction 1.
func (e *Editor) SetInboundFee(ch ChannelRef, dir Direction, fee InboundFee) {
	e.own()
	if e.inbound == nil {
		if fee == (InboundFee{}) {
			return
		}
		e.inbound = make([]InboundFee, len(e.policy), cap(e.policy))
	}
	e.inbound[e.slot(ch, dir)] = fee
}

// own makes the arrays the editor's before the first write.
func (e *Editor) own() {
	if e.owned {
		return
	}
	e.owned = true
	n := 2 * (len(e.base.scid) + len(e.added))
	e.policy = append(make([]Policy, 0, n), e.base.policy...)[:n]
	e.updated = append(make([]uint32, 0, n), e.base.updated...)[:n]
	if e.base.inbound != nil {
		e.inbound = append(make([]InboundFee, 0, n), e.base.inbound...)[:n]
	}
}

// NodeUpdated is the time of the last announcement of a node, ok if there was one.
func (e *Editor) NodeUpdated(n NodeIndex) (updated uint32, ok bool) {
	in := e.nodeInfo(n)
	return in.updated, in.updated != 0
}

func (e *Editor) nodeInfo(n NodeIndex) nodeInfo {
	if in, ok := e.info[n]; ok {
		return in
	}
	if int(n) < len(e.base.info) {
		return e.base.info[n]
	}
	return nodeInfo{}
}

// SetNodeInfo records an announcement of a node. A nil set of features or
// addresses leaves what was known.
func (e *Editor) SetNodeInfo(n NodeIndex, updated uint32, features, addresses *string) {
	in := e.nodeInfo(n)
	in.updated = max(updated, 1)
	if features != nil {
		in.features = *features
	}
	if addresses != nil {
		in.addresses = *addresses
	}
	if e.info == nil {
		e.info = make(map[NodeIndex]nodeInfo)
	}
	e.info[n] = in
}
