package sim

import (
	"fmt"

	"github.com/lightpane/lightpane/graph"
)

// The fee limits: as an ordinary user sets them, and tight.
const (
	Ordinary = "5pct"
	Tight    = "0.5pct"
)

// FeeLimits lists all fee limits.
func FeeLimits() []string { return []string{Ordinary, Tight} }

// MaxFee is the fee limit for an amount: 5 %, but at least 100 sat, or 0.5 %.
func MaxFee(limit string, amount graph.Msat) (graph.Msat, error) {
	switch limit {
	case Ordinary:
		return max(amount/20, 100_000), nil
	case Tight:
		return amount / 200, nil
	}
	return 0, fmt.Errorf("unknown fee limit %q: there are %v", limit, FeeLimits())
}

// Cell is one setting of the matrix.
type Cell struct {
	Pool  string `json:"pool"`
	Truth string `json:"truth"`
	Fee   string `json:"fee"`
	// Seed draws the pairs and the balances.
	Seed uint64 `json:"seed"`
	// Strict has nodes forward over the named channel only.
	Strict bool `json:"strict,omitempty"`
}

// String names the cell, as its file is named.
func (c Cell) String() string {
	name := fmt.Sprintf("%s-%s-%s-seed%d", c.Pool, c.Truth, c.Fee, c.Seed)
	if c.Strict {
		name += "-strict"
	}
	return name
}

// Record is one payment of one runner: a line of a cell's file.
type Record struct {
	Cell
	AmountSat int    `json:"amount_sat"`
	Pair      int    `json:"pair"`
	Runner    string `json:"runner"`
	// Feasible says that balances would allow it (see package maxflow).
	Feasible bool `json:"feasible"`
	// Tried is false where the payment is hopeless and was left out.
	Tried bool `json:"tried"`
	Paid  bool `json:"paid"`
	// GaveUp is the runner's own word for why not.
	GaveUp   string  `json:"gave_up,omitempty"`
	HTLCs    int     `json:"htlcs"`
	Failed   int     `json:"failed"`
	Policy   int     `json:"policy"` // failures that no balance explains
	Parts    int     `json:"parts"`
	FeeMsat  int64   `json:"fee_msat"`
	Cltv     int     `json:"cltv"`
	LossBits float64 `json:"loss_bits"`
	LossHops int     `json:"loss_hops"`
	CPUNanos int64   `json:"cpu_ns"`
}

// Key is what a record is about: there is one for each.
type Key struct {
	Cell
	AmountSat, Pair int
	Runner          string
}

// Key is what the record is about.
func (r *Record) Key() Key { return Key{r.Cell, r.AmountSat, r.Pair, r.Runner} }
