package rgs

import (
	"encoding/binary"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// reader walks the bytes of a snapshot. The first thing that goes wrong is kept
// in err; after it there are no bytes left, so that every later read fails too
// and gives zero. A record is read as a whole and checked once. Nothing is
// allocated for a length before the bytes are known to be there.
//
// The fixed-width reads look the same on purpose: in WebAssembly a call costs
// more than what these do, so none of them calls another.
type reader struct {
	b   []byte
	off int
	err *Error
}

func (r *reader) fail(kind ErrorKind, detail string) {
	if r.err == nil {
		r.err = &Error{Kind: kind, Offset: r.off, Detail: detail}
	}
	r.b = r.b[:r.off]
}

func decimal(v uint64) string { return strconv.FormatUint(v, 10) }

func (r *reader) short(n uint64) {
	r.fail(Truncated, decimal(n)+" bytes wanted, "+strconv.Itoa(len(r.b)-r.off)+" left")
}

// take gives the next n bytes, not copied.
func (r *reader) take(n int) []byte {
	if n > len(r.b)-r.off {
		r.short(uint64(n))
		return nil
	}
	r.off += n
	return r.b[r.off-n : r.off : r.off]
}

func (r *reader) u8() uint8 {
	if r.off >= len(r.b) {
		r.short(1)
		return 0
	}
	r.off++
	return r.b[r.off-1]
}

func (r *reader) u16() uint16 {
	b := r.b[r.off:]
	if len(b) < 2 {
		r.short(2)
		return 0
	}
	r.off += 2
	return binary.BigEndian.Uint16(b)
}

func (r *reader) u32() uint32 {
	b := r.b[r.off:]
	if len(b) < 4 {
		r.short(4)
		return 0
	}
	r.off += 4
	return binary.BigEndian.Uint32(b)
}

func (r *reader) u64() uint64 {
	b := r.b[r.off:]
	if len(b) < 8 {
		r.short(8)
		return 0
	}
	r.off += 8
	return binary.BigEndian.Uint64(b)
}

// bigSize reads BOLT 1's variable-length integer, which must be minimal.
func (r *reader) bigSize() uint64 {
	b := r.b[r.off:]
	if len(b) >= 3 {
		switch {
		case b[0] < 0xfd:
			r.off++
			return uint64(b[0])
		case b[0] == 0xfd && b[1] != 0:
			r.off += 3
			return uint64(b[1])<<8 | uint64(b[2])
		}
	}
	return r.rareBigSize()
}

func (r *reader) rareBigSize() uint64 {
	first := r.u8()
	var v, least uint64
	switch first {
	default:
		return uint64(first)
	case 0xfd:
		v, least = uint64(r.u16()), 0xfd
	case 0xfe:
		v, least = uint64(r.u32()), 0x1_0000
	case 0xff:
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
	if b := r.b[r.off:]; len(b) >= 2 && b[0]|b[1] == 0 {
		r.off += 2 // most are empty
		return nil
	}
	n := uint64(r.u16())
	if n == 0xffff {
		more := r.u64()
		n += more
		if n < more {
			r.fail(BadValue, "the length "+decimal(more)+"+65535 overflows")
			return nil
		}
	}
	if n > uint64(len(r.b)-r.off) {
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
