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
	"github.com/lightpane/lightpane/bench/paysim/sim"
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
//
// lnd is asked for one path, as package pathfind is. The note adds what both
// take where there is a route, since lnd refuses at once what exceeds the
// payer's largest channel, and what lnd takes when it may split: it then tries
// ever smaller parts, and what it finds is a way for the first of them.
func (b *Bench) Time(ctx context.Context, pairs []world.Pair, sat int, label string) (*Row, error) {
	single, err := b.questions(pairs, sat, 1)
	if err != nil {
		return nil, err
	}
	split, err := b.questions(pairs, sat, sim.MaxParts)
	if err != nil {
		return nil, err
	}
	theirs := func(q *question) (bool, error) { return q.lnd.Search() }
	mine := func(q *question) (bool, error) { return b.find(ctx, q) }
	peer, err := measure(ctx, single, 1, theirs)
	if err != nil {
		return nil, err
	}
	splitting, err := measure(ctx, split, 1, theirs)
	if err != nil {
		return nil, err
	}
	own, err := measure(ctx, single, passes, mine)
	if err != nil {
		return nil, err
	}
	return &Row{
		Name: "search/one-path/" + report.Amount(sat) + "/native", Unit: "ms",
		Ours: own.all.ms(), Peer: "lnd-apriori", PeerValue: peer.all.ms(),
		Ratio: significant(peer.all.ms() / own.all.ms()), N: len(pairs),
		Note: fmt.Sprintf("%s; mean processor time of a search without history, over n pairs; of those with a route, %d, %.4g, peer %.4g for %d; peer with splitting %.4g",
			label, own.found.n/passes, own.found.ms(), peer.found.ms(), peer.found.n, splitting.all.ms()),
	}, nil
}

func (b *Bench) questions(pairs []world.Pair, sat, maxParts int) ([]*question, error) {
	questions := make([]*question, len(pairs))
	for i, pair := range pairs {
		q, err := b.question(pair, sat, maxParts)
		if err != nil {
			return nil, err
		}
		questions[i] = q
	}
	return questions, nil
}

// times is what a number of searches took.
type times struct {
	n     int
	total time.Duration
}

func (t *times) add(d time.Duration) {
	t.n++
	t.total += d
}

// ms is the mean in milliseconds.
func (t times) ms() float64 {
	return significant(float64(t.total.Nanoseconds()) / 1e6 / float64(max(t.n, 1)))
}

// measured is the times of all searches, and of those that found a route.
type measured struct{ all, found times }

// measure answers all questions some times over, after a few to warm up.
func measure(ctx context.Context, questions []*question, passes int, answer func(*question) (bool, error)) (m measured, err error) {
	for _, q := range questions[:min(warmUp, len(questions))] {
		if _, err := answer(q); err != nil {
			return m, err
		}
	}
	runtime.GC() // the garbage of what came before is not this one's to collect
	for range passes {
		for _, q := range questions {
			if err := ctx.Err(); err != nil {
				return m, err
			}
			start := cputime.Now()
			found, err := answer(q)
			took := cputime.Now() - start
			if err != nil {
				return m, err
			}
			m.all.add(took)
			if found {
				m.found.add(took)
			}
		}
	}
	return m, nil
}

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
