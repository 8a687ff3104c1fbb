package synth

import (
	"cmp"
	"math"
	"slices"
)

// Stat is one number about a network.
type Stat struct {
	Name  string
	Value float64 // a fraction where Share is true
	Share bool
}

// Summary is what [Summarize] found, always the same numbers in the same order.
type Summary []Stat

// Summarize measures the shape of a network. Degrees count channels, peers
// count nodes; a direction is usable if it is known and not disabled, and
// policies are counted over the usable directions.
func Summarize(n *Network) Summary {
	if len(n.Channels) == 0 {
		return nil
	}
	var s Summary
	s.size(n)
	s.degrees(n)
	s.pairs(n)
	s.reach(n)
	s.clustering(n)
	s.capacities(n)
	s.policies(n)
	s.habits(n)
	return s
}

func (s *Summary) number(name string, v float64) { *s = append(*s, Stat{Name: name, Value: v}) }

func (s *Summary) share(name string, part, whole int) {
	*s = append(*s, Stat{Name: name, Value: float64(part) / float64(max(whole, 1)), Share: true})
}

// Value is the number of that name, and whether there is one.
func (s Summary) Value(name string) (float64, bool) {
	i := slices.IndexFunc(s, func(st Stat) bool { return st.Name == name })
	if i < 0 {
		return 0, false
	}
	return s[i].Value, true
}

// quantile is the value below which perMille of the sorted values lie.
func quantile[T cmp.Ordered](sorted []T, perMille int) T {
	return sorted[min(len(sorted)*perMille/1000, len(sorted)-1)]
}

// degreesOf counts every node's channels.
func degreesOf(n *Network) []int {
	degree := make([]int, len(n.Nodes))
	for i := range n.Channels {
		degree[n.Channels[i].Node1]++
		degree[n.Channels[i].Node2]++
	}
	return degree
}

func (s *Summary) size(n *Network) {
	var capacity uint64
	oneSided := 0
	for i := range n.Channels {
		c := &n.Channels[i]
		capacity += c.CapacitySat
		if c.Policy[0].Usable() != c.Policy[1].Usable() {
			oneSided++
		}
	}
	s.number("nodes", float64(len(n.Nodes)))
	s.number("channels", float64(len(n.Channels)))
	s.number("capacity, BTC", float64(capacity)/1e8)
	s.share("channels usable one way only", oneSided, len(n.Channels))
}

func (s *Summary) degrees(n *Network) {
	degree := degreesOf(n)
	slices.Sort(degree)
	atMost := func(d int) int { i, _ := slices.BinarySearch(degree, d+1); return i }
	top := func(k int) int {
		sum := 0
		for _, d := range degree[max(len(degree)-k, 0):] {
			sum += d
		}
		return sum
	}
	s.share("nodes with 1 channel", atMost(1), len(degree))
	s.share("nodes with up to 4", atMost(4), len(degree))
	s.number("degree, 75 %", float64(quantile(degree, 750)))
	s.number("degree, 90 %", float64(quantile(degree, 900)))
	s.number("degree, 95 %", float64(quantile(degree, 950)))
	s.number("degree, 99 %", float64(quantile(degree, 990)))
	s.number("degree, 99.9 %", float64(quantile(degree, 999)))
	s.number("degree, most", float64(degree[len(degree)-1]))
	s.share("channel ends at the top 20", top(20), 2*len(n.Channels))
	s.share("channel ends at the top 100", top(100), 2*len(n.Channels))
}

func (s *Summary) pairs(n *Network) {
	channels := map[[2]int32]int{}
	for i := range n.Channels {
		channels[[2]int32{n.Channels[i].Node1, n.Channels[i].Node2}]++
	}
	parallel, most := 0, 0
	for _, count := range channels {
		if count > 1 {
			parallel++
		}
		most = max(most, count)
	}
	s.number("pairs of peers", float64(len(channels)))
	s.share("pairs with parallel channels", parallel, len(channels))
	s.number("most channels of a pair", float64(most))
}

// capacityClasses group channels by the degree of the end that has less.
var capacityClasses = [...]struct {
	name  string
	limit int // degrees up to here
}{
	{"1", 1}, {"2 to 7", 7}, {"8 to 63", 63}, {"64 and more", 1 << 30},
}

func (s *Summary) capacities(n *Network) {
	degree := degreesOf(n)
	all := make([]uint64, 0, len(n.Channels))
	var classes [len(capacityClasses)][]uint64
	for i := range n.Channels {
		c := &n.Channels[i]
		all = append(all, c.CapacitySat)
		lesser := min(degree[c.Node1], degree[c.Node2])
		for k := range capacityClasses {
			if lesser <= capacityClasses[k].limit {
				classes[k] = append(classes[k], c.CapacitySat)
				break
			}
		}
	}
	slices.Sort(all)
	for _, q := range [...]struct {
		name     string
		perMille int
	}{{"10 %", 100}, {"25 %", 250}, {"50 %", 500}, {"75 %", 750}, {"90 %", 900}, {"99 %", 990}} {
		s.number("capacity, sat, "+q.name, float64(quantile(all, q.perMille)))
	}
	for _, v := range [...]struct {
		name string
		sat  uint64
	}{{"20k", 20_000}, {"1M", 1_000_000}, {"5M", 5_000_000}, {"10M", 10_000_000}} {
		from, _ := slices.BinarySearch(all, v.sat)
		to, _ := slices.BinarySearch(all, v.sat+1)
		s.share("capacity of exactly "+v.name, to-from, len(all))
	}
	s.number("different capacities", float64(len(slices.Compact(all))))
	for k, class := range classes {
		s.number("typical capacity, lesser degree "+capacityClasses[k].name, geometricMean(class))
	}
}

// geometricMean is the mean on a logarithmic scale. A median would jump: the
// capacities cluster at round numbers.
func geometricMean(values []uint64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += math.Log(float64(max(v, 1)))
	}
	return math.Round(math.Exp(sum / float64(max(len(values), 1))))
}
