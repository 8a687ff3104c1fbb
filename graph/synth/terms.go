package synth

// terms makes what channels are worth and what they cost.
type terms struct {
	r      *rng
	t      *topology
	styles []style
}

// channel is one channel between two ranks, before keys put it in order.
type channel struct {
	a, b     int32
	capacity uint64    // satoshis
	policy   [2]Policy // [0] is set by a
}

// channels makes the i-th link's channels.
func (g *terms) channels(l link, into []channel) []channel {
	first := len(into)
	for i := range l.channels {
		c := channel{a: l.a, b: l.b}
		if i > 0 && g.r.chance(siblingAlike) {
			c.capacity = into[first].capacity
		} else {
			c.capacity = g.capacity(l)
		}
		c.policy[0] = g.policy(l.a, l.b, c.capacity)
		c.policy[1] = g.policy(l.b, l.a, c.capacity)
		g.silence(l, &c)
		into = append(into, c)
	}
	return into
}

// capacity draws the capacity of a channel, in satoshis.
func (g *terms) capacity(l link) uint64 {
	if l.inStar && g.r.chance(starUsual) {
		return starCapacity
	}
	class := classOf(min(g.t.peers[l.a], g.t.peers[l.b]))
	switch {
	case l.channels > 5 && class >= richClass:
		return manySiblings.human(g.r.unit())
	case l.channels > 5, l.channels > 2 && class >= richClass:
		return fewSiblings.human(g.r.unit())
	case l.channels > 1:
		class = min(class+siblingsAbove(class), peerClasses-1)
	}
	u := g.r.unit()
	for _, rank := range [...]int32{l.a, l.b} {
		s := &g.styles[rank]
		if g.r.chance(openerHabit / 2) {
			u = s.capacity
		}
		if s.hub == nil {
			continue
		}
		if class < unlikingClass && s.hub.liking > 0 {
			if g.r.chance(s.hub.liking) {
				return s.hub.favourite
			}
			u -= u / likingOffset
		}
		if s.hub.modest {
			u /= modestShare
		}
	}
	return capacities[capacityRow[class]].human(u)
}

// policy is what from asks for sending to to over a channel.
func (g *terms) policy(from, to int32, capacity uint64) Policy {
	s := &g.styles[from]
	p := Policy{Known: true, CltvDelta: s.cltv, BaseMsat: s.base, HtlcMinMsat: s.min, PPM: s.rate(g.r)}
	if g.r.chance(s.cltvStray) {
		p.CltvDelta = uint16(cltvStrays.draw(g.r))
	}
	if g.r.chance(s.baseStray) {
		p.BaseMsat = uint32(baseStrays.human(g.r.unit()))
	}
	if g.r.chance(s.minStray) {
		p.HtlcMinMsat = minStrays.human(g.r.unit())
	}
	p.HtlcMaxMsat = g.htlcMax(s, &g.styles[to], capacity)
	p.HtlcMinMsat = min(p.HtlcMinMsat, p.HtlcMaxMsat)
	return p
}

// htlcMax draws htlc_maximum_msat, which never exceeds the capacity.
func (g *terms) htlcMax(from, to *style, capacity uint64) uint64 {
	share := capShare.draw(g.r)
	switch {
	case to.hub != nil && to.hub.peersShare != 0 && g.r.chance(hubShareKept):
		share = to.hub.peersShare
	case from.hub != nil && from.hub.ownShare != 0 && g.r.chance(hubShareKept):
		share = from.hub.ownShare
	case from.managed && g.r.chance(managedKept):
		if amount := managedAmount.draw(g.r); g.r.chance(certain/2) && amount < capacity*990 {
			return amount
		}
		share = managedShare.draw(g.r)
	}
	// A capacity in satoshis is a thousand times as many millisatoshis, and a
	// share is in ten thousandths.
	return max(capacity*share/10, 1)
}

// silence makes directions of the channel unusable, but never both.
func (g *terms) silence(l link, c *channel) {
	a, b := &g.styles[l.a], &g.styles[l.b]
	chance := uint32(silentElsewhere)
	if l.inStar {
		chance = starSilent
	}
	silentA := a.silent || b.unserved || g.r.chance(chance)
	silentB := b.silent || a.unserved || !l.inStar && g.r.chance(chance)
	switch {
	case silentA && silentB:
		g.hush(&c.policy[g.r.below(2)])
	case silentA:
		g.hush(&c.policy[0])
	case silentB:
		g.hush(&c.policy[1])
	}
}

// hush makes a direction unusable.
func (g *terms) hush(p *Policy) {
	if g.r.chance(silentUnseen) {
		*p = Policy{}
		return
	}
	p.Disabled = true
}
