package synth

import "slices"

// What happens to a network in a few hours, in hundredths of a percent of its
// directions or channels. Rates are of mainnet's order, not measured.
const (
	stepRepriced = 100 // directions with a new fee rate
	stepToggled  = 15  // directions disabled, or enabled again
	stepAppeared = 50  // of the directions never seen: announced now
	stepClosed   = 10  // channels
	stepOpened   = 10
	stepNewcomer = 3_000 // of the channels opened: by a node that is new
	// stepRepricers are nodes that give all of their channels one new fee rate.
	stepRepricers = 15
	stepBlocks    = 18 // about three hours
)

// Step is what the network has become some hours later: about a percent of the
// directions has another fee rate, some were disabled or enabled, a few channels
// closed and a few opened, some by new nodes. The network itself is not changed.
// The same seed gives the same successor; a successor steps on.
func (n *Network) Step(seed uint64) *Network {
	s := &stepper{r: newRNG(seed, streamStep), nodes: slices.Clone(n.Nodes), repricer: make([]uint32, len(n.Nodes))}
	if len(n.Channels) == 0 {
		return &Network{Nodes: s.nodes}
	}
	s.tip = n.Channels[len(n.Channels)-1].block()
	for i := range s.repricer {
		if s.r.chance(stepRepricers) {
			s.repricer[i] = uint32(ratesNoBase.of(size16to63).human(s.r.unit()))
		}
	}
	next := &Network{Channels: make([]Channel, 0, len(n.Channels)+len(n.Channels)*2*stepOpened/certain)}
	for _, c := range n.Channels {
		if !s.r.chance(stepClosed) {
			s.change(&c)
			next.Channels = append(next.Channels, c)
		}
	}
	if len(next.Channels) == 0 { // a network so small keeps its channels
		next.Channels = slices.Clone(n.Channels)
	}
	s.open(next, newcomers(seed, s.tip))
	next.Nodes = s.nodes
	next.settle()
	return next
}

// stepper is the state of one step.
type stepper struct {
	r        *rng
	nodes    []Node
	repricer []uint32 // by node: its new fee rate for all channels, 0 for most
	tip      uint64   // highest block so far
}

// change lets time pass over a channel that stays open.
func (s *stepper) change(c *Channel) {
	for side := range c.Policy {
		p := &c.Policy[side]
		if !p.Known {
			if s.r.chance(stepAppeared) {
				*p = c.Policy[1-side]
				p.Disabled = false
			}
			continue
		}
		if rate := s.repricer[c.end(side)]; rate != 0 {
			p.PPM = rate
		}
		if s.r.chance(stepRepriced) {
			p.PPM = s.reprice(p.PPM)
		}
		if s.r.chance(stepToggled) {
			p.Disabled = !p.Disabled
		}
	}
}

// reprice is another fee rate, within half and double.
func (s *stepper) reprice(ppm uint32) uint32 {
	next := uint32(uint64(ppm) * uint64(500+s.r.below(1501)) / 1000)
	if next == ppm {
		next++
	}
	return min(next, maxPPM)
}

// maxPPM is a fee of the whole amount.
const maxPPM = 1_000_000

// open adds new channels. Who opens is drawn from the ends of the channels there
// are, so that hubs grow fastest, and prices the new one like that one.
func (s *stepper) open(n *Network, newKey func() [33]byte) {
	old := len(n.Channels)
	opened := old * stepOpened / certain
	if s.r.below(certain) < old*stepOpened%certain {
		opened++
	}
	used := map[uint64]bool{}
	for range opened {
		a, policyA, capacity := s.someEnd(n.Channels[:old])
		b, policyB, _ := s.someEnd(n.Channels[:old])
		if a == b || s.r.chance(stepNewcomer) {
			b, policyB = int32(len(s.nodes)), Policy{
				CltvDelta: walletStyle.cltv, BaseMsat: walletStyle.base, PPM: walletStyle.ppm, HtlcMinMsat: walletStyle.min,
			}
			s.nodes = append(s.nodes, Node{Key: newKey(), Alias: wordAlias(s.r)})
		}
		scid := newSCID(s.r, s.tip+1+uint64(s.r.below(stepBlocks)))
		for used[scid] {
			scid++
		}
		used[scid] = true
		c := Channel{SCID: scid, CapacitySat: capacity, Node1: a, Node2: b, Policy: [2]Policy{policyA, policyB}}
		for side := range c.Policy {
			p := &c.Policy[side]
			p.Known, p.Disabled = true, false
			p.HtlcMaxMsat = capacity * 990
			p.HtlcMinMsat = min(p.HtlcMinMsat, p.HtlcMaxMsat)
		}
		n.Channels = append(n.Channels, c)
	}
}

// someEnd is an end of a random channel, what it asks for there (or its peer,
// if it asks for nothing), and the capacity.
func (s *stepper) someEnd(channels []Channel) (int32, Policy, uint64) {
	c := &channels[s.r.below(len(channels))]
	side := s.r.below(2)
	p := c.Policy[side]
	if !p.Known {
		p = c.Policy[1-side]
	}
	return c.end(side), p, c.CapacitySat
}

// newcomers makes the keys of new nodes. They depend on the tip as well, so
// that steps with one seed, one after another, do not repeat them.
func newcomers(seed, tip uint64) func() [33]byte {
	series := newRNG(seed^mix64(tip), streamStepNodes).next()
	made := 0
	return func() [33]byte {
		made++
		return nodeKey(series, made)
	}
}
