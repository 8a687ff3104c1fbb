package synth

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"github.com/btcsuite/btcd/btcec/v2"
)

// nodeKey is the index-th key of a seed: a compressed point whose private key
// nobody knows, because its x is a hash. About every second x is on the curve;
// the first that is, is taken.
func nodeKey(seed uint64, index int) [33]byte {
	const domain = "lightpane example node"
	var in [len(domain) + 20]byte
	copy(in[:], domain)
	binary.BigEndian.PutUint64(in[len(domain):], seed)
	binary.BigEndian.PutUint64(in[len(domain)+8:], uint64(index))
	for try := uint32(0); ; try++ {
		binary.BigEndian.PutUint32(in[len(domain)+16:], try)
		hash := sha256.Sum256(in[:])
		var x, y btcec.FieldVal
		// An overflow means that the hash is no field element as it stands.
		if overflow := x.SetByteSlice(hash[:]); overflow || !btcec.DecompressY(&x, false, &y) {
			continue
		}
		var key [33]byte
		// Either y will do: the parity is a bit of the index's own, so that both
		// occur alike.
		key[0] = 2 | byte(mix64(seed^uint64(index))&1)
		copy(key[1:], hash[:])
		return key
	}
}

// nodeKeys makes n keys. It takes about 20 microseconds each.
func nodeKeys(ctx context.Context, seed uint64, n int) ([][33]byte, error) {
	keys := make([][33]byte, n)
	for i := range keys {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		keys[i] = nodeKey(seed, i)
	}
	return keys, nil
}
