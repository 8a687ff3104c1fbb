package protocol

import (
	"encoding/binary"
	"math"
)

// coder is a frame under way. Each type of value has one function that serves
// both directions: it appends the value to the frame, or, reading, takes it from
// there. Those of structures are in codec.go.
type coder struct {
	b       []byte
	reading bool
	bad     bool // a value was not there, and is zero, like all that follow
}

func (c *coder) take(n uint32) []byte {
	if uint64(n) > uint64(len(c.b)) {
		c.b, c.bad = nil, true
		return nil
	}
	taken := c.b[:n]
	c.b = c.b[n:]
	return taken
}

// number is the form of all numbers: size bytes, the least significant first.
func (c *coder) number(v uint64, size uint32) uint64 {
	var b [8]byte
	if c.reading {
		copy(b[:], c.take(size))
		return binary.LittleEndian.Uint64(b[:])
	}
	binary.LittleEndian.PutUint64(b[:], v)
	c.b = append(c.b, b[:size]...)
	return v
}

func u16(v *uint16, c *coder)  { *v = uint16(c.number(uint64(*v), 2)) }
func u32(v *uint32, c *coder)  { *v = uint32(c.number(uint64(*v), 4)) }
func u64(v *uint64, c *coder)  { *v = c.number(*v, 8) }
func f64(v *float64, c *coder) { *v = math.Float64frombits(c.number(math.Float64bits(*v), 8)) }

func boolean(v *bool, c *coder) {
	var n uint64
	if *v {
		n = 1
	}
	n = c.number(n, 1)
	c.bad = c.bad || n > 1
	*v = n == 1
}

func text(v *string, c *coder) {
	n := uint32(len(*v))
	u32(&n, c)
	if c.reading {
		*v = string(c.take(n))
	} else {
		c.b = append(c.b, *v...)
	}
}

// list grows as its elements arrive, so that a lying count costs nothing.
func list[T any](v *[]T, c *coder, one func(*T, *coder)) {
	n := uint32(len(*v))
	u32(&n, c)
	for i := 0; i < int(n) && !c.bad; i++ {
		if c.reading {
			*v = append(*v, *new(T))
		}
		one(&(*v)[i], c)
	}
}

func optional[T any](v **T, c *coder, one func(*T, *coder)) {
	there := *v != nil
	boolean(&there, c)
	if !there {
		return
	}
	if c.reading {
		*v = new(T)
	}
	one(*v, c)
}
