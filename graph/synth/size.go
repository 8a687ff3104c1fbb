package synth

import "math/bits"

// The sizes of node that the calibration tells apart, by distinct peers.
const (
	size1 = iota
	size2to3
	size4to15
	size16to63
	size64up
	sizes
)

// sizeOf is the size of a node with so many peers.
func sizeOf(peers int32) int {
	switch {
	case peers <= 1:
		return size1
	case peers <= 3:
		return size2to3
	case peers <= 15:
		return size4to15
	case peers <= 63:
		return size16to63
	default:
		return size64up
	}
}

// classOf is the row of the mixing matrix for a node with so many peers, at
// least one: the binary logarithm.
func classOf(peers int32) int {
	return min(bits.Len32(uint32(peers))-1, peerClasses-1)
}

// inProportion is n scaled by part / whole, without overflow where int is short.
func inProportion(n, part, whole int) int { return int(int64(n) * int64(part) / int64(whole)) }

// bySize is a distribution for each size of node. A size without one is like
// the next smaller that has one.
type bySize [sizes]spread

func (b *bySize) of(size int) spread {
	for b[size] == nil {
		size--
	}
	return b[size]
}

// styleRow is how common a value is among nodes of each size.
type styleRow struct {
	value   uint64
	weights [sizes]uint32
}

// columns turns rows, ascending by value, into a distribution for each size.
func columns(rows []styleRow) bySize {
	var b bySize
	for size := range b {
		for _, row := range rows {
			b[size] = append(b[size], span{row.weights[size], row.value, row.value})
		}
	}
	return b
}
