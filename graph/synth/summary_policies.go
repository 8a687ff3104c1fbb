package synth

import (
	"slices"
	"strconv"
)

// usable calls f with every usable direction and the node that sets it.
func (n *Network) usable(f func(from int32, c *Channel, p *Policy)) {
	for i := range n.Channels {
		c := &n.Channels[i]
		for side := range c.Policy {
			if c.Policy[side].Usable() {
				f(c.end(side), c, &c.Policy[side])
			}
		}
	}
}

// field is one number of a policy, and the values whose shares are shown.
type field struct {
	name      string
	of        func(c *Channel, p *Policy) uint64
	values    []uint64
	quantiles []int // in thousandths
	distinct  bool  // say how many values there are
}

// policyFields are what policies are compared by.
var policyFields = [...]field{
	{"base fee", func(_ *Channel, p *Policy) uint64 { return uint64(p.BaseMsat) }, []uint64{0, 1, 1000}, []int{950, 990}, true},
	{"fee ppm", func(_ *Channel, p *Policy) uint64 { return uint64(p.PPM) }, []uint64{0, 1, 10, 100, 500, 1000}, []int{500, 750, 900, 950, 990}, true},
	{"cltv delta", func(_ *Channel, p *Policy) uint64 { return uint64(p.CltvDelta) }, []uint64{18, 34, 40, 80, 100, 144}, []int{990}, true},
	{"htlc min", func(_ *Channel, p *Policy) uint64 { return p.HtlcMinMsat }, []uint64{0, 1, 1000, 100_000, 1_000_000}, nil, true},
	{"htlc max, % of capacity", func(c *Channel, p *Policy) uint64 { return p.HtlcMaxMsat / (c.CapacitySat * 10) }, []uint64{45, 99, 100}, []int{50, 100}, false},
}

func (s *Summary) policies(n *Network) {
	directions, defaults := 0, 0
	n.usable(func(_ int32, _ *Channel, p *Policy) {
		directions++
		if p.BaseMsat == 1000 && p.PPM == 1 {
			defaults++
		}
	})
	s.number("usable directions", float64(directions))
	for _, f := range policyFields {
		all := make([]uint64, 0, directions)
		n.usable(func(_ int32, c *Channel, p *Policy) { all = append(all, f.of(c, p)) })
		if len(all) == 0 {
			continue
		}
		slices.Sort(all)
		for _, v := range f.values {
			from, _ := slices.BinarySearch(all, v)
			to, _ := slices.BinarySearch(all, v+1)
			s.share(f.name+" "+strconv.FormatUint(v, 10), to-from, len(all))
		}
		for _, q := range f.quantiles {
			s.number(f.name+", "+strconv.FormatFloat(float64(q)/10, 'f', -1, 64)+" %", float64(quantile(all, q)))
		}
		if f.distinct {
			s.number(f.name+", different values", float64(len(slices.Compact(all))))
		}
	}
	s.share("base fee 1000 and 1 ppm", defaults, directions)
}

// habits measures how consistent nodes with ten usable directions or more are:
// the mean share of a node's most common value, and how many have one only.
func (s *Summary) habits(n *Network) {
	const enough = 10
	for _, f := range policyFields[:4] {
		values := make([][]uint64, len(n.Nodes))
		n.usable(func(from int32, c *Channel, p *Policy) { values[from] = append(values[from], f.of(c, p)) })
		nodes, uniform, usual := 0, 0, 0.0
		for _, v := range values {
			if len(v) < enough {
				continue
			}
			slices.Sort(v)
			most := longestRun(v)
			nodes++
			usual += float64(most) / float64(len(v))
			if most == len(v) {
				uniform++
			}
		}
		s.share("nodes with one "+f.name, uniform, nodes)
		*s = append(*s, Stat{Name: "usual " + f.name + " of a node", Value: usual / float64(max(nodes, 1)), Share: true})
	}
}

// longestRun is the length of the longest run of equal values.
func longestRun(sorted []uint64) int {
	most, run := 0, 0
	for i, v := range sorted {
		if i > 0 && v != sorted[i-1] {
			run = 0
		}
		run++
		most = max(most, run)
	}
	return most
}
