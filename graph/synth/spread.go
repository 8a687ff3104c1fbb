package synth

// span is a stretch of a distribution: weight of the cases lie evenly in
// [lo, hi), or are exactly lo where lo = hi.
type span struct {
	weight uint32
	lo, hi uint64
}

// spread is a distribution as its inverse: spans in ascending order of value.
// Integers only, so that it gives the same values everywhere.
type spread []span

// at is the value below which the fraction u / 2^32 of the cases lie.
func (s spread) at(u uint32) uint64 {
	var total uint64
	for i := range s {
		total += uint64(s[i].weight)
	}
	at := uint64(u) * total // in 2^-32 of a unit of weight
	for i := range s {
		w := uint64(s[i].weight) << 32
		if at >= w {
			at -= w
			continue
		}
		fraction := at / uint64(s[i].weight) // of this span, in 2^-32
		return s[i].lo + (s[i].hi-s[i].lo)*fraction>>32
	}
	return s[len(s)-1].hi
}

// draw is a random value of the distribution.
func (s spread) draw(r *rng) uint64 { return s.at(r.unit()) }
