package pathfind_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// line is a network of n nodes in a row, channel i from node i-1 to node i.
func line(n int, capacity graph.Sat, p *graph.Policy) *graph.Graph {
	var channels []channel
	for i := 1; i < n; i++ {
		channels = append(channels, both(i, i-1, i, capacity, p))
	}
	return build(channels)
}

func TestRefusals(t *testing.T) {
	g := line(4, 1_000_000, terms(1000, 0, 40))
	shut := terms(0, 0, 10)
	shut.Flags = graph.Disabled
	apart := build([]channel{
		both(1, alice, bob, 1_000_000, terms(0, 0, 10)),
		both(2, carol, dave, 1_000_000, terms(0, 0, 10)),
		both(3, bob, carol, 1_000_000, shut),
	})
	narrow := build([]channel{
		both(1, alice, bob, 1_000_000, terms(0, 0, 10)),
		both(2, bob, carol, 300, terms(0, 0, 10)),
		both(3, bob, erin, 200, terms(0, 0, 10)),
		both(4, erin, carol, 1_000_000, terms(0, 0, 10)),
	})
	picky := line(3, 1_000_000, &graph.Policy{HtlcMin: 5000, HtlcMax: 1 << 50})
	long := line(13, 1_000_000, terms(0, 0, 1))
	longer := line(30, 1_000_000, terms(0, 0, 1))

	to := func(node int, amount graph.Msat, change func(*pathfind.Query)) pathfind.Query {
		q := pathfind.DefaultQuery(key(alice), key(node), amount)
		if change != nil {
			change(&q)
		}
		return q
	}
	for _, v := range []struct {
		name string
		g    *graph.Graph
		q    pathfind.Query
		want pathfind.NoRouteError
	}{
		{"nobody knows the payer", g, to(dave, 1000, func(q *pathfind.Query) { q.From = key(99) }),
			pathfind.NoRouteError{Reason: pathfind.UnknownPayer}},
		{"nor its only node", g, to(dave, 1000, func(q *pathfind.Query) { q.From, q.LocalChannels = key(99), []pathfind.LocalChannel{} }),
			pathfind.NoRouteError{Reason: pathfind.UnknownPayer}},
		{"nobody knows the payee", g, to(99, 1000, nil), pathfind.NoRouteError{Reason: pathfind.UnknownPayee}},
		{"a disabled channel between", apart, to(dave, 1000, nil), pathfind.NoRouteError{Reason: pathfind.NoPath}},
		{"small channels on the way", narrow, to(carol, 400_000, nil),
			pathfind.NoRouteError{Reason: pathfind.NoLiquidity, MostAmount: 300_000}},
		{"small channels of its own", g, to(dave, 2_000_000_000, nil),
			pathfind.NoRouteError{Reason: pathfind.NoLiquidity, MostAmount: 1_000_000_000}},
		{"little bandwidth", g, to(dave, 600_000, func(q *pathfind.Query) {
			q.LocalChannels = []pathfind.LocalChannel{{SCID: scid, Bandwidth: 500_000}}
		}), pathfind.NoRouteError{Reason: pathfind.NoLiquidity, MostAmount: 500_000}},
		{"no room for the fees", g, to(dave, 999_999_500, nil),
			pathfind.NoRouteError{Reason: pathfind.NoLiquidity, MostAmount: 1_000_000_000}},
		{"too little to forward", picky, to(carol, 4000, nil),
			pathfind.NoRouteError{Reason: pathfind.BelowMinimum, LeastAmount: 5000}},
		{"too dear", g, to(dave, 100_000, func(q *pathfind.Query) { q.MaxFee = 1999 }),
			pathfind.NoRouteError{Reason: pathfind.OverFeeLimit, LeastFee: 2000}},
		{"too slow", g, to(dave, 100_000, func(q *pathfind.Query) { q.CltvLimit = 119 }),
			pathfind.NoRouteError{Reason: pathfind.OverCltvLimit, LeastCltv: 120}},
		{"too dear and too slow", g, to(dave, 100_000, func(q *pathfind.Query) { q.CltvLimit, q.MaxFee = 119, 0 }),
			pathfind.NoRouteError{Reason: pathfind.OverCltvLimit, LeastCltv: 120}},
		{"the payee alone is too slow", g, to(bob, 100_000, func(q *pathfind.Query) { q.CltvLimit = 39 }),
			pathfind.NoRouteError{Reason: pathfind.OverCltvLimit, LeastCltv: 40}},
		{"too many risks", long, to(12, 1000, nil),
			pathfind.NoRouteError{Reason: pathfind.TooUnlikely, BestProbability: 0.95 * math.Pow(0.6, 11)}},
		{"too long for the onion", longer, to(29, 1000, nil),
			// 28 nodes that forward, with two bytes of amount, and the payee.
			pathfind.NoRouteError{Reason: pathfind.TooManyHops, LeastOnionBytes: 28*52 + 1 + 4 + 5 + 36 + 32}},
	} {
		t.Run(v.name, func(t *testing.T) {
			got := *refuse(t, v.g, v.q)
			got.Detail = ""
			if math.Abs(got.BestProbability-v.want.BestProbability) < 1e-12 {
				got.BestProbability = v.want.BestProbability
			}
			if got != v.want {
				t.Errorf("got %+v, want %+v", got, v.want)
			}
		})
	}

	// Just inside each limit there is a route.
	find(t, g, to(dave, 100_000, func(q *pathfind.Query) { q.CltvLimit, q.MaxFee = 120, 2000 }))
	find(t, g, to(dave, 999_998_000, nil))
	find(t, narrow, to(carol, 300_000, nil))
	find(t, picky, to(carol, 5000, nil))
}

// With other parameters the onion's size is what ends a way: 1300 bytes hold 23
// nodes that forward besides the payee, with these amounts.
func TestOnionSize(t *testing.T) {
	p := pathfind.DefaultParams()
	p.MinProbability = 0
	g := line(30, 1_000_000, terms(0, 0, 1))
	q := pathfind.DefaultQuery(key(alice), key(24), 1000)
	q.Params = &p
	find(t, g, q)
	q.To = key(25)
	if none := refuse(t, g, q); none.Reason != pathfind.TooManyHops || none.LeastOnionBytes != 24*52+78 {
		t.Errorf("%+v", none)
	}
	// Without a secret the payee takes 36 bytes less, which is not enough.
	q.PaymentSecret = false
	find(t, g, q)
	q.FinalRecordBytes = 11
	refuse(t, g, q)
}

func TestInvalidQueries(t *testing.T) {
	g := line(3, 1_000_000, terms(0, 0, 10))
	params := func(change func(*pathfind.Params)) func(*pathfind.Query) {
		return func(q *pathfind.Query) {
			p := pathfind.DefaultParams()
			change(&p)
			q.Params = &p
		}
	}
	for field, change := range map[string]func(*pathfind.Query){
		"amount of nothing":       func(q *pathfind.Query) { q.Amount = 0 },
		"amount of more than all": func(q *pathfind.Query) { q.Amount = graph.MaxSupplyMsat + 1 },
		"payer is payee":          func(q *pathfind.Query) { q.To = q.From },
		"preference NaN":          func(q *pathfind.Query) { q.TimePreference = math.NaN() },
		"preference over 1":       func(q *pathfind.Query) { q.TimePreference = 1.01 },
		"preference infinite":     func(q *pathfind.Query) { q.TimePreference = math.Inf(-1) },
		"final cltv":              func(q *pathfind.Query) { q.FinalCltv = math.MaxUint32 },
		"final records":           func(q *pathfind.Query) { q.FinalRecordBytes = -1 },
		"direction":               func(q *pathfind.Query) { q.ExcludeDirections = []pathfind.ChannelDirection{{Direction: 2}} },
		"payee excluded":          func(q *pathfind.Query) { q.ExcludeNodes = []graph.PublicKey{q.To} },
		"payer excluded":          func(q *pathfind.Query) { q.ExcludeNodes = []graph.PublicKey{q.From} },
		"channel to nobody":       func(q *pathfind.Query) { q.LocalChannels = []pathfind.LocalChannel{{SCID: 99, Bandwidth: 1}} },
		"channel to itself":       func(q *pathfind.Query) { q.LocalChannels = []pathfind.LocalChannel{{SCID: 99, Peer: q.From}} },
		"channel of others":       func(q *pathfind.Query) { q.LocalChannels = []pathfind.LocalChannel{{SCID: 2 * scid}} },
		"attempt cost":            params(func(p *pathfind.Params) { p.AttemptCost = math.MaxUint64 }),
		"least probability":       params(func(p *pathfind.Params) { p.MinProbability = math.NaN() }),
		"hop probability":         params(func(p *pathfind.Params) { p.HopProbability = 1.1 }),
		"own probability":         params(func(p *pathfind.Params) { p.OwnProbability = 0 }),
		"capacity fraction":       params(func(p *pathfind.Params) { p.CapacityFraction = 0.5 }),
		"onion bytes":             params(func(p *pathfind.Params) { p.OnionBytes = -1 }),
	} {
		t.Run(field, func(t *testing.T) {
			q := pathfind.DefaultQuery(key(alice), key(carol), 1000)
			change(&q)
			var invalid *pathfind.InvalidError
			if err := pathfind.NewFinder().Find(context.Background(), g, &q, new(pathfind.Route)); !errors.As(err, &invalid) {
				t.Fatalf("got %v, want an InvalidError", err)
			}
			if invalid.Field == "" || invalid.Detail == "" || invalid.Error() == "" {
				t.Errorf("%+v says nothing", invalid)
			}
		})
	}
}

// ending is a context that ends at a given look at it.
type ending struct {
	context.Context
	looks, end int
}

func (c *ending) Err() error {
	if c.looks++; c.looks >= c.end {
		return context.Canceled
	}
	return nil
}

// A search that is cancelled ends at the next look at its context, wherever it
// is, and leaves a Finder that is as good as before.
func TestCancel(t *testing.T) {
	g := example()
	nodes := strong(g)
	f := pathfind.NewFinder()
	cancelled := 0
	for end := 1; end <= 40; end++ {
		rnd := splitmix(end)
		q := pathfind.DefaultQuery(g.Key(nodes[rnd.intn(len(nodes))]), g.Key(nodes[rnd.intn(len(nodes))]), 1_000_000)
		q.MaxFee = graph.Msat(end % 2) // mostly refused, after many nodes
		ctx := &ending{Context: context.Background(), end: end}
		err := f.Find(ctx, g, &q, new(pathfind.Route))
		if ctx.looks > ctx.end {
			t.Fatalf("it went on after %d looks", ctx.end)
		}
		if errors.Is(err, context.Canceled) {
			cancelled++
		} else if ctx.looks == ctx.end {
			t.Fatalf("got %v, want context.Canceled", err)
		}
		q.MaxFee = pathfind.NoFeeLimit
		var a, b pathfind.Route
		errA := f.Find(context.Background(), g, &q, &a)
		errB := pathfind.NewFinder().Find(context.Background(), g, &q, &b)
		if (errA == nil) != (errB == nil) || a.Distance != b.Distance {
			t.Fatalf("after a cancelled search %v and %d, else %v and %d", errA, a.Distance, errB, b.Distance)
		}
	}
	if cancelled < 5 {
		t.Errorf("only %d searches were cancelled", cancelled)
	}
}
