package world

import "math"

// Random is splitmix64 (Steele, Lea, Flood 2014): one word of state, which is
// the seed to begin with.
type Random uint64

// Next is the next 64 bits.
func (r *Random) Next() uint64 {
	*r += golden
	return mix(uint64(*r))
}

// golden is 2^64 by the golden ratio, the step of the state.
const golden = 0x9e3779b97f4a7c15

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below is in [0, n). The remainder prefers small numbers by one in 2^64/n,
// which is nothing here, and is what `make bench` does to draw its pairs.
func (r *Random) Below(n int) int { return int(r.Next() % uint64(n)) }

// Unit is uniform in [0, 1).
func (r *Random) Unit() float64 { return float64(r.Next()>>11) / (1 << 53) }

// logUniform is in [from, to), every order of magnitude as likely as another.
func (r *Random) logUniform(from, to float64) float64 {
	return from * math.Exp(r.Unit()*math.Log(to/from))
}

// stream is a generator for one purpose and one number, apart from all others
// of the same seed.
func stream(seed, purpose, number uint64) Random {
	return Random(mix(mix(mix(seed+golden)+purpose)*golden + number))
}

// The purposes that streams serve.
const (
	forBalances uint64 = iota + 1
	forTraffic
	forWalletKeys
	forWalletChannels
)
