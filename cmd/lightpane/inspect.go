package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

func inspectCommand() command {
	return command{
		path:     "rgs inspect",
		operands: "FILE...",
		summary:  "apply Rapid Gossip Sync snapshots and say what is in them",
		about: `
The files, plain or compressed with gzip, are applied one after another to an
empty graph, each as a delta to what is there. One that is refused leaves the
graph as it was, and the exit code is 1.

Without --now the age of a snapshot does not matter and nothing is forgotten.`,
		example: "lightpane rgs inspect --json full.lngossip delta.lngossip.gz",
		setup: func(p *program, s *settings) action {
			var now unixTime
			s.Var(&now, "now", "the present as `UNIX` seconds: refuse what is older than 14 days")
			asJSON := s.Bool("json", false, "print JSON")
			chain := networkFlag(s)
			return func(ctx context.Context, files []string) error {
				if len(files) == 0 {
					return usagef("at least one FILE is wanted")
				}
				found, err := p.inspect(ctx, files, graph.New(chain.hash), now.clock())
				if err != nil {
					return err
				}
				if *asJSON {
					err = printJSON(p.stdout, found)
				} else {
					err = found.print(p.stdout)
				}
				if err != nil {
					return err
				}
				for _, f := range found.Files {
					if f.Error != nil {
						fmt.Fprintf(p.stderr, "lightpane rgs inspect: %s: %s\n", f.File, *f.Error)
						err = errReported
					}
				}
				return err
			}
		},
	}
}

// inspection is what `rgs inspect` found: each file, and the graph at the end.
type inspection struct {
	Files    []inspectedFile `json:"files"`
	Nodes    int             `json:"nodes"`
	Channels int             `json:"channels"`
	Updates  int             `json:"updates"`
}

type inspectedFile struct {
	File          string         `json:"file"`
	Version       uint8          `json:"version"`
	Chain         string         `json:"chain"`     // as on the wire, in hexadecimal
	Timestamp     uint32         `json:"timestamp"` // unix seconds
	Announcements int            `json:"announcements"`
	UpdatesInFile int            `json:"updates_in_file"`
	Skipped       map[string]int `json:"skipped"` // by reason
	Error         *string        `json:"error"`

	network string // its name, empty if the file did not say
}

// inspect applies the files. Only the end of ctx is an error.
func (p *program) inspect(ctx context.Context, files []string, g *graph.Graph, now func() time.Time) (*inspection, error) {
	found := &inspection{Files: make([]inspectedFile, 0, len(files))}
	for _, path := range files {
		next, report, err := p.applyFile(ctx, path, g, now)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f := inspectedFile{
			File: path, Version: report.Version, Timestamp: report.Timestamp,
			Announcements: report.Announcements, UpdatesInFile: report.Updates,
			Skipped: map[string]int{},
		}
		if report.Chain != (graph.ChainHash{}) {
			f.Chain, f.network = report.Chain.String(), rgs.NameOfChain(report.Chain)
		}
		report.Skipped.Each(func(why rgs.SkipReason, n int) { f.Skipped[why.String()] = n })
		if err != nil {
			text := err.Error()
			f.Error = &text
		} else {
			g = next
		}
		found.Files = append(found.Files, f)
	}
	found.Nodes, found.Channels, found.Updates = g.Nodes(), g.Channels(), g.Policies()
	return found, nil
}

func (p *program) applyFile(ctx context.Context, path string, g *graph.Graph, now func() time.Time) (*graph.Graph, rgs.Report, error) {
	f, err := p.open(path)
	if err != nil {
		return nil, rgs.Report{}, err
	}
	defer f.Close()
	content, err := source.Decompressed(ctx, f, source.MaxSnapshot)
	if err != nil {
		return nil, rgs.Report{}, err
	}
	snapshot, err := io.ReadAll(content)
	if err != nil {
		return nil, rgs.Report{}, err
	}
	return rgs.Apply(ctx, g, snapshot, rgs.Options{Now: now})
}

func (i *inspection) print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "file\tversion\tnetwork\tlatest gossip\tannouncements\tupdates\tskipped\tresult")
	for _, f := range i.Files {
		chain, latest, result := "-", "-", "applied"
		if f.network != "" {
			chain, latest = f.network, time.Unix(int64(f.Timestamp), 0).UTC().Format(time.DateTime)
		}
		skipped := 0
		for _, n := range f.Skipped {
			skipped += n
		}
		if f.Error != nil {
			result = "refused"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%d\t%d\t%d\t%s\n", f.File, f.Version, chain, latest, f.Announcements, f.UpdatesInFile, skipped, result)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, f := range i.Files {
		for _, why := range slices.Sorted(maps.Keys(f.Skipped)) {
			fmt.Fprintf(w, "%s: %d skipped: %s\n", f.File, f.Skipped[why], why)
		}
	}
	_, err := fmt.Fprintf(w, "The graph holds %d nodes, %d channels and %d updates.\n", i.Nodes, i.Channels, i.Updates)
	return err
}
