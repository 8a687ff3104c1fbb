package graph

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"strconv"
)

// A stored graph is one record: a header, the arrays as columns of fixed width,
// little-endian, the two side tables, and a CRC-32C of all that. It keeps what a
// snapshot cannot: when each direction was last updated. The record is a cache,
// good for the program that wrote it or a later one that still knows the
// format, and is thrown away otherwise.
//
//	"LPG1" | chain 32 | timestamp u32 | nodes u32 | channels u32 | inbound u32 (0 or 1)
//	keys 33 a node
//	scid u64, ends 2 x u32, capacity u64, announced u32 a channel
//	updated u32, htlc_min u64, htlc_max u64, base u32, ppm u32, cltv u16, flags u8 a direction
//	if inbound: base i32, ppm i32 a direction
//	count u32, then channel u32, length u32, feature bits
//	count u32, then node u32, updated u32, length u32, features, length u32, addresses
//	crc u32
const recordMagic = "LPG1"

const (
	recordHeader    = 4 + 32 + 4*4
	recordChannel   = 8 + 2*4 + 8 + 4
	recordDirection = 4 + 8 + 8 + 4 + 4 + 2 + 1
)

// ErrBadRecord reports bytes that are no stored graph, or a damaged one.
var ErrBadRecord = errors.New("not a stored graph")

func badRecord(what string) error { return &detailed{ErrBadRecord, what} }

// of is "n of m".
func of(n, m int64) string { return strconv.FormatInt(n, 10) + " of " + strconv.FormatInt(m, 10) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendBinary appends the graph as a record that Load reads back.
func (g *Graph) AppendBinary(b []byte) []byte {
	le := binary.LittleEndian
	begin := len(b)
	b = append(b, recordMagic...)
	b = append(b, g.chain[:]...)
	b = le.AppendUint32(b, g.timestamp)
	b = le.AppendUint32(b, uint32(len(g.keys)))
	b = le.AppendUint32(b, uint32(len(g.scid)))
	b = le.AppendUint32(b, uint32(min(len(g.inbound), 1)))
	for i := range g.keys {
		b = append(b, g.keys[i][:]...)
	}
	for _, v := range g.scid {
		b = le.AppendUint64(b, uint64(v))
	}
	for _, v := range g.ends {
		b = le.AppendUint32(b, uint32(v[0]))
		b = le.AppendUint32(b, uint32(v[1]))
	}
	for _, v := range g.capacity {
		b = le.AppendUint64(b, uint64(v))
	}
	for _, v := range g.announced {
		b = le.AppendUint32(b, v)
	}
	for r, at := range g.slot {
		p := &g.policy[at]
		b = le.AppendUint32(b, g.updated[r])
		b = le.AppendUint64(b, uint64(p.HtlcMin))
		b = le.AppendUint64(b, uint64(p.HtlcMax))
		b = le.AppendUint32(b, p.BaseFee)
		b = le.AppendUint32(b, p.FeePPM)
		b = le.AppendUint16(b, p.CltvDelta)
		b = append(b, byte(p.Flags))
	}
	if g.inbound != nil {
		for _, at := range g.slot {
			b = le.AppendUint32(b, uint32(g.inbound[at].Base))
			b = le.AppendUint32(b, uint32(g.inbound[at].PPM))
		}
	}
	b = le.AppendUint32(b, uint32(len(g.features)))
	for _, f := range g.features {
		b = le.AppendUint32(b, uint32(f.channel))
		b = appendString(b, f.bits)
	}
	count := 0
	for i := range g.info {
		if g.info[i].updated != 0 {
			count++
		}
	}
	b = le.AppendUint32(b, uint32(count))
	for i := range g.info {
		if in := &g.info[i]; in.updated != 0 {
			b = le.AppendUint32(b, uint32(i))
			b = le.AppendUint32(b, in.updated)
			b = appendString(b, in.features)
			b = appendString(b, in.addresses)
		}
	}
	return le.AppendUint32(b, crc32.Checksum(b[begin:], castagnoli))
}

func appendString(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}

// Load reads a record that AppendBinary wrote. It believes nothing: a record
// whose sum or structure is wrong gives an error that wraps ErrBadRecord.
func Load(record []byte) (*Graph, error) {
	le := binary.LittleEndian
	if len(record) < recordHeader+4 || string(record[:4]) != recordMagic {
		return nil, badRecord("it does not begin with " + recordMagic)
	}
	body, sum := record[:len(record)-4], le.Uint32(record[len(record)-4:])
	if crc32.Checksum(body, castagnoli) != sum {
		return nil, badRecord("its checksum is wrong")
	}
	g := New(ChainHash(body[4:36]))
	g.timestamp = le.Uint32(body[36:])
	nodes, channels, inbound := uint64(le.Uint32(body[40:])), uint64(le.Uint32(body[44:])), uint64(le.Uint32(body[48:]))
	rest := body[recordHeader:]
	if need := nodes*33 + channels*(recordChannel+2*recordDirection+inbound*16); need > uint64(len(rest)) || inbound > 1 || channels > math.MaxInt32/2 {
		return nil, badRecord("its nodes and channels do not fit in it")
	}
	t := g.topology
	column := func(size uint64) []byte {
		c := rest[:size]
		rest = rest[size:]
		return c
	}

	t.keys = make([]PublicKey, nodes)
	for i, c := 0, column(33*nodes); i < len(t.keys); i++ {
		t.keys[i] = PublicKey(c[33*i:])
	}
	t.byKey = make([]NodeIndex, nodes)
	for i, k := range sortByKey(t.keys) {
		t.byKey[i] = NodeIndex(k.at)
		if i > 0 && t.keys[k.at] == t.keys[t.byKey[i-1]] {
			return nil, badRecord("node " + t.keys[k.at].String() + " is there twice")
		}
	}
	if err := t.loadChannels(column(8*channels), column(8*channels), column(8*channels), column(4*channels)); err != nil {
		return nil, err
	}
	t.layOut()
	for n := range t.keys {
		if t.start[n] == t.start[n+1] {
			return nil, badRecord("node " + t.keys[n].String() + " has no channel")
		}
	}
	g.loadPolicies(column(2 * recordDirection * channels))
	if inbound == 1 {
		g.inbound = make([]InboundFee, 2*channels)
		c := column(16 * channels)
		for r, at := range t.slot {
			g.inbound[at] = InboundFee{int32(le.Uint32(c[8*r:])), int32(le.Uint32(c[8*r+4:]))}
		}
	}
	return g, g.loadSideTables(rest)
}

func (t *topology) loadChannels(scid, ends, capacity, announced []byte) error {
	le := binary.LittleEndian
	n := len(scid) / 8
	t.scid = make([]SCID, n)
	t.ends = make([][2]NodeIndex, n)
	t.capacity = make([]Sat, n)
	t.announced = make([]uint32, n)
	for i := range n {
		t.scid[i] = SCID(le.Uint64(scid[8*i:]))
		if i > 0 && t.scid[i] <= t.scid[i-1] {
			return badRecord("channel " + t.scid[i].String() + " follows " + t.scid[i-1].String())
		}
		a, b := le.Uint32(ends[8*i:]), le.Uint32(ends[8*i+4:])
		if uint64(max(a, b)) >= uint64(len(t.keys)) || compareKeys(&t.keys[a], &t.keys[b]) >= 0 {
			return badRecord("channel " + t.scid[i].String() + " joins nodes out of order or range")
		}
		t.ends[i] = [2]NodeIndex{NodeIndex(a), NodeIndex(b)}
		t.capacity[i] = Sat(le.Uint64(capacity[8*i:]))
		t.announced[i] = le.Uint32(announced[4*i:])
	}
	return nil
}

func (g *Graph) loadPolicies(c []byte) {
	le := binary.LittleEndian
	g.policy = make([]Policy, len(g.slot))
	g.updated = make([]uint32, len(g.slot))
	for r, at := range g.slot {
		d := c[recordDirection*r:][:recordDirection]
		g.updated[r] = le.Uint32(d)
		p := Policy{
			HtlcMin: Msat(le.Uint64(d[4:])), HtlcMax: Msat(le.Uint64(d[12:])),
			BaseFee: le.Uint32(d[20:]), FeePPM: le.Uint32(d[24:]), CltvDelta: le.Uint16(d[28:]),
			Flags: PolicyFlags(d[30]) & (Known | Disabled),
		}
		if p.Flags&Known == 0 {
			p, g.updated[r] = Policy{}, 0
		} else {
			p.Carry = carry(g.capacity[r/2], p.HtlcMax)
		}
		g.policy[at] = p
	}
}

func (g *Graph) loadSideTables(rest []byte) error {
	le := binary.LittleEndian
	short := false
	number := func() uint32 {
		if len(rest) < 4 {
			short = true
			return 0
		}
		v := le.Uint32(rest)
		rest = rest[4:]
		return v
	}
	text := func() string {
		n := number()
		if uint64(n) > uint64(len(rest)) {
			short = true
			return ""
		}
		s := string(rest[:n])
		rest = rest[n:]
		return s
	}
	for n := number(); n > 0 && !short; n-- {
		f := channelFeature{ChannelIndex(number()), text()}
		if last := len(g.features) - 1; f.channel < 0 || int(f.channel) >= len(g.scid) || last >= 0 && g.features[last].channel >= f.channel {
			return badRecord("features of channel " + of(int64(f.channel), int64(len(g.scid))))
		}
		g.features = append(g.features, f)
	}
	for n := number(); n > 0 && !short; n-- {
		i, in := number(), nodeInfo{updated: max(number(), 1), features: text(), addresses: text()}
		if uint64(i) >= uint64(len(g.keys)) {
			return badRecord("details of node " + of(int64(i), int64(len(g.keys))))
		}
		if g.info == nil {
			g.info = make([]nodeInfo, len(g.keys))
		}
		g.info[i] = in
	}
	if short || len(rest) > 0 {
		return badRecord("its side tables do not fit")
	}
	return nil
}
