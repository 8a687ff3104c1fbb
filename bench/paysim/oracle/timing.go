package oracle

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"time"

	"github.com/lightpane/lightpane/bench/paysim/cputime"
	"github.com/lightpane/lightpane/bench/paysim/report"
	"github.com/lightpane/lightpane/bench/paysim/world"
)

// Row is a line of `make bench`, in its form.
type Row struct {
	Name      string  `json:"name"`
	Unit      string  `json:"unit"`
	Ours      float64 `json:"ours"`
	Peer      string  `json:"peer"`
	PeerValue float64 `json:"peer_value"`
	Ratio     float64 `json:"ratio"` // above 1 ours is better
	N         int     `json:"n"`
	Note      string  `json:"note"`
}

const (
	warmUp = 5 // questions
	// passes is how often our side answers all questions: one pass is too
	// short to measure.
	passes = 10
)

// Time measures the mean processor time of a search, on both sides.
func (b *Bench) Time(ctx context.Context, pairs []world.Pair, sat int, label string) (*Row, error) {
	questions := make([]*question, len(pairs))
	for i, pair := range pairs {
		q, err := b.question(pair, sat)
		if err != nil {
			return nil, err
		}
		questions[i] = q
	}
	theirs := func(q *question) (bool, error) { return q.lnd.Search() }
	mine := func(q *question) (bool, error) { return b.find(ctx, q) }
	first := questions[:min(warmUp, len(questions))]

	if _, _, err := measure(ctx, first, 1, theirs); err != nil {
		return nil, err
	}
	peer, peerFound, err := measure(ctx, questions, 1, theirs)
	if err != nil {
		return nil, err
	}
	if _, _, err := measure(ctx, first, 1, mine); err != nil {
		return nil, err
	}
	own, ownFound, err := measure(ctx, questions, passes, mine)
	if err != nil {
		return nil, err
	}
	return &Row{
		Name: "search/one-path/" + report.Amount(sat) + "/native", Unit: "ms",
		Ours: milliseconds(own), Peer: "lnd-apriori", PeerValue: milliseconds(peer),
		Ratio: significant(float64(peer) / float64(own)), N: len(pairs),
		Note: fmt.Sprintf("%s; mean processor time of a search without history, over n pairs; found %d, peer %d", label, ownFound, peerFound),
	}, nil
}

// measure is the mean processor time of an answer, and how many found a route.
func measure(ctx context.Context, questions []*question, passes int, answer func(*question) (bool, error)) (mean time.Duration, found int, err error) {
	runtime.GC() // the garbage of what came before is not this one's to collect
	start := cputime.Now()
	for range passes {
		found = 0
		for _, q := range questions {
			if err := ctx.Err(); err != nil {
				return 0, 0, err
			}
			ok, err := answer(q)
			if err != nil {
				return 0, 0, err
			}
			if ok {
				found++
			}
		}
	}
	return (cputime.Now() - start) / time.Duration(max(passes*len(questions), 1)), found, nil
}

func milliseconds(d time.Duration) float64 { return significant(float64(d.Nanoseconds()) / 1e6) }

// significant rounds to four significant digits, as `make bench` does.
func significant(x float64) float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return 0
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}
