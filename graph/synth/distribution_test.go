package synth

import (
	"math"
	"strings"
	"testing"
)

// headline is mainnet on 2026-02-03, as Summarize finds it, and how close the
// example network must come: in points of a percent for shares, in percent for
// numbers.
var headline = []struct {
	name      string
	mainnet   float64 // percent, for shares
	tolerance float64
}{
	{"nodes", 6976, 0},
	{"channels", 33_892, 0},
	{"capacity, BTC", 5144.01, 10},
	{"channels usable one way only", 5.83, 1},
	{"nodes with 1 channel", 45.73, 2},
	{"nodes with up to 4", 72.08, 1},
	{"degree, 75 %", 5, 1},
	{"degree, 90 %", 17, 10},
	{"degree, 95 %", 38, 5},
	{"degree, 99 %", 134, 10},
	{"degree, 99.9 %", 536, 10},
	{"degree, most", 1864, 5},
	{"channel ends at the top 20", 17.80, 1},
	{"channel ends at the top 100", 36.81, 1},
	{"pairs of peers", 31_607, 1},
	{"pairs with parallel channels", 4.01, 1},
	{"most channels of a pair", 40, 20},
	{"nodes in the largest strong component", 88.75, 2},
	{"nodes that can only be paid", 4.93, 1},
	{"nodes that can only pay", 4.80, 1},
	{"mean hops", 3.37, 6},
	{"more than 4 hops apart", 5.75, 4},
	{"clustering", 30.30, 1},
	{"capacity, sat, 10 %", 200_000, 16},
	{"capacity, sat, 25 %", 1_000_000, 1},
	{"capacity, sat, 50 %", 3_000_000, 1},
	{"capacity, sat, 75 %", 10_000_000, 1},
	{"capacity, sat, 90 %", 21_000_000, 20},
	{"capacity, sat, 99 %", 300_000_000, 20},
	{"capacity of exactly 20k", 4.48, 1},
	{"capacity of exactly 1M", 10.60, 2},
	{"capacity of exactly 5M", 10.00, 2},
	{"capacity of exactly 10M", 9.31, 2},
	{"different capacities", 4880, 10},
	{"typical capacity, lesser degree 1", 138_108, 10},
	{"typical capacity, lesser degree 2 to 7", 1_146_657, 10},
	{"typical capacity, lesser degree 8 to 63", 3_759_195, 10},
	{"typical capacity, lesser degree 64 and more", 14_525_470, 30},
	{"usable directions", 65_809, 1},
	{"base fee 0", 45.27, 2},
	{"base fee 1", 3.39, 1},
	{"base fee 1000", 40.84, 2},
	{"base fee, 95 %", 1000, 1},
	{"base fee, 99 %", 10_000, 1},
	{"base fee, different values", 587, 30},
	{"fee ppm 0", 6.86, 1},
	{"fee ppm 1", 22.21, 1},
	{"fee ppm 10", 4.35, 1},
	{"fee ppm 100", 4.50, 1},
	{"fee ppm 500", 5.15, 1},
	{"fee ppm 1000", 3.07, 1},
	{"fee ppm, 50 %", 100, 1},
	{"fee ppm, 75 %", 569, 15},
	{"fee ppm, 90 %", 2000, 5},
	{"fee ppm, 95 %", 3000, 25},
	{"fee ppm, 99 %", 10_000, 10},
	{"fee ppm, different values", 2865, 10},
	{"cltv delta 18", 2.47, 1},
	{"cltv delta 34", 6.53, 1},
	{"cltv delta 40", 17.00, 1},
	{"cltv delta 80", 38.16, 1},
	{"cltv delta 100", 11.20, 2},
	{"cltv delta 144", 17.70, 1},
	{"cltv delta, 99 %", 200, 10},
	{"cltv delta, different values", 79, 50},
	{"htlc min 0", 1.71, 1},
	{"htlc min 1", 10.22, 3},
	{"htlc min 1000", 78.60, 3},
	{"htlc min 100000", 2.83, 1},
	{"htlc min 1000000", 2.34, 1},
	{"htlc max, % of capacity 45", 3.17, 1},
	{"htlc max, % of capacity 99", 73.71, 1},
	{"htlc max, % of capacity 100", 7.26, 1},
	{"htlc max, % of capacity, 5 %", 20, 25},
	{"htlc max, % of capacity, 10 %", 45, 1},
	{"base fee 1000 and 1 ppm", 16.79, 3},
	{"nodes with one base fee", 53.02, 5},
	{"usual base fee of a node", 88.06, 1},
	{"nodes with one fee ppm", 12.87, 2},
	{"usual fee ppm of a node", 48.96, 2},
	{"nodes with one cltv delta", 62.38, 3},
	{"usual cltv delta of a node", 91.83, 1},
	{"nodes with one htlc min", 33.12, 5},
	{"usual htlc min of a node", 92.10, 2},
}

// distance is how far a value is from mainnet's, in the unit of its tolerance.
func distance(st Stat, mainnet float64) float64 {
	if st.Share {
		return math.Abs(100*st.Value - mainnet)
	}
	return 100 * math.Abs(st.Value-mainnet) / mainnet
}

// TestDistribution holds example networks against mainnet's numbers, and prints
// both side by side under -v. Where LIGHTPANE_DATA has the real graph, it checks
// that the numbers are its.
func TestDistribution(t *testing.T) {
	var reference Summary
	if real := mainnet(t); real != nil {
		reference = Summarize(real)
		checkHeadline(t, reference)
	}
	for seed := uint64(1); seed <= 3; seed++ {
		example := Summarize(generate(t, Mainnet(seed)))
		if reference == nil {
			reference = headlineSummary(t, example)
		}
		if seed == 1 {
			var table strings.Builder
			if err := Describe(&table, "mainnet", reference, "example", example); err != nil {
				t.Fatal(err)
			}
			t.Logf("\n%s", table.String())
		}
		for _, h := range headline {
			st := statistic(t, example, h.name)
			if d := distance(st, h.mainnet); d > h.tolerance {
				t.Errorf("seed %d: %s is %s, %.2f off mainnet's %v; at most %v", seed, h.name, st.format(st.Value), d, h.mainnet, h.tolerance)
			}
		}
	}
}

// checkHeadline checks that the constants are what the real graph has.
func checkHeadline(t *testing.T, real Summary) {
	t.Helper()
	for _, h := range headline {
		st := statistic(t, real, h.name)
		if d := distance(st, h.mainnet); d > 0.01 {
			t.Errorf("mainnet: %s is %s, not %v", h.name, st.format(st.Value), h.mainnet)
		}
	}
}

// headlineSummary is the constants as a summary of the same kind as another.
func headlineSummary(t *testing.T, like Summary) Summary {
	t.Helper()
	var s Summary
	for _, h := range headline {
		st := statistic(t, like, h.name)
		if st.Value = h.mainnet; st.Share {
			st.Value /= 100
		}
		s = append(s, st)
	}
	return s
}

func statistic(t *testing.T, s Summary, name string) Stat {
	t.Helper()
	for _, st := range s {
		if st.Name == name {
			return st
		}
	}
	t.Fatalf("no statistic %q", name)
	return Stat{}
}
