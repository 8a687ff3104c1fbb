package synth

// style is how one node runs all of its channels. Most nodes have one setting
// for nearly all of them.
type style struct {
	hub *hubStyle // nil for most

	silent   bool // none of its directions is usable
	unserved bool // no direction towards it is
	managed  bool // sets htlc_maximum_msat by channel

	// The usual settings, and in which share of the channels there are others.
	base, baseStray uint32
	cltv            uint16
	cltvStray       uint32
	min             uint64
	minStray        uint32

	// The usual fee rate, and in which share of the channels it holds. In the
	// others the rate is drawn from rates: near position if tight, else anywhere.
	ppm, usual uint32
	rates      spread
	position   uint32
	tight      bool

	// capacity is where its channels tend to be in the order of those alike.
	capacity uint32
}

// Each trait of a style has a low-discrepancy sequence over the nodes in order
// of size: multiples of an irrational number, modulo one. So nodes of any size
// have nearly the calibrated shares in every network, whatever the seed, which
// matters most among the few large ones. The numbers are the fractional parts
// of the square roots of primes, which no rational relation ties together.
const (
	stepCltv     = 0x6a09e667 // 2
	stepBase     = 0xbb67ae85 // 3
	stepPosition = 0x3c6ef372 // 5
	stepUniform  = 0xa54ff53a // 7
	stepMin      = 0x510e527f // 11
	stepManaged  = 0x9b05688c // 13
	stepUsual    = 0x1f83d9ab // 17
	stepSilent   = 0x5be0cd19 // 19
	stepUnserved = 0xcbbb9d5d // 23
)

// newStyles gives every rank of the topology its style.
func newStyles(seed uint64, t *topology) []style {
	r := newRNG(seed, streamStyles)
	offset := r.unit()
	styles := make([]style, len(t.peers))
	for rank := range styles {
		n := offset + uint32(rank)
		s := &styles[rank]
		s.hub = t.hubStyleOf(int32(rank))
		size := sizeOf(t.peers[rank])
		if s.hub != nil {
			s.follow(s.hub, n)
		} else {
			s.choose(r, size, n)
		}
		s.capacity = r.unit()
	}
	return styles
}

// among says whether the position u is within the first share of all.
func among(u, share uint32) bool { return uint64(u)*certain < uint64(share)<<32 }

// choose draws the style of the n-th node, of the given size.
func (s *style) choose(r *rng, size int, n uint32) {
	s.cltv = uint16(cltvStyles.of(size).at(n * stepCltv))
	s.base = uint32(baseStyles.of(size).at(n * stepBase))
	s.min = minStyle(s.cltv).at(n * stepMin)
	s.cltvStray = cltvHabits[size].draw(r)
	s.baseStray = baseHabits[size].draw(r)
	s.minStray = minHabits[size].draw(r)
	s.silent = among(n*stepSilent, silentNodes[size])
	s.unserved = among(n*stepUnserved, unservedNodes[size])
	s.managed = among(n*stepManaged, managedNodes[size])

	own := 1
	switch s.base {
	case 1000:
		s.rates, own = ratesDefaultBase.of(size), 0
	case 0:
		s.rates = ratesNoBase.of(size)
	default:
		s.rates = ratesOwnBase.of(size)
	}
	s.position = n * stepPosition
	s.ppm = uint32(s.rates.human(s.position))
	s.usual = certain
	if !among(n*stepUniform, uniformRate[own][size]) {
		s.usual = uint32(usualRate.at(n * stepUsual))
	}
	s.tight = r.chance(certain / 2)
}

// follow makes the style that of a hub.
func (s *style) follow(hub *hubStyle, n uint32) {
	s.cltv, s.base, s.min = hub.cltv, hub.base, hub.min
	s.ppm, s.usual = hub.ppm, hub.usual
	s.rates = ratesNoBase.of(size64up)
	if hub.base != 0 {
		s.rates = ratesDefaultBase.of(size64up)
	}
	s.position = n * stepPosition
	if hub != &walletStyle {
		s.minStray = hubStray
	}
}

// hubStray is how often hubs make an exception to their htlc_minimum_msat.
const hubStray = 400

// draw is how often one node makes exceptions.
func (h *habit) draw(r *rng) uint32 {
	if r.chance(h.steady) {
		return 0
	}
	return uint32(h.strays.draw(r))
}

// rate is the fee rate of one of the node's channels.
func (s *style) rate(r *rng) uint32 {
	switch {
	case r.chance(s.usual):
		return s.ppm
	case s.hub != nil && r.chance(certain/2):
		return s.hub.second
	case s.tight:
		// An eighth of the distribution either way, around the end if need be.
		return uint32(s.rates.human(s.position + r.unit()>>2 - 1<<29))
	}
	return uint32(s.rates.human(r.unit()))
}

// minStyle is what nodes with a usual cltv delta have for htlc_minimum_msat.
func minStyle(cltv uint16) spread {
	if s, ok := minStyles[cltv]; ok {
		return s
	}
	return minUsual
}
