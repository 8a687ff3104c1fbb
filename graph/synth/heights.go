package synth

import "slices"

// fundingHeights is how old channels are: block heights of their funding, from
// the first public channels to early February 2026. Plausible, not measured:
// the calibration's source has no real short channel ids.
var fundingHeights = spread{
	{1, 505_200, 560_000}, {3, 560_000, 650_000}, {9, 650_000, 740_000}, {14, 740_000, 810_000},
	{22, 810_000, 870_000}, {27, 870_000, 915_000}, {24, 915_000, 934_500},
}

const (
	// txsPerBlock bounds the index of a funding transaction in its block.
	txsPerBlock = 3_800
	// Funding outputs are the first or second output, as wallets shuffle their
	// change, and seldom a later one, of a batch.
	batchFunded, batchOutputs = 300, 20
)

// newSCID is a short channel id at a height.
func newSCID(r *rng, height uint64) uint64 {
	output := r.below(2)
	if r.chance(batchFunded) {
		output = r.below(batchOutputs)
	}
	return height<<blockShift | uint64(1+r.below(txsPerBlock))<<txIndexShift | uint64(output)
}

// newSCIDs gives n short channel ids, ascending, each once.
func newSCIDs(seed uint64, n int) []uint64 {
	r := newRNG(seed, streamHeights)
	ids := make([]uint64, n)
	for i := range ids {
		ids[i] = newSCID(r, fundingHeights.draw(r))
	}
	slices.Sort(ids)
	for i := 1; i < n; i++ {
		ids[i] = max(ids[i], ids[i-1]+1) // another output of the same transaction
	}
	return ids
}
