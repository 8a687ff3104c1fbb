package graph

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Msat is an amount in thousandths of a satoshi.
type Msat uint64

// Sat is an amount in satoshis.
type Sat uint64

// MaxSupply is every bitcoin there can be: 21 million. No amount, capacity or
// htlc_maximum_msat above it makes sense.
const (
	MaxSupply     Sat  = 21_000_000 * 100_000_000
	MaxSupplyMsat Msat = Msat(MaxSupply) * 1000
)

// UnknownCapacity marks a channel whose funding amount nobody told us, as in a
// version 1 snapshot. It is a value of its own, since a peer may well claim a
// capacity of 0.
const UnknownCapacity Sat = math.MaxUint64

// SCID is a short channel id (BOLT 7): block height, transaction index and
// output index of the funding output, 24, 24 and 16 bits.
type SCID uint64

// String gives the form that people read and write: 800000x12x1.
func (s SCID) String() string {
	b := make([]byte, 0, 24)
	b = strconv.AppendUint(b, uint64(s)>>40, 10)
	b = append(b, 'x')
	b = strconv.AppendUint(b, uint64(s)>>16&0xffffff, 10)
	b = append(b, 'x')
	b = strconv.AppendUint(b, uint64(s)&0xffff, 10)
	return string(b)
}

// ErrBadSCID reports text that is no short channel id.
var ErrBadSCID = errors.New("not a short channel id: want BLOCKxTXxOUTPUT or a decimal number")

// ParseSCID reads both forms in use: 800000x12x1, and the plain decimal number
// that lnd prints.
func ParseSCID(s string) (SCID, error) {
	if !strings.Contains(s, "x") {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return 0, &detailed{ErrBadSCID, strconv.Quote(s)}
		}
		return SCID(n), nil
	}
	parts := strings.Split(s, "x")
	if len(parts) != 3 {
		return 0, &detailed{ErrBadSCID, strconv.Quote(s)}
	}
	var scid uint64
	for i, bits := range [3]int{24, 24, 16} {
		n, err := strconv.ParseUint(parts[i], 10, bits)
		if err != nil {
			return 0, &detailed{ErrBadSCID, strconv.Quote(s)}
		}
		scid = scid<<bits | n
	}
	return SCID(scid), nil
}

// PublicKey is a node's id: a compressed secp256k1 point. This package orders
// and compares keys as bytes and never checks that one lies on the curve.
type PublicKey [33]byte

// String is the key in hexadecimal.
func (k PublicKey) String() string { return hexOf(k[:]) }

// ErrBadKey reports text that is no public key.
var ErrBadKey = errors.New("not a node public key: want 66 hexadecimal digits that begin with 02 or 03")

// ParseKey reads a public key from its hexadecimal form.
func ParseKey(s string) (PublicKey, error) {
	var k PublicKey
	if len(s) != 2*len(k) {
		return PublicKey{}, &detailed{ErrBadKey, strconv.Itoa(len(s)) + " characters"}
	}
	for i := range k {
		b, err := strconv.ParseUint(s[2*i:2*i+2], 16, 8)
		if err != nil {
			return PublicKey{}, &detailed{ErrBadKey, strconv.Quote(s)}
		}
		k[i] = byte(b)
	}
	if k[0]&0xfe != 2 {
		return PublicKey{}, &detailed{ErrBadKey, strconv.Quote(s)}
	}
	return k, nil
}

// ChainHash names a block chain by the hash of its genesis block, in internal
// byte order as in every Lightning message.
type ChainHash [32]byte

// String is the hash as the wire has it, in hexadecimal.
func (c ChainHash) String() string { return hexOf(c[:]) }

// NodeIndex is a node's place in one Graph.
type NodeIndex int32

// ChannelIndex is a channel's place in one Graph, ascending with its SCID.
type ChannelIndex int32

// EdgeIndex is a directed edge's place among the incoming edges of one Graph.
type EdgeIndex int32

// None is the index of nothing: a lookup that found no node or channel.
const None = -1

// Direction says which side of a channel a policy or an HTLC belongs to: 0 from
// the node with the lesser key to the other, 1 the way back (BOLT 7,
// channel_flags bit 0).
type Direction uint8
