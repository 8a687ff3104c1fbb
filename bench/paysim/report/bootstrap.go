package report

import (
	"math"
	"slices"

	"github.com/lightpane/lightpane/bench/paysim/world"
)

const (
	resamples     = 2000
	bootstrapSeed = 2026
)

// Interval is a value measured on all pairs, and where it would lie in 95 % of
// samples like this one. Known is false where there is nothing to measure.
type Interval struct {
	Known bool    `json:"known"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// bootstrap measures a statistic of n pairs. The statistic is given how often
// each pair counts, and may be NaN where it means nothing, as for a sample
// without a success.
func bootstrap(n int, statistic func(weight []int) float64) Interval {
	weight := make([]int, n)
	for i := range weight {
		weight[i] = 1
	}
	value := statistic(weight)
	if n == 0 || math.IsNaN(value) {
		return Interval{}
	}
	random := world.Random(bootstrapSeed)
	var drawn []float64
	for range resamples {
		clear(weight)
		for range n {
			weight[random.Below(n)]++
		}
		if x := statistic(weight); !math.IsNaN(x) {
			drawn = append(drawn, x)
		}
	}
	if len(drawn) == 0 {
		return Interval{}
	}
	slices.Sort(drawn)
	return Interval{Known: true, Value: value, Low: quantile(drawn, 0.025), High: quantile(drawn, 0.975)}
}

// quantile of ascending values, between two of them in proportion.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	lo := int(at)
	hi := min(lo+1, len(sorted)-1)
	return sorted[lo] + (at-float64(lo))*(sorted[hi]-sorted[lo])
}
