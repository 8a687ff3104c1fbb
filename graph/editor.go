package graph

import (
	"errors"
	"slices"
	"sort"
)

// Editor prepares the successor of a graph. Nothing it does shows in the graph
// it came from; dropping it undoes everything. It belongs to one goroutine.
//
// The usual order is the cheapest: AddNodes once, AddChannel in ascending order
// of short channel id, then policies in ascending order too. Any other order
// works.
type Editor struct {
	base *Graph

	timestamp uint32

	newKeys  []PublicKey // of nodes that base lacks; index len(base.keys)+i
	newByKey []NodeIndex // the same nodes in the order of their keys

	added   []Announcement // in the order they came
	byScid  []int32        // indices into added by scid; nil while added is ascending
	gone    []bool         // by channelRef; nil while no channel was removed
	removed int

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
func (e *Editor) Grow(n int) { e.added = slices.Grow(e.added, n) }

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
	i := int32(len(e.added))
	if e.byScid != nil || (i > 0 && e.added[i-1].SCID >= a.SCID) {
		if e.byScid == nil {
			e.byScid = make([]int32, i, 2*i+1)
			for k := range e.byScid {
				e.byScid[k] = int32(k)
			}
		}
		at := sort.Search(len(e.byScid), func(k int) bool { return e.added[e.byScid[k]].SCID >= a.SCID })
		e.byScid = slices.Insert(e.byScid, at, i)
	}
	e.added = append(e.added, a)
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

// Channel finds a channel by its short channel id.
func (e *Editor) Channel(scid SCID) (ChannelRef, bool) {
	base := e.base.scid
	i := seek(len(base), e.atBase, scid, func(i int) SCID { return base[i] })
	e.atBase = i
	if i < len(base) && base[i] == scid && !e.isGone(ChannelRef(i)) {
		return ChannelRef(i), true
	}
	if len(e.added) == 0 {
		return None, false
	}
	j := seek(len(e.added), e.atAdded, scid, func(j int) SCID { return e.added[e.order(j)].SCID })
	e.atAdded = j
	for ; j < len(e.added) && e.added[e.order(j)].SCID == scid; j++ {
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

// seek finds the first of n ascending values that is not below want, galloping
// on from position at: a run of ascending look-ups costs a step each.
func seek(n, at int, want SCID, value func(int) SCID) int {
	if at > n || (at > 0 && value(at-1) >= want) {
		at = 0
	}
	lo, step := at, 1
	for lo+step <= n && value(lo+step-1) < want {
		lo += step
		step *= 2
	}
	return lo + sort.Search(min(step, n-lo), func(i int) bool { return value(lo+i) >= want })
}

// Capacity is the capacity of a channel, or UnknownCapacity.
func (e *Editor) Capacity(ch ChannelRef) Sat {
	if int(ch) < len(e.base.capacity) {
		return e.base.capacity[ch]
	}
	return e.added[int(ch)-len(e.base.capacity)].Capacity
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
