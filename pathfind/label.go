package pathfind

import (
	"context"
	"math"

	"github.com/lightpane/lightpane/graph"
)

// label is a way from a node to the payee. Once made it never changes, since
// others build on it; a node that finds a better way gets another.
type label struct {
	weight      int64      // fees and time lock risks so far
	probability float64    // of the whole way
	chance      float64    // of its first channel
	net         graph.Msat // what the node has to get, its inbound fee not counted
	outbound    graph.Msat // what of that is its fee
	node        graph.NodeIndex
	next        int32  // the slot of the label that this one builds on
	edge        int32  // an EdgeIndex; ^i for hints[i]; for the payer an index into own
	cltv        uint32 // deltas so far
	onion       int32  // bytes of the payloads so far
	delta       uint16 // of the first channel
}

// start forgets all labels and makes the payee's, in slot 0.
func (f *Finder) start() {
	f.reset()
	f.labels = append(f.labels, label{
		probability: 1,
		net:         f.q.Amount,
		node:        f.payee,
		edge:        math.MinInt32,
		cltv:        f.q.FinalCltv,
		onion:       int32(f.q.finalPayload()),
	})
}

// step makes a label for a node from what an offer takes. ok is false if that is
// outside of the limits.
func (f *Finder) step(from graph.NodeIndex, at int32, to *label, o *offer) (l label, ok bool) {
	lim := &f.lim
	l = label{
		weight:      to.weight + max(0, o.inbound+int64(o.outbound)) + lockRisk(o.amount, o.delta, lim.risk),
		probability: to.probability * o.chance, chance: o.chance,
		net: o.amount + o.outbound, outbound: o.outbound,
		node: from, next: at, edge: o.edge,
		onion: to.onion, delta: o.delta,
	}
	if from != f.payer {
		l.onion += int32(forwardPayload(o.amount))
	}
	cltv := uint64(to.cltv) + uint64(o.delta)
	l.cltv = uint32(cltv)
	ok = o.amount-f.q.Amount <= lim.fee && cltv <= lim.cltv &&
		l.probability >= lim.probability && int(l.onion) <= lim.onion &&
		l.net <= graph.MaxSupplyMsat && l.weight <= maxWeight
	return l, ok
}

// keep gives a label to its node if it is better than what that has: nearer, or
// as near and likelier. That may be a node whose old label was looked at.
func (f *Finder) keep(l *label, dist int64) (slot int32, ok bool) {
	best, slot := f.dist[l.node], f.slot[l.node]
	if l.node == f.payer {
		best, slot = f.payerDist, f.payerSlot
	}
	if dist > best || dist == infinity || dist == best && l.probability <= f.labels[slot].probability {
		return 0, false
	}
	slot = int32(len(f.labels))
	f.labels = append(f.labels, *l)
	if l.node == f.payer {
		f.payerDist, f.payerSlot = dist, slot
	} else {
		f.dist[l.node], f.slot[l.node] = dist, slot
	}
	return slot, true
}

// run hands out labels, the nearest first, from the payee's on, until it comes
// to the payer; its label is then that at payerSlot.
func (f *Finder) run(ctx context.Context, expand func(f *Finder, at int32, dist int64)) (found bool, err error) {
	expand(f, 0, 0)
	for pops := 1; len(f.queue) > 0; pops++ {
		e := f.queue.pop()
		node := f.labels[e.slot].node
		if node == f.payer {
			return true, nil
		}
		if e.slot == f.slot[node] { // or the node has a better one since
			expand(f, e.slot, e.dist)
		}
		if pops%ctxEvery == 0 {
			if err := ended(ctx); err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// ctxEvery is how many nodes a search looks at before it asks the context again.
const ctxEvery = 256

// stopped reports a search that its context ended. It does what fmt.Errorf would,
// which is large for WebAssembly.
type stopped struct{ cause error }

func (e *stopped) Error() string { return "route search: " + e.cause.Error() }
func (e *stopped) Unwrap() error { return e.cause }

// ended is the context's error.
func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &stopped{err}
	}
	return nil
}
