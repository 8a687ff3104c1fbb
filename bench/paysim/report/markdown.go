package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// Markdown writes the rows as tables, one for each cell.
func Markdown(w io.Writer, rows []Row) error {
	var b strings.Builder
	for i := range rows {
		r := &rows[i]
		if i == 0 || r.Cell != rows[i-1].Cell {
			fmt.Fprintf(&b, "\n## %s\n\n", title(r.Cell))
			b.WriteString("| sat | runner | feasible | paid | first try | HTLCs | parts | fee ppm | cltv | bits/hop | CPU p50, p95 ms |" +
				" Δ paid | Δ first try | HTLCs | HTLCs, both | fee, both |\n")
			b.WriteString(strings.Repeat("|---", 16) + "|\n")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s, %s |%s\n",
			Amount(r.AmountSat), r.Runner, percent(r.Feasible, r.Pairs), percent(r.Paid, r.Pairs), percent(r.FirstTry, r.Feasible),
			known(r.Paid, "%.2f", r.HTLCs), known(r.Paid, "%.2f", r.Parts),
			known(r.Solved, "%.0f", r.FeePPM), known(r.Solved, "%.0f", r.Cltv), known(r.LossHops, "%.3f", r.LossBits),
			known(r.Tried, "%.1f", r.CPU50), known(r.Tried, "%.1f", r.CPU95), r.Versus.cells())
		if r.Policy > 0 {
			fmt.Fprintf(&b, "\n%d HTLCs of %s failed for a policy.\n\n", r.Policy, r.Runner)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func title(c sim.Cell) string {
	if c == whole {
		return "All cells"
	}
	text := fmt.Sprintf("%s pairs, %s balances, fee limit %s, seed %d", c.Pool, c.Truth, c.Fee, c.Seed)
	if c.Strict {
		text += ", strict forwarding"
	}
	return text
}

// Legend says what the columns are.
const Legend = `Feasible and paid are of all pairs, first try of the feasible payments. HTLCs and
parts are per payment made, failed HTLCs included; fees and locks are means over
the payments that all runners made; bits/hop is -log2 of the chance given to what
happened. The last five columns compare with %s on the same pairs, with 95 %%
intervals: points of the feasible payments, and ratios less one, per success of
each and over the payments that both made.
`

func (v *Versus) cells() string {
	if v == nil {
		return strings.Repeat(" - |", 5)
	}
	return " " + v.Success.points() + " | " + v.FirstTry.points() + " | " + v.HTLCs.percent() + " | " +
		v.HTLCsCommon.percent() + " | " + v.FeeCommon.percent() + " |"
}

func (i Interval) points() string {
	if !i.Known {
		return "-"
	}
	return fmt.Sprintf("%+.1f [%+.1f, %+.1f]", i.Value, i.Low, i.High)
}

func (i Interval) percent() string {
	if !i.Known {
		return "-"
	}
	return fmt.Sprintf("%+.0f %% [%+.0f, %+.0f]", 100*i.Value, 100*i.Low, 100*i.High)
}

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

func known(n int, format string, value float64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf(format, value)
}

// Amount is a number of sat as people write it: 10k, 1M.
func Amount(sat int) string {
	switch {
	case sat >= 1_000_000 && sat%1_000_000 == 0:
		return fmt.Sprintf("%dM", sat/1_000_000)
	case sat >= 1000 && sat%1000 == 0:
		return fmt.Sprintf("%dk", sat/1000)
	}
	return fmt.Sprint(sat)
}
