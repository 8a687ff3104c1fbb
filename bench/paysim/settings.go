package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/lightpane/lightpane/bench/paysim/sim"
	"github.com/lightpane/lightpane/bench/paysim/world"
	"github.com/lightpane/lightpane/graph"
)

// reportSeed draws the pairs that are reported.
const reportSeed = 42

// settings are the flags of all commands.
type settings struct {
	pairs, first  int
	pools, truths []string
	feeLimits     []string
	runners       []string
	amounts       []int // sat
	seed          uint64
	strict        bool
	hopeless      bool
	out           string
	base, judged  string
}

// parse reads the flags of a command.
func parse(name string, args []string) (*settings, error) {
	s := &settings{
		pools: world.Pools(), truths: world.Truths(), feeLimits: sim.FeeLimits(), runners: defaultRunners(),
		amounts: []int{1_000, 10_000, 100_000, 1_000_000, 10_000_000},
	}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.IntVar(&s.pairs, "pairs", 20, "simulate `n` pairs")
	flags.IntVar(&s.first, "first", 0, "begin with pair `i`")
	flags.Uint64Var(&s.seed, "seed", reportSeed, "draw pairs and balances with this `seed`")
	flags.BoolVar(&s.strict, "strict", false, "nodes forward over the named channel only")
	flags.BoolVar(&s.hopeless, "hopeless", false, "try payments too that the balances do not allow")
	flags.StringVar(&s.out, "out", "paysim-out", "keep results in `directory`")
	flags.StringVar(&s.base, "base", "lnd-apriori", "compare with this `runner`")
	flags.StringVar(&s.judged, "judge", "", "hold this `runner` against what it has to reach")
	lists(flags, "pool", &s.pools, world.Pools())
	lists(flags, "truth", &s.truths, world.Truths())
	lists(flags, "fee", &s.feeLimits, sim.FeeLimits())
	lists(flags, "runners", &s.runners, runnerNames())
	flags.Func("amounts", "amounts in sat, `n,n,…`", func(value string) error {
		s.amounts = nil
		for _, field := range strings.Split(value, ",") {
			sat, err := strconv.Atoi(field)
			if err != nil || sat < 1 || graph.Sat(sat) > graph.MaxSupply {
				return fmt.Errorf("%q is no number of sat", field)
			}
			s.amounts = append(s.amounts, sat)
		}
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return nil, &usageError{err}
	}
	if flags.NArg() != 0 || s.pairs < 1 || s.first < 0 {
		return nil, &usageError{fmt.Errorf("want -pairs of 1 or more, -first of 0 or more and no arguments: %q", flags.Args())}
	}
	return s, nil
}

// lists is a flag whose value is some of the known names, separated by commas.
func lists(flags *flag.FlagSet, name string, value *[]string, known []string) {
	usage := fmt.Sprintf("`names` out of %s (default %s)", strings.Join(known, ","), strings.Join(*value, ","))
	flags.Func(name, usage, func(text string) error {
		*value = strings.Split(text, ",")
		for _, v := range *value {
			if !slices.Contains(known, v) {
				return fmt.Errorf("unknown %q: there are %s", v, strings.Join(known, ", "))
			}
		}
		return nil
	})
}

// load gives the graph that everything runs on.
func load(ctx context.Context) (*graph.Graph, string, error) {
	return world.Load(ctx, os.Getenv("LIGHTPANE_DATA"))
}
