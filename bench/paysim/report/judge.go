package report

import (
	"fmt"
	"strings"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// What a runner has to reach to be called better than lnd.
const (
	apriori   = "lnd-apriori"
	lndPrefix = "lnd-"
	// From this amount on, so much less HTLCs per success; fees at any amount.
	largeSat  = 1_000_000
	lessHTLCs = -0.25
	lessFees  = -0.30
)

// Claim is one thing that a runner has to reach in one setting.
type Claim struct {
	Setting
	What     string   `json:"what"`
	Against  string   `json:"against"`
	Measured Interval `json:"measured"`
	Bound    float64  `json:"bound"`
	// Holds if the measured value is on the right side of the bound, or for
	// success and first try at least within the interval.
	Holds bool `json:"holds"`
}

// Judge holds a runner against its claims in every setting that it ran in
// together with lnd.
func Judge(records []sim.Record, name string) []Claim {
	var claims []Claim
	for _, g := range groups(records) {
		mine := g.record[name]
		if mine == nil {
			continue
		}
		for _, peer := range g.runners {
			if !strings.HasPrefix(peer, lndPrefix) {
				continue
			}
			v := versus(mine, g.record[peer])
			add := func(what string, i Interval, bound float64, holds bool) {
				claims = append(claims, Claim{g.setting, what, peer, i, bound, i.Known && holds})
			}
			add("paid", v.Success, 0, v.Success.High >= 0)
			if peer != apriori || v.Common == 0 {
				continue
			}
			if g.setting.AmountSat >= largeSat {
				add("HTLCs per success", v.HTLCs, lessHTLCs, v.HTLCs.Value <= lessHTLCs)
				add("HTLCs, both paid", v.HTLCsCommon, lessHTLCs, v.HTLCsCommon.Value <= lessHTLCs)
			}
			add("fees, both paid", v.FeeCommon, lessFees, v.FeeCommon.Value <= lessFees)
			add("first try", v.FirstTry, 0, v.FirstTry.High >= 0)
		}
	}
	return claims
}

// verdict writes the claims as a table, those that do not hold too.
func verdict(b *strings.Builder, judged string, claims []Claim) {
	if len(claims) == 0 {
		return
	}
	held := 0
	for i := range claims {
		if claims[i].Holds {
			held++
		}
	}
	fmt.Fprintf(b, "\n## What %s has to reach: %d of %d\n\n| setting | sat | against | what | measured | bound | holds |\n", judged, held, len(claims))
	b.WriteString(strings.Repeat("|---", 7) + "|\n")
	for i := range claims {
		c := &claims[i]
		measured, bound := c.Measured.points(), "0"
		if c.Bound != 0 {
			measured, bound = c.Measured.percent(), fmt.Sprintf("%.0f %%", 100*c.Bound)
		}
		answer := "**no**"
		if c.Holds {
			answer = "yes"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", title(c.Cell), Amount(c.AmountSat), c.Against, c.What, measured, bound, answer)
	}
}
