package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/lightpane/lightpane/bench/paysim/oracle"
	"github.com/lightpane/lightpane/bench/paysim/report"
	"github.com/lightpane/lightpane/bench/paysim/world"
)

// single is what the commands about single searches work on.
type single struct {
	*settings
	label string
	bench *oracle.Bench
	pairs []world.Pair
}

func newSingle(ctx context.Context, name string, args []string) (*single, error) {
	s, err := parse(name, args)
	if err != nil {
		return nil, err
	}
	g, label, err := load(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := world.NewPool(g, world.SCC, s.first+s.pairs, s.seed)
	if err != nil {
		return nil, err
	}
	bench, err := oracle.New(pool.Graph)
	if err != nil {
		return nil, err
	}
	return &single{s, label, bench, pool.Pairs[s.first:]}, nil
}

// compare asks lnd and package pathfind the same questions, amount by amount. It
// fails where lnd is better.
func compare(ctx context.Context, args []string) (err error) {
	s, err := newSingle(ctx, "paysim oracle", args)
	if err != nil {
		return err
	}
	defer closeInto(&err, s.bench)
	complaints := 0
	for _, sat := range s.amounts {
		v, err := s.bench.Compare(ctx, s.pairs, sat)
		if err != nil {
			return err
		}
		fmt.Printf("%5s sat, %d pairs of %s: both find %d (same hops %d), ours alone %d, lnd alone %d; ours nearer %d, farther %d, by %d msat at most\n",
			report.Amount(sat), v.Pairs, s.label, v.Both, v.SameHops, v.OnlyOurs, v.OnlyLND, v.Better, v.Worse, v.MaxExcess)
		for _, c := range v.Complaints {
			fmt.Println("      " + c)
		}
		complaints += len(v.Complaints)
	}
	if complaints > 0 {
		return fmt.Errorf("%d answers are not as good as lnd's", complaints)
	}
	return nil
}

// timeSearches prints the rows that `make bench` takes over.
func timeSearches(ctx context.Context, args []string) (err error) {
	s, err := newSingle(ctx, "paysim bench", args)
	if err != nil {
		return err
	}
	defer closeInto(&err, s.bench)
	rows := []*oracle.Row{}
	for _, sat := range s.amounts {
		row, err := s.bench.Time(ctx, s.pairs, sat, s.label)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(rows)
}

func closeInto(err *error, c interface{ Close() error }) {
	if closeErr := c.Close(); *err == nil {
		*err = closeErr
	}
}
