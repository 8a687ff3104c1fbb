package synth

import "math/bits"

// rng is splitmix64 (Steele, Lea, Flood 2014): 64 bits of state, the same
// numbers on every platform and in every release of Go.
type rng struct{ state uint64 }

// stream numbers keep the generator's stages apart: a stage that draws once
// more than before does not change what the others make.
type stream uint64

const (
	streamTopology stream = iota + 1
	streamParallels
	streamStyles
	streamChannels
	streamHeights
	streamAliases
	streamStep
	streamStepNodes
)

func newRNG(seed uint64, s stream) *rng {
	return &rng{state: mix64(seed) ^ mix64(uint64(s)*goldenGamma)}
}

const goldenGamma = 0x9e3779b97f4a7c15

// mix64 is splitmix64's finaliser: a bijection in which every bit of the input
// changes about half of the output.
func mix64(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *rng) next() uint64 {
	r.state += goldenGamma
	return mix64(r.state)
}

// below is uniform in [0, n); n must be positive.
func (r *rng) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// unit is uniform over uint32, read as a fraction of 2^32.
func (r *rng) unit() uint32 { return uint32(r.next() >> 32) }

// chance is true in p cases of certain.
func (r *rng) chance(p uint32) bool { return r.below(certain) < int(p) }

// certain is the unit of all probabilities and shares in this package:
// hundredths of a percent.
const certain = 10_000

// shuffle permutes s (Fisher and Yates).
func shuffle[T any](r *rng, s []T) {
	for i := len(s) - 1; i > 0; i-- {
		j := r.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
