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
	v, _ := s.locate(u)
	return v
}

// draw is a random value of the distribution.
func (s spread) draw(r *rng) uint64 { return s.at(r.unit()) }

// human is like at, for amounts that people choose: most of the values between
// the exact ones are round as well.
func (s spread) human(u uint32) uint64 {
	v, exact := s.locate(u)
	if exact || u%8 < unrounded {
		return v
	}
	scale := uint64(1)
	for v/scale >= 100 {
		scale *= 10
	}
	if rounded := v / scale * scale; rounded >= s[0].lo {
		return rounded // two digits
	}
	return v
}

// unrounded is how many of eight values between the exact ones are odd sums.
const unrounded = 4

// locate is at, and whether u falls on a span with one value only.
func (s spread) locate(u uint32) (value uint64, exact bool) {
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
		return s[i].lo + (s[i].hi-s[i].lo)*fraction>>32, s[i].lo == s[i].hi
	}
	return s[len(s)-1].hi, true
}
