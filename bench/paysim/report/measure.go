package report

import (
	"math"
	"slices"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// row measures one runner of a group.
func (g *group) row(name string) Row {
	row := Row{Setting: g.setting, Runner: name, Pairs: len(g.pairs)}
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

// versus compares two runners pair by pair.
func versus(a, b []*sim.Record) Versus {
	var v Versus
	for i := range a {
		if a[i].Paid && b[i].Paid {
			v.Common++
		}
	}
	paid := func(r *sim.Record) bool { return r.Paid }
	first := func(r *sim.Record) bool { return r.Paid && r.Failed == 0 }
	v.Success = bootstrap(len(a), points(a, b, paid))
	v.FirstTry = bootstrap(len(a), points(a, b, first))
	htlcs := func(r *sim.Record) float64 { return float64(r.HTLCs) }
	v.HTLCs = bootstrap(len(a), func(weight []int) float64 {
		return mean(a, weight, htlcs)/mean(b, weight, htlcs) - 1
	})
	v.HTLCsCommon = bootstrap(len(a), ratio(a, b, htlcs))
	v.FeeCommon = bootstrap(len(a), ratio(a, b, ppm))
	return v
}

// points is the difference between how often something is true of feasible
// payments, in hundredths of them.
func points(a, b []*sim.Record, is func(*sim.Record) bool) func([]int) float64 {
	return func(weight []int) float64 {
		var difference, feasible float64
		for i, w := range weight {
			if !a[i].Feasible {
				continue
			}
			feasible += float64(w)
			if is(a[i]) {
				difference += float64(w)
			}
			if is(b[i]) {
				difference -= float64(w)
			}
		}
		return 100 * difference / feasible
	}
}

// mean of something over the payments made.
func mean(a []*sim.Record, weight []int, of func(*sim.Record) float64) float64 {
	var sum, n float64
	for i, w := range weight {
		if a[i].Paid {
			sum += float64(w) * of(a[i])
			n += float64(w)
		}
	}
	return sum / n
}

// ratio of something between two runners, over the payments that both made,
// less one.
func ratio(a, b []*sim.Record, of func(*sim.Record) float64) func([]int) float64 {
	return func(weight []int) float64 {
		var x, y float64
		for i, w := range weight {
			if a[i].Paid && b[i].Paid {
				x += float64(w) * of(a[i])
				y += float64(w) * of(b[i])
			}
		}
		if y == 0 {
			return math.NaN()
		}
		return x/y - 1
	}
}
