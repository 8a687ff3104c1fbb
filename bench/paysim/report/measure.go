package report

import (
	"math"
	"slices"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// row measures one runner of a group.
func (g *group) row(name string) Row {
	row := Row{Setting: g.setting, Runner: name, Pairs: g.pairs}
	var htlcs, parts, loss, fee, cltv float64
	var cpu []float64
	for i, r := range g.record[name] {
		if r.Feasible {
			row.Feasible++
		}
		if r.Tried {
			row.Tried++
			cpu = append(cpu, float64(r.CPUNanos)/1e6)
		}
		loss += r.LossBits
		row.LossHops += r.LossHops
		row.Policy += r.Policy
		if !r.Paid {
			continue
		}
		row.Paid++
		if r.Failed == 0 {
			row.FirstTry++
		}
		htlcs += float64(r.HTLCs)
		parts += float64(r.Parts)
		if g.allPaid(i) {
			row.Solved++
			fee += ppm(r)
			cltv += float64(r.Cltv)
		}
	}
	row.HTLCs, row.Parts = per(htlcs, row.Paid), per(parts, row.Paid)
	row.FeePPM, row.Cltv = per(fee, row.Solved), per(cltv, row.Solved)
	row.LossBits = per(loss, row.LossHops)
	if len(cpu) > 0 {
		slices.Sort(cpu)
		row.CPU50, row.CPU95 = quantile(cpu, 0.5), quantile(cpu, 0.95)
	}
	return row
}

// allPaid says whether all runners made the i-th payment.
func (g *group) allPaid(i int) bool {
	for _, name := range g.runners {
		if !g.record[name][i].Paid {
			return false
		}
	}
	return true
}

func ppm(r *sim.Record) float64 { return float64(r.FeeMsat) / float64(r.AmountSat) * 1000 }

// per is a mean, 0 of nothing.
func per(sum float64, n int) float64 {
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// versus compares two runners payment by payment.
func versus(a, b []*sim.Record) Versus {
	c := compare(a, b)
	paid := func(r *sim.Record) bool { return r.Paid }
	first := func(r *sim.Record) bool { return r.Paid && r.Failed == 0 }
	htlcs := func(r *sim.Record) float64 { return float64(r.HTLCs) }
	v := Versus{
		Success:  bootstrap(c.units, c.points(paid)),
		FirstTry: bootstrap(c.units, c.points(first)),
		HTLCs: bootstrap(c.units, func(weight []int) float64 {
			return c.mean(a, weight, htlcs)/c.mean(b, weight, htlcs) - 1
		}),
		HTLCsCommon: bootstrap(c.units, c.ratio(htlcs)),
		FeeCommon:   bootstrap(c.units, c.ratio(ppm)),
	}
	for i := range a {
		if a[i].Paid && b[i].Paid {
			v.Common++
		}
	}
	return v
}

// comparison is the same payments made by two runners. A pair of nodes is drawn
// or not drawn as a whole, in all cells at once: what happens to it in one tells
// something of the others.
type comparison struct {
	a, b  []*sim.Record
	unit  []int // by payment: its pair
	units int
}

func compare(a, b []*sim.Record) *comparison {
	type pair struct {
		pool string
		seed uint64
		pair int
	}
	c := &comparison{a: a, b: b, unit: make([]int, len(a))}
	index := map[pair]int{}
	for i, r := range a {
		k := pair{r.Pool, r.Seed, r.Pair}
		if _, ok := index[k]; !ok {
			index[k] = len(index)
		}
		c.unit[i] = index[k]
	}
	c.units = len(index)
	return c
}

// points is the difference between how often something is true of feasible
// payments, in hundredths of them.
func (c *comparison) points(is func(*sim.Record) bool) func([]int) float64 {
	return func(weight []int) float64 {
		var difference, feasible float64
		for i, a := range c.a {
			if !a.Feasible {
				continue
			}
			w := float64(weight[c.unit[i]])
			feasible += w
			if is(a) {
				difference += w
			}
			if is(c.b[i]) {
				difference -= w
			}
		}
		return 100 * difference / feasible
	}
}

// mean of something over the payments that one of the two made.
func (c *comparison) mean(records []*sim.Record, weight []int, of func(*sim.Record) float64) float64 {
	var sum, n float64
	for i, r := range records {
		if r.Paid {
			w := float64(weight[c.unit[i]])
			sum += w * of(r)
			n += w
		}
	}
	return sum / n
}

// ratio of something between the two, over the payments that both made, less
// one.
func (c *comparison) ratio(of func(*sim.Record) float64) func([]int) float64 {
	return func(weight []int) float64 {
		var x, y float64
		for i, a := range c.a {
			if b := c.b[i]; a.Paid && b.Paid {
				w := float64(weight[c.unit[i]])
				x += w * of(a)
				y += w * of(b)
			}
		}
		if y == 0 {
			return math.NaN()
		}
		return x/y - 1
	}
}
