package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
	"github.com/lightpane/lightpane/rgs/source"
)

func routeCommand() command {
	return command{
		path:    "route",
		summary: "find a route in a snapshot",
		about: `
Finds the route by which AMOUNT arrives at the payee, as lnd would choose it. All
channels of the payer count as its own. The exit code is 0 whether or not there
is a route; if not, the reason is told.

The graph is a Rapid Gossip Sync snapshot, what lncli describegraph prints, or a
CSV, plain or compressed with gzip.`,
		example: "lightpane route --snapshot full.lngossip --from 02a1… --to 03b2… --amount-msat 50000000 --json",
		setup: func(p *program, s *settings) action {
			var r routeRequest
			s.StringVar(&r.graph, "snapshot", "", "the graph's `FILE`; - is the standard input")
			s.Var(&r.from, "from", "the public `KEY` of the payer")
			s.Var(&r.to, "to", "the public `KEY` of the payee")
			s.Var(&r.amount, "amount-msat", "the amount of `N` millisatoshis that is to arrive")
			s.Var(&r.maxFee, "max-fee-msat", "pay at most `N` millisatoshis in fees (default no limit)")
			s.Var(&r.preference, "time-preference", "weigh cost and certainty by `T`: -1 the cheapest route, 1 the surest")
			finalCltv := s.Uint("final-cltv", 40, "the payee's own delta of `N` blocks")
			s.Var(&r.now, "now", "the present as `UNIX` seconds: refuse a snapshot that is older than 14 days")
			asJSON := s.Bool("json", false, "print JSON")
			chain := networkFlag(s)
			return func(ctx context.Context, _ []string) error {
				if err := r.check(); err != nil {
					return err
				}
				if *finalCltv > maxFinalCltv {
					return usagef("--final-cltv %d: want at most %d blocks", *finalCltv, maxFinalCltv)
				}
				r.finalCltv, r.chain = uint32(*finalCltv), chain.hash
				answer, err := p.route(ctx, &r)
				if err != nil {
					return err
				}
				if *asJSON {
					return printJSON(p.stdout, answer)
				}
				return answer.print(p.stdout)
			}
		},
	}
}

// maxFinalCltv is a year of blocks.
const maxFinalCltv = 52_560

// routeRequest is what `route` is asked for.
type routeRequest struct {
	graph          string
	chain          graph.ChainHash
	now            unixTime
	from, to       nodeKey
	amount, maxFee amount
	preference     preference
	finalCltv      uint32
}

func (r *routeRequest) check() error {
	switch {
	case r.graph == "":
		return usagef("--snapshot FILE is missing")
	case !r.from.set:
		return usagef("--from KEY is missing")
	case !r.to.set:
		return usagef("--to KEY is missing")
	case !r.amount.set:
		return usagef("--amount-msat N is missing")
	case r.amount.msat == 0:
		return usagef("--amount-msat 0: there is nothing to send")
	}
	return nil
}

// routeAnswer is either of the two things that `route` prints.
type routeAnswer interface {
	print(w io.Writer) error
}

func (p *program) route(ctx context.Context, r *routeRequest) (routeAnswer, error) {
	loaded, err := p.readGraph(ctx, r.graph, source.Options{Chain: r.chain, Now: r.now.clock()})
	if err != nil {
		return nil, err
	}
	query := pathfind.DefaultQuery(r.from.key, r.to.key, r.amount.msat)
	query.TimePreference, query.FinalCltv = float64(r.preference), r.finalCltv
	if r.maxFee.set {
		query.MaxFee = r.maxFee.msat
	}
	var found pathfind.Route
	begin := time.Now()
	err = pathfind.NewFinder().Find(ctx, loaded.Graph, &query, &found)
	took := time.Since(begin)

	var none *pathfind.NoRouteError
	var invalid *pathfind.InvalidError
	switch {
	case errors.As(err, &none):
		return &noRoute{Reason: none.Reason, Detail: none.Detail}, nil
	case errors.As(err, &invalid):
		return nil, usageError{err}
	case err != nil:
		return nil, err
	}
	return newRouteFound(&found, r.finalCltv, took), nil
}

type routeFound struct {
	Found       bool       `json:"found"`
	Hops        []routeHop `json:"hops"`
	Amount      graph.Msat `json:"amount_msat"`
	Fee         graph.Msat `json:"fee_msat"`
	Cltv        uint32     `json:"cltv"` // blocks, the payee's included
	Probability float64    `json:"probability"`
	Distance    int64      `json:"distance_msat"`
	TookMicros  int64      `json:"took_us"` // the search alone

	finalCltv uint32
}

type routeHop struct {
	SCID        string     `json:"scid"`
	Node        string     `json:"node"`
	Amount      graph.Msat `json:"amount_msat"`
	Fee         graph.Msat `json:"fee_msat"`
	CltvDelta   uint16     `json:"cltv_delta"`
	Probability float64    `json:"probability"`
}

func newRouteFound(r *pathfind.Route, finalCltv uint32, took time.Duration) *routeFound {
	out := &routeFound{
		Found: true, Hops: make([]routeHop, len(r.Hops)), Amount: r.Amount, Fee: r.Fee, Cltv: r.Cltv,
		Probability: r.Probability, Distance: r.Distance, TookMicros: took.Microseconds(), finalCltv: finalCltv,
	}
	for i := range r.Hops {
		h := &r.Hops[i]
		out.Hops[i] = routeHop{h.SCID.String(), h.Node.String(), h.Amount, r.HopFee(i), h.CltvDelta, h.Probability}
	}
	return out
}

func (r *routeFound) print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "hop\tchannel\tto node\tarrives, msat\tfee, msat\tblocks\tprobability\t")
	for i, h := range r.Hops {
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%d\t%d\t%.1f %%\t\n", i+1, h.SCID, h.Node, h.Amount, h.Fee, h.CltvDelta, 100*h.Probability)
	}
	fmt.Fprintf(t, "all\t\t\t%d\t%d\t%d\t%.1f %%\t\n", r.Amount, r.Fee, r.Cltv, 100*r.Probability)
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "The blocks of all hops count the payee's own %d. Distance %d msat, found in %d us.\n", r.finalCltv, r.Distance, r.TookMicros)
	return err
}

type noRoute struct {
	Found  bool            `json:"found"`
	Reason pathfind.Reason `json:"reason"`
	Detail string          `json:"detail"`
}

func (n *noRoute) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, "No route (%s): %s\n", n.Reason, n.Detail)
	return err
}
