package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// Setting is what the payments of a table's line have in common.
type Setting struct {
	sim.Cell
	AmountSat int `json:"amount_sat"`
}

// Row is what one runner did in one setting.
type Row struct {
	Setting
	Runner string `json:"runner"`

	Pairs    int `json:"pairs"`
	Feasible int `json:"feasible"` // of the pairs
	Tried    int `json:"tried"`
	Paid     int `json:"paid"`
	// FirstTry counts payments that no failed HTLC preceded.
	FirstTry int `json:"first_try"`
	// Per payment made: HTLCs sent, failed ones included, and parts settled.
	HTLCs float64 `json:"htlcs_per_success"`
	Parts float64 `json:"parts_per_success"`
	// On the payments that all runners of the setting made: how many those
	// are, fees in millionths of the amount, and the longest lock in blocks.
	Solved int     `json:"all_solved"`
	FeePPM float64 `json:"fee_ppm"`
	Cltv   float64 `json:"cltv"`
	// LossBits is the mean of -log2 of the chance given to what happened at a
	// hop, over LossHops hops.
	LossBits float64 `json:"loss_bits"`
	LossHops int     `json:"loss_hops"`
	// Processor time of the payments that were tried.
	CPU50 float64 `json:"cpu_p50_ms"`
	CPU95 float64 `json:"cpu_p95_ms"`
	// Policy counts failures that no balance explains: mistakes.
	Policy int `json:"policy_failures"`

	// Versus compares with the base runner; nil for that one itself.
	Versus *Versus `json:"versus,omitempty"`
}

// Versus is a runner compared with another on the same pairs.
type Versus struct {
	Base string `json:"base"`
	// Common counts the payments that both made.
	Common int `json:"common"`
	// Success and FirstTry are differences in hundredths of the feasible
	// payments; the others are ratios to the base's less one.
	Success     Interval `json:"success_points"`
	FirstTry    Interval `json:"first_try_points"`
	HTLCs       Interval `json:"htlcs_per_success"`
	HTLCsCommon Interval `json:"htlcs_common"`
	FeeCommon   Interval `json:"fee_common"`
}

// group is the records of a setting: by runner, and by pair within, for the
// pairs that every runner has a record of.
type group struct {
	setting Setting
	runners []string
	pairs   int
	record  map[string][]*sim.Record
}

// whole is the cell of the groups that put all cells together.
var whole = sim.Cell{Pool: "all", Truth: "all", Fee: "all"}

// groups sorts records into settings, and into one more for each amount with
// the records of all cells that the same runners ran in. Runners and pairs keep to one order, so
// that the report does not depend on that of the records.
func groups(records []sim.Record) []*group {
	type at struct {
		runner string
		pair   int
	}
	bySetting := map[Setting]map[at]*sim.Record{}
	for i := range records {
		r := &records[i]
		s := Setting{r.Cell, r.AmountSat}
		if bySetting[s] == nil {
			bySetting[s] = map[at]*sim.Record{}
		}
		bySetting[s][at{r.Runner, r.Pair}] = r
	}
	var all []*group
	for setting, found := range bySetting {
		g := &group{setting: setting, record: map[string][]*sim.Record{}}
		count := map[int]int{}
		for k := range found {
			if !slices.Contains(g.runners, k.runner) {
				g.runners = append(g.runners, k.runner)
			}
			count[k.pair]++
		}
		slices.Sort(g.runners)
		for _, pair := range slices.Sorted(maps.Keys(count)) {
			if count[pair] < len(g.runners) {
				continue
			}
			g.pairs++
			for _, name := range g.runners {
				g.record[name] = append(g.record[name], found[at{name, pair}])
			}
		}
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.setting.Cell.String(), b.setting.Cell.String()), cmp.Compare(a.setting.AmountSat, b.setting.AmountSat))
	})
	return append(all, together(all)...)
}

// together makes one group for each amount out of those of several cells. Cells
// in which other runners ran than in the first are left out.
func together(cells []*group) []*group {
	byAmount := map[int]*group{}
	several := false
	for _, g := range cells {
		sum := byAmount[g.setting.AmountSat]
		switch {
		case sum == nil:
			sum = &group{setting: Setting{whole, g.setting.AmountSat}, runners: g.runners, record: map[string][]*sim.Record{}}
			byAmount[g.setting.AmountSat] = sum
		case !slices.Equal(sum.runners, g.runners):
			continue
		default:
			several = true
		}
		sum.pairs += g.pairs
		for name, records := range g.record {
			sum.record[name] = append(sum.record[name], records...)
		}
	}
	if !several {
		return nil
	}
	var sums []*group
	for _, sat := range slices.Sorted(maps.Keys(byAmount)) {
		sums = append(sums, byAmount[sat])
	}
	return sums
}

// Rows measures every runner in every setting, compared with base where that
// ran too.
func Rows(records []sim.Record, base string) []Row {
	var rows []Row
	for _, g := range groups(records) {
		for _, name := range g.runners {
			row := g.row(name)
			if g.record[base] != nil && name != base {
				v := versus(g.record[name], g.record[base])
				v.Base = base
				row.Versus = &v
			}
			rows = append(rows, row)
		}
	}
	return rows
}
