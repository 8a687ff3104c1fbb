package rgs

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// EncodeOptions choose the form of a snapshot.
type EncodeOptions struct {
	// Version is 1, or 2 for one with funding amounts, node features and
	// addresses where they are known.
	Version uint8
	// Timestamp is what the snapshot says of its age, unix time; 0 takes the
	// graph's own.
	Timestamp uint32
}

// EncodeFull writes the whole graph as one snapshot. A client may apply it as a
// full snapshot or as a delta to whatever it holds, provided that the timestamp
// is later than the client's.
//
// The bytes depend on the graph alone: nodes with most channels come first, so
// that the commonest references take one byte, and equal ones by their keys.
func EncodeFull(g *graph.Graph, opts EncodeOptions) ([]byte, error) {
	if opts.Timestamp == 0 {
		opts.Timestamp = g.Timestamp()
	}
	w, err := newWriter(g, opts)
	if err != nil {
		return nil, err
	}
	w.channels = make([]graph.ChannelIndex, g.Channels())
	for ch := range w.channels {
		w.channels[ch] = graph.ChannelIndex(ch)
		for dir := range graph.Direction(2) {
			if p := g.Policy(graph.ChannelIndex(ch), dir); p.Flags&graph.Known != 0 {
				w.updates = append(w.updates, update{scid: g.SCID(graph.ChannelIndex(ch)), dir: dir, policy: p})
			}
		}
	}
	if opts.Version >= 2 {
		for n := range graph.NodeIndex(g.Nodes()) {
			if g.NodeUpdated(n) != 0 {
				w.details = append(w.details, n)
			}
		}
	}
	return w.encode()
}

// update is a policy to be written: changes against base if that is set.
type update struct {
	scid   graph.SCID
	dir    graph.Direction
	policy *graph.Policy
	base   *graph.Policy
}

// writer collects what a snapshot is to hold, then writes it.
type writer struct {
	g    *graph.Graph
	opts EncodeOptions

	channels []graph.ChannelIndex // to announce, ascending
	details  []graph.NodeIndex    // nodes whose features and addresses to send
	updates  []update             // ascending by short channel id, then direction

	out []byte
}

func newWriter(g *graph.Graph, opts EncodeOptions) (*writer, error) {
	if opts.Version != 1 && opts.Version != 2 {
		return nil, &Error{Kind: WrongVersion, Detail: "version 1 and 2 can be written"}
	}
	return &writer{g: g, opts: opts}, nil
}

func (w *writer) encode() ([]byte, error) {
	if n := len(w.updates); n > MaxUpdates {
		return nil, &Error{Kind: TooManyUpdates, Detail: strconv.Itoa(n) + " updates; clients believe at most " + strconv.Itoa(MaxUpdates)}
	}
	w.out = make([]byte, 0, 64+33*w.g.Nodes()+12*len(w.channels)+24*len(w.updates))
	w.out = append(w.out, magic[:]...)
	w.out = append(w.out, w.opts.Version)
	chain := w.g.Chain()
	w.out = append(w.out, chain[:]...)
	w.u32(w.opts.Timestamp)
	index, err := w.writeNodes()
	if err != nil {
		return nil, err
	}

	w.u32(uint32(len(w.channels)))
	var last graph.SCID
	for _, ch := range w.channels {
		scid := w.g.SCID(ch)
		w.vec(w.g.ChannelFeatures(ch))
		w.bigSize(uint64(scid - last))
		last = scid
		ends := w.g.Ends(ch)
		capacity := w.g.Capacity(ch)
		w.bigSize(uint64(index[ends[0]]))
		if w.opts.Version < 2 || capacity == graph.UnknownCapacity {
			w.bigSize(uint64(index[ends[1]]))
			continue
		}
		w.bigSize(uint64(index[ends[1]]) | extraData)
		w.vec(appendBigSize(nil, uint64(capacity)))
	}
	w.writeUpdates()
	return w.out, nil
}

func (w *writer) writeUpdates() {
	w.u32(uint32(len(w.updates)))
	if len(w.updates) == 0 {
		return
	}
	d := commonest(w.updates)
	w.u16(d.CltvDelta)
	w.u64(uint64(d.HtlcMin))
	w.u32(d.BaseFee)
	w.u32(d.FeePPM)
	w.u64(uint64(d.HtlcMax))

	var last graph.SCID
	for i := range w.updates {
		u := &w.updates[i]
		w.bigSize(uint64(u.scid - last))
		last = u.scid
		p, base, flags := u.policy, &d, byte(u.dir)
		if p.Flags&graph.Disabled != 0 {
			flags |= flagDisable
		}
		if u.base != nil {
			if changed := changes(p, u.base); changed != flagAllFields {
				base, flags = u.base, flags|flagIncremental
			}
		}
		flags |= changes(p, base)
		w.out = append(w.out, flags)
		if flags&flagCltv != 0 {
			w.u16(p.CltvDelta)
		}
		if flags&flagHtlcMin != 0 {
			w.u64(uint64(p.HtlcMin))
		}
		if flags&flagBase != 0 {
			w.u32(p.BaseFee)
		}
		if flags&flagPPM != 0 {
			w.u32(p.FeePPM)
		}
		if flags&flagHtlcMax != 0 {
			w.u64(uint64(p.HtlcMax))
		}
	}
}

// changes are the flags of the fields in which two policies differ.
func changes(a, b *graph.Policy) byte {
	var f byte
	if a.CltvDelta != b.CltvDelta {
		f |= flagCltv
	}
	if a.HtlcMin != b.HtlcMin {
		f |= flagHtlcMin
	}
	if a.BaseFee != b.BaseFee {
		f |= flagBase
	}
	if a.FeePPM != b.FeePPM {
		f |= flagPPM
	}
	if a.HtlcMax != b.HtlcMax {
		f |= flagHtlcMax
	}
	return f
}

// commonest takes the most frequent value of each field, the least of equally
// frequent ones, among the updates that will be sent in full.
func commonest(updates []update) graph.Policy {
	full := make([]*graph.Policy, 0, len(updates))
	for i := range updates {
		if u := &updates[i]; u.base == nil || changes(u.policy, u.base) == flagAllFields {
			full = append(full, u.policy)
		}
	}
	return graph.Policy{
		CltvDelta: uint16(mode(full, func(p *graph.Policy) uint64 { return uint64(p.CltvDelta) })),
		HtlcMin:   graph.Msat(mode(full, func(p *graph.Policy) uint64 { return uint64(p.HtlcMin) })),
		BaseFee:   uint32(mode(full, func(p *graph.Policy) uint64 { return uint64(p.BaseFee) })),
		FeePPM:    uint32(mode(full, func(p *graph.Policy) uint64 { return uint64(p.FeePPM) })),
		HtlcMax:   graph.Msat(mode(full, func(p *graph.Policy) uint64 { return uint64(p.HtlcMax) })),
	}
}

func mode(policies []*graph.Policy, field func(*graph.Policy) uint64) uint64 {
	values := make([]uint64, len(policies))
	for i, p := range policies {
		values[i] = field(p)
	}
	slices.Sort(values)
	var best uint64
	most := 0
	for i := 0; i < len(values); {
		j := i
		for j < len(values) && values[j] == values[i] {
			j++
		}
		if j-i > most {
			best, most = values[i], j-i
		}
		i = j
	}
	return best
}

// nodeOrder is the nodes that the snapshot names, those with most channels first.
func (w *writer) nodeOrder() []graph.NodeIndex {
	named := make([]bool, w.g.Nodes())
	for _, ch := range w.channels {
		ends := w.g.Ends(ch)
		named[ends[0]], named[ends[1]] = true, true
	}
	for _, n := range w.details {
		named[n] = true
	}
	order := make([]graph.NodeIndex, 0, len(named))
	for n, is := range named {
		if is {
			order = append(order, graph.NodeIndex(n))
		}
	}
	keys := w.g.Keys()
	slices.SortFunc(order, func(a, b graph.NodeIndex) int {
		if d := w.g.Degree(b) - w.g.Degree(a); d != 0 {
			return d
		}
		return bytes.Compare(keys[a][:], keys[b][:])
	})
	return order
}

func (w *writer) u16(v uint16)     { w.out = binary.BigEndian.AppendUint16(w.out, v) }
func (w *writer) u32(v uint32)     { w.out = binary.BigEndian.AppendUint32(w.out, v) }
func (w *writer) u64(v uint64)     { w.out = binary.BigEndian.AppendUint64(w.out, v) }
func (w *writer) bigSize(v uint64) { w.out = appendBigSize(w.out, v) }
func (w *writer) vec(b []byte)     { w.out = appendVec(w.out, b) }

func appendBigSize(b []byte, v uint64) []byte {
	switch {
	case v < 0xfd:
		return append(b, byte(v))
	case v <= 0xffff:
		return binary.BigEndian.AppendUint16(append(b, 0xfd), uint16(v))
	case v <= 0xffff_ffff:
		return binary.BigEndian.AppendUint32(append(b, 0xfe), uint32(v))
	}
	return binary.BigEndian.AppendUint64(append(b, 0xff), v)
}

func appendVec(b, v []byte) []byte {
	if len(v) < 0xffff {
		return append(binary.BigEndian.AppendUint16(b, uint16(len(v))), v...)
	}
	b = binary.BigEndian.AppendUint16(b, 0xffff)
	return append(binary.BigEndian.AppendUint64(b, uint64(len(v)-0xffff)), v...)
}
