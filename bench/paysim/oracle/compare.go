package oracle

import (
	"context"
	"fmt"

	"github.com/lightpane/lightpane/bench/paysim/ours"
	"github.com/lightpane/lightpane/bench/paysim/world"
)

// Verdict is how the two sides compare for one amount.
type Verdict struct {
	AmountSat int `json:"amount_sat"`
	Pairs     int `json:"pairs"`
	Both      int `json:"both"` // found a route
	OnlyOurs  int `json:"only_ours"`
	OnlyLND   int `json:"only_lnd"`
	// Of those that both found: our distance is less than lnd's, or more, by
	// at least 2 msat; a sum of probabilities may round either way.
	Better int `json:"better"`
	Worse  int `json:"worse"`
	// MaxExcess is the most that ours is above lnd's, in msat.
	MaxExcess int64 `json:"max_excess_msat"`
	// SameHops counts the routes that agree channel by channel.
	SameHops int `json:"same_hops"`
	// Complaints says where lnd was better, in words.
	Complaints []string `json:"complaints,omitempty"`
}

// rounding is how far two distances may lie apart that are the same, in msat.
const rounding = 1

// Compare asks both sides for every pair.
func (b *Bench) Compare(ctx context.Context, pairs []world.Pair, sat int) (*Verdict, error) {
	v := &Verdict{AmountSat: sat, Pairs: len(pairs)}
	for i, pair := range pairs {
		q, err := b.question(pair, sat, 1)
		if err != nil {
			return nil, err
		}
		theirs, err := q.lnd.Answer()
		if err != nil {
			return nil, fmt.Errorf("pair %d: ask lnd: %w", i, err)
		}
		found, err := b.find(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("pair %d: ask pathfind: %w", i, err)
		}
		switch {
		case !found && theirs == nil:
			continue
		case !found:
			v.OnlyLND++
			v.complain("pair %d: lnd alone finds a route, of distance %d", i, theirs.Distance)
			continue
		case theirs == nil:
			v.OnlyOurs++
			continue
		}
		v.Both++
		part := ours.Part(b.g, &q.ours, &b.route)
		mine := q.lnd.Measure(&part)
		if d := mine.Distance - b.route.Distance; d > rounding || d < -rounding {
			v.complain("pair %d: our distance is %d, but lnd measures %d", i, b.route.Distance, mine.Distance)
		}
		excess := mine.Distance - theirs.Distance
		v.MaxExcess = max(v.MaxExcess, excess)
		switch {
		case excess > rounding:
			v.Worse++
			v.complain("pair %d: our distance is %d, lnd's %d", i, mine.Distance, theirs.Distance)
		case excess < -rounding:
			v.Better++
		}
		same := len(part.Hops) == len(theirs.Part.Hops)
		for h := 0; same && h < len(part.Hops); h++ {
			same = part.Hops[h].Ref == theirs.Part.Hops[h].Ref
		}
		if same {
			v.SameHops++
		}
	}
	return v, nil
}

func (v *Verdict) complain(format string, args ...any) {
	v.Complaints = append(v.Complaints, fmt.Sprintf(format, args...))
}
