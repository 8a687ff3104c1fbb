package synth

import (
	"testing"

	"github.com/btcsuite/btcd/btcec/v2"
)

func TestNodeKeysArePoints(t *testing.T) {
	keys, err := nodeKeys(t.Context(), 1, 300)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[33]byte]bool{}
	odd := 0
	for i, key := range keys {
		if _, err := btcec.ParsePubKey(key[:]); err != nil {
			t.Errorf("key %d: %v", i, err)
		}
		if seen[key] {
			t.Errorf("key %d occurred before", i)
		}
		seen[key] = true
		odd += int(key[0] & 1)
	}
	if odd < 100 || odd > 200 {
		t.Errorf("%d of %d keys are odd", odd, len(keys))
	}
	if other := nodeKey(2, 0); seen[other] {
		t.Error("two seeds share a key")
	}
}
