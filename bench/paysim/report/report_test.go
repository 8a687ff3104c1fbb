package report

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// The interval of a mean of normal values is known: 1.96 standard errors to
// either side.
func TestBootstrapOfMean(t *testing.T) {
	const n = 400
	values := make([]float64, n)
	var sum, squares float64
	for i := range values {
		// The quantiles of a normal distribution around 10.
		values[i] = 10 + math.Sqrt2*math.Erfinv(2*(float64(i)+0.5)/n-1)
		sum += values[i]
		squares += values[i] * values[i]
	}
	mean := sum / n
	spread := 1.96 * math.Sqrt((squares/n-mean*mean)/n)
	got := bootstrap(n, func(weight []int) float64 {
		total := 0.0
		for i, w := range weight {
			total += float64(w) * values[i]
		}
		return total / n
	})
	if !got.Known || math.Abs(got.Value-mean) > 1e-9 || math.Abs(got.Low-(mean-spread)) > 0.02 || math.Abs(got.High-(mean+spread)) > 0.02 {
		t.Errorf("%+v, want %.3f from %.3f to %.3f", got, mean, mean-spread, mean+spread)
	}
}

// What does not vary has no width, and what cannot be measured no value.
func TestBootstrapOfConstants(t *testing.T) {
	if got := bootstrap(50, func([]int) float64 { return 3 }); got != (Interval{true, 3, 3, 3}) {
		t.Errorf("a constant: %+v", got)
	}
	if got := bootstrap(50, func([]int) float64 { return math.NaN() }); got.Known {
		t.Errorf("nothing: %+v", got)
	}
	if got := bootstrap(0, func([]int) float64 { return 1 }); got.Known {
		t.Errorf("no pairs: %+v", got)
	}
}

func TestQuantile(t *testing.T) {
	for q, want := range map[float64]float64{0: 1, 0.5: 2.5, 0.95: 3.85, 1: 4} {
		if got := quantile([]float64{1, 2, 3, 4}, q); math.Abs(got-want) > 1e-12 {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
}

// records are ten payments of 1M sat by two runners: eight are feasible; the
// base makes 0 to 5 with four HTLCs each and 1000 ppm, ours 0 to 6 with two
// and 500 ppm, the first three at the first try.
func records() []sim.Record {
	var all []sim.Record
	for pair := range 10 {
		r := sim.Record{
			Cell:      sim.Cell{Pool: "scc", Truth: "uniform", Fee: "5pct", Seed: 42},
			AmountSat: 1_000_000, Pair: pair, Runner: "lnd-apriori", Feasible: pair < 8, Tried: pair < 8,
		}
		ours := r
		ours.Runner = "ours"
		if pair <= 5 {
			r.Paid, r.HTLCs, r.Failed, r.Parts, r.FeeMsat, r.Cltv, r.CPUNanos = true, 4, 3, 1, 1_000_000, 200, 40e6
			r.LossBits, r.LossHops = 3, 4
		}
		if pair <= 6 {
			ours.Paid, ours.HTLCs, ours.Failed, ours.Parts, ours.FeeMsat, ours.Cltv, ours.CPUNanos = true, 2, 1, 1, 500_000, 300, 1e6
			if pair < 3 {
				ours.Failed, ours.HTLCs = 0, 2
			}
		}
		all = append(all, ours, r)
	}
	return all
}

func TestRows(t *testing.T) {
	rows := Rows(records(), "lnd-apriori")
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	base, ours := rows[0], rows[1]
	if base.Runner != "lnd-apriori" || base.Versus != nil || ours.Versus == nil {
		t.Fatalf("rows %+v", rows)
	}
	if ours.Pairs != 10 || ours.Feasible != 8 || ours.Tried != 8 || ours.Paid != 7 || ours.FirstTry != 3 || ours.Solved != 6 {
		t.Errorf("counts %+v", ours)
	}
	if ours.HTLCs != 2 || ours.FeePPM != 500 || ours.Cltv != 300 || base.LossBits != 0.75 || base.CPU50 != 40 {
		t.Errorf("means %+v, %+v", ours, base)
	}
	v := ours.Versus
	if v.Common != 6 || v.Success.Value != 12.5 || v.FirstTry.Value != 37.5 {
		t.Errorf("versus %+v", v)
	}
	// Ratios that are the same for every pair have no width.
	if v.HTLCs != (Interval{true, -0.5, -0.5, -0.5}) || v.HTLCsCommon != v.HTLCs || v.FeeCommon != v.HTLCs {
		t.Errorf("ratios %+v", v)
	}
	if v.Success.Low != 0 || v.Success.High < 12.5 {
		t.Errorf("success %+v", v.Success)
	}
}

// A pair that one runner has not met yet counts for none.
func TestUnfinished(t *testing.T) {
	rows := Rows(records()[:19], "lnd-apriori")
	for i := range rows {
		if rows[i].Pairs != 9 {
			t.Errorf("%s is measured on %d pairs, want 9", rows[i].Runner, rows[i].Pairs)
		}
	}
}

// Over all cells a pair counts as one, however many cells it is in: twice the
// same records make no interval narrower.
func TestAllCells(t *testing.T) {
	once := records()
	both := records()
	for _, r := range once {
		r.Truth = "bimodal"
		both = append(both, r)
	}
	rows := Rows(both, "lnd-apriori")
	if len(rows) != 6 || rows[4].Cell != whole || rows[5].Pairs != 20 {
		t.Fatalf("%d rows: %+v", len(rows), rows)
	}
	single, sum := Rows(once, "lnd-apriori")[1].Versus, rows[5].Versus
	if sum.Common != 2*single.Common || sum.Success != single.Success || sum.FirstTry != single.FirstTry {
		t.Errorf("all cells %+v, one %+v", sum, single)
	}
}

func TestJudge(t *testing.T) {
	claims := Judge(records(), "ours")
	if len(claims) != 5 {
		t.Fatalf("%d claims: %+v", len(claims), claims)
	}
	for _, c := range claims {
		if !c.Holds {
			t.Errorf("%s does not hold: %+v", c.What, c)
		}
	}
	worse := records()
	for i := range worse {
		if worse[i].Runner == "ours" {
			worse[i].FeeMsat = 800_000
			worse[i].HTLCs *= 2
		}
	}
	held := map[string]bool{}
	for _, c := range Judge(worse, "ours") {
		held[c.What] = c.Holds
	}
	if !held["paid"] || !held["first try"] || held["fees, both paid"] || held["HTLCs per success"] || held["HTLCs, both paid"] {
		t.Errorf("held: %v", held)
	}
}

// The files say the same as the tables, and losing lines are in them.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	var shown bytes.Buffer
	if err := Write(dir, &shown, Source{Label: "a test", Base: "lnd-apriori", Judged: "lnd-apriori"}, records()); err != nil {
		t.Fatal(err)
	}
	md, err := os.ReadFile(filepath.Join(dir, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(md, shown.Bytes()) {
		t.Error("what is shown is not what is written")
	}
	for _, want := range []string{"| 1M | ours | 80.0 % | 70.0 % | 37.5 % | 2.00 |", "-50 % [-50, -50]", "| **no** |"} {
		if !strings.Contains(shown.String(), want) {
			t.Errorf("the tables lack %q:\n%s", want, &shown)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var back struct{ Rows []Row }
	if err := json.Unmarshal(b, &back); err != nil || len(back.Rows) != 2 || back.Rows[1].Versus.Common != 6 {
		t.Errorf("the JSON says %+v, %v", back, err)
	}
}

func TestAmount(t *testing.T) {
	for sat, want := range map[int]string{1: "1", 1000: "1k", 1500: "1500", 100_000: "100k", 10_000_000: "10M"} {
		if got := Amount(sat); got != want {
			t.Errorf("%d sat is %q, want %q", sat, got, want)
		}
	}
}
