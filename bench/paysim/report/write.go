package report

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lightpane/lightpane/bench/paysim/sim"
)

// Source says what a report is about.
type Source struct {
	Label string // of the graph
	// Base is the runner that all are compared with; Judged the one that has
	// claims to fulfil, or empty.
	Base, Judged string
}

// Write makes the report of records: report.json and report.md in a directory,
// and the latter to w as well.
func Write(dir string, w io.Writer, src Source, records []sim.Record) error {
	rows := Rows(records, src.Base)
	claims := Judge(records, src.Judged)
	var text strings.Builder
	fmt.Fprintf(&text, "# Simulated payments\n\n%s, %d records.\n\n", src.Label, len(records))
	fmt.Fprintf(&text, Legend, src.Base)
	if err := Markdown(&text, rows); err != nil {
		return err
	}
	verdict(&text, src.Judged, claims)
	b, err := json.MarshalIndent(struct {
		Label  string  `json:"label"`
		Base   string  `json:"base"`
		Rows   []Row   `json:"rows"`
		Claims []Claim `json:"claims,omitempty"`
	}{src.Label, src.Base, rows, claims}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "report.json"), append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "report.md"), []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	_, err = io.WriteString(w, text.String())
	return err
}
