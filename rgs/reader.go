package rgs

import (
	"encoding/binary"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// reader walks the bytes of a snapshot. The first thing that goes wrong is kept
// in err and every later read gives zero, so that a record is read as a whole
// and checked once. Nothing is allocated for a length before the bytes are
// known to be there.
type reader struct {
	b   []byte
	off int
	err *Error
}

func (r *reader) fail(kind ErrorKind, detail string) {
	if r.err == nil {
		r.err = &Error{Kind: kind, Offset: r.off, Detail: detail}
	}
}

func decimal(v uint64) string { return strconv.FormatUint(v, 10) }

// take gives the next n bytes, not copied.
func (r *reader) take(n int) []byte {
	if r.err != nil || n > len(r.b)-r.off {
		r.short(uint64(n))
		return nil
	}
	r.off += n
	return r.b[r.off-n : r.off : r.off]
}

func (r *reader) short(n uint64) {
	r.fail(Truncated, decimal(n)+" bytes wanted, "+strconv.Itoa(len(r.b)-r.off)+" left")
}

func (r *reader) u8() uint8 {
	if r.err != nil || r.off >= len(r.b) {
		r.short(1)
		return 0
	}
	r.off++
	return r.b[r.off-1]
}

func (r *reader) u16() uint16 {
	if b := r.take(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *reader) u64() uint64 {
	if b := r.take(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// bigSize reads BOLT 1's variable-length integer, which must be minimal.
func (r *reader) bigSize() uint64 {
	if r.off < len(r.b) && r.b[r.off] < 0xfd && r.err == nil {
		r.off++
		return uint64(r.b[r.off-1])
	}
	return r.longBigSize()
}

func (r *reader) longBigSize() uint64 {
	first := r.u8()
	var v, least uint64
	switch {
	case r.err != nil:
		return 0
	case first == 0xfd:
		v, least = uint64(r.u16()), 0xfd
	case first == 0xfe:
		v, least = uint64(r.u32()), 0x1_0000
	default:
		v, least = r.u64(), 0x1_0000_0000
	}
	if r.err == nil && v < least {
		r.fail(BadValue, "the integer "+decimal(v)+" is not in its shortest form")
		return 0
	}
	return v
}

// vec reads bytes with their length in front: two bytes, or 0xffff and eight
// more that count from 0xffff on.
func (r *reader) vec() []byte {
	n := uint64(r.u16())
	if n == 0xffff {
		more := r.u64()
		n += more
		if n < more {
			r.fail(BadValue, "the length "+decimal(more)+"+65535 overflows")
			return nil
		}
	}
	if r.err != nil || n > uint64(len(r.b)-r.off) {
		r.short(n)
		return nil
	}
	return r.take(int(n))
}

// scid reads the next short channel id: the difference from the one before.
func (r *reader) scid(previous graph.SCID) (scid graph.SCID, delta uint64) {
	delta = r.bigSize()
	scid = previous + graph.SCID(delta)
	if scid < previous {
		r.fail(BadValue, "the short channel id "+decimal(uint64(previous))+"+"+decimal(delta)+" overflows")
	}
	return scid, delta
}
