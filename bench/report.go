package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"text/tabwriter"
)

// row is one line of bench.json. The fields of the peer are null where there is
// none to compare with.
type row struct {
	Name      string   `json:"name"`
	Unit      string   `json:"unit"`
	Ours      float64  `json:"ours"`
	Peer      *string  `json:"peer"`
	PeerValue *float64 `json:"peer_value"`
	Ratio     *float64 `json:"ratio"` // above 1 ours is better
	N         int      `json:"n"`
	Note      string   `json:"note"`
}

// measurement is what a benchmark hands back. Every unit in use is better when
// smaller.
type measurement struct {
	ours float64
	peer *peerValue
	n    int
	note string
}

// peerValue is the same thing measured on somebody else's program.
type peerValue struct {
	name  string
	value float64
}

func newRow(b benchmark, m measurement) row {
	r := row{Name: b.name, Unit: b.unit, Ours: significant(m.ours), N: m.n, Note: m.note}
	if m.peer != nil {
		value, ratio := significant(m.peer.value), significant(m.peer.value/m.ours)
		r.Peer, r.PeerValue, r.Ratio = &m.peer.name, &value, &ratio
	}
	return r
}

// significant rounds to four significant digits, more than any of the
// measurements repeats to; whole numbers keep all of theirs.
func significant(x float64) float64 {
	if x == 0 || x == math.Trunc(x) {
		return x
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}

func writeJSON(file string, rows []row) error {
	b, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the rows: %w", err)
	}
	if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	return nil
}

func printTable(w io.Writer, rows []row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "name\tours\tunit\tpeer\tvalue\tratio\tn\tnote")
	for _, r := range rows {
		peer, value, ratio := "-", "-", "-"
		if r.Peer != nil {
			peer, value, ratio = *r.Peer, number(*r.PeerValue), fmt.Sprintf("%.1f x", *r.Ratio)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", r.Name, number(r.Ours), r.Unit, peer, value, ratio, r.N, r.Note)
	}
	t.Flush()
}

func number(x float64) string {
	return strconv.FormatFloat(x, 'f', -1, 64)
}
