package pathfind_test

import (
	"context"
	"errors"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// Nodes of the tests' small networks.
const (
	alice = iota
	bob
	carol
	dave
	erin
	frank
)

const scid = graph.SCID(1) << 40

// terms is an ordinary policy with the given fee and delta.
func terms(base, ppm uint32, delta uint16) *graph.Policy {
	return &graph.Policy{HtlcMin: 1, HtlcMax: 1 << 50, BaseFee: base, FeePPM: ppm, CltvDelta: delta}
}

// both is a channel with the same terms in both directions.
func both(n int, a, b int, capacity graph.Sat, p *graph.Policy) channel {
	return channel{scid: scid * graph.SCID(n), a: a, b: b, capacity: capacity, ab: p, ba: p}
}

// find returns a route that it has checked.
func find(t *testing.T, g *graph.Graph, q pathfind.Query) pathfind.Route {
	t.Helper()
	var route pathfind.Route
	if err := pathfind.NewFinder().Find(context.Background(), g, &q, &route); err != nil {
		t.Fatal(err)
	}
	if err := pathfind.Check(g, &q, &route); err != nil {
		t.Fatal(err)
	}
	return route
}

// refuse returns why there is no route.
func refuse(t *testing.T, g *graph.Graph, q pathfind.Query) *pathfind.NoRouteError {
	t.Helper()
	var route pathfind.Route
	err := pathfind.NewFinder().Find(context.Background(), g, &q, &route)
	var none *pathfind.NoRouteError
	if !errors.As(err, &none) {
		t.Fatalf("got %v and %+v, want no route", err, route)
	}
	if none.Detail == "" || none.Error() == "" {
		t.Fatalf("%s says nothing to people", none.Reason)
	}
	return none
}

// over lists the channels of a route, as multiples of scid.
func over(r pathfind.Route) []graph.SCID {
	var out []graph.SCID
	for _, h := range r.Hops {
		out = append(out, h.SCID/scid)
	}
	return out
}

func wantOver(t *testing.T, r pathfind.Route, want ...graph.SCID) {
	t.Helper()
	got := over(r)
	same := len(got) == len(want)
	for i := range want {
		same = same && got[i] == want[i]
	}
	if !same {
		t.Fatalf("route goes over channels %d, want %d", got, want)
	}
}

// BOLT 7, "HTLC Fees": A pays C over B, which asks for 200 + 2000 ppm and 20
// blocks; C wants 9.
func TestSpecificationExample(t *testing.T) {
	g := build([]channel{
		both(1, alice, bob, 1_000_000, terms(100, 1000, 10)),
		{scid: 2 * scid, a: bob, b: carol, capacity: 1_000_000, ab: terms(200, 2000, 20), ba: terms(400, 4000, 40)},
	})
	q := pathfind.DefaultQuery(key(alice), key(carol), 4_999_999)
	q.FinalCltv = 9
	r := find(t, g, q)
	wantOver(t, r, 1, 2)
	if r.Fee != 10_199 || r.Cltv != 29 || r.Hops[0].Amount != 5_010_198 || r.Probability != 0.95*0.6 {
		t.Errorf("fee %d, cltv %d, sent %d, probability %g", r.Fee, r.Cltv, r.Hops[0].Amount, r.Probability)
	}
	// Straight to a neighbour nothing is charged.
	q.From = key(bob)
	if r := find(t, g, q); r.Fee != 0 || r.Cltv != 9 || r.Probability != 0.95 {
		t.Errorf("direct: fee %d, cltv %d, probability %g", r.Fee, r.Cltv, r.Probability)
	}
}

// The amounts of lnd's test of inbound fees.
func TestInboundFees(t *testing.T) {
	chain := func(n, a int, p *graph.Policy, in graph.InboundFee) channel {
		return channel{scid: scid * graph.SCID(n), a: a, b: a + 1, capacity: 100_000, ab: p, in: [2]graph.InboundFee{in}}
	}
	g := build([]channel{
		chain(1, alice, terms(0, 0, 0), graph.InboundFee{Base: -5000, PPM: -60_000}),
		chain(2, bob, terms(1000, 50_000, 20), graph.InboundFee{Base: 5000}),
		chain(3, carol, terms(0, 50_000, 20), graph.InboundFee{Base: -8000, PPM: -50_000}),
		chain(4, dave, terms(9000, 100_000, 20), graph.InboundFee{Base: 2000, PPM: 80_000}),
	})
	q := pathfind.DefaultQuery(key(alice), key(erin), 100_000)
	q.FinalCltv = 1
	r := find(t, g, q)
	wantOver(t, r, 1, 2, 3, 4)
	for i, want := range []pathfind.Hop{
		{Amount: 115_302, InboundFee: -6765}, // the discount ends where bob's own fee does
		{Amount: 115_302, InboundFee: 5000, Fee: 6765},
		{Amount: 105_050, InboundFee: -13_950, Fee: 5252},
		{Amount: 100_000, Fee: 19_000}, // the payee asks for nothing
	} {
		if h := r.Hops[i]; h.Amount != want.Amount || h.InboundFee != want.InboundFee || h.Fee != want.Fee {
			t.Errorf("hop %d: %+v, want %+v", i, h, want)
		}
	}
	if r.Fee != 15_302 || r.Cltv != 61 {
		t.Errorf("fee %d and cltv %d, want 15302 and 61", r.Fee, r.Cltv)
	}
}

// Parallel channels act as one: the highest fee, the largest delta, the largest
// capacity of those that take the amount. The numbers are those of lnd's test.
func TestParallelChannels(t *testing.T) {
	policy := func(base, ppm uint32, delta uint16, most graph.Msat) *graph.Policy {
		return &graph.Policy{HtlcMin: 100, HtlcMax: most, BaseFee: base, FeePPM: ppm, CltvDelta: delta}
	}
	g := build([]channel{
		both(1, alice, bob, 1000, terms(0, 0, 0)),
		{scid: 2 * scid, a: bob, b: carol, capacity: 7, ab: policy(30, 100_000, 60, 5000)},
		{scid: 3 * scid, a: bob, b: carol, capacity: 8, ab: policy(10, 190_000, 40, 4000)},
	})
	for _, v := range []struct {
		amount graph.Msat
		over   graph.SCID
		delta  uint16
		fee    graph.Msat
	}{
		{200, 2, 60, 50},   // against 48
		{400, 3, 60, 86},   // against 70, with the delta of the other
		{4500, 2, 60, 480}, // the other does not take so much
	} {
		r := find(t, g, pathfind.DefaultQuery(key(alice), key(carol), v.amount))
		if h := r.Hops[1]; h.SCID/scid != v.over || h.CltvDelta != v.delta || h.Fee != v.fee {
			t.Errorf("%d msat over %d, delta %d, fee %d; want %+v", v.amount, h.SCID/scid, h.CltvDelta, h.Fee, v)
		}
	}
	for _, amount := range []graph.Msat{50, 5500} {
		q := pathfind.DefaultQuery(key(alice), key(carol), amount)
		if none := refuse(t, g, q); none.Reason != pathfind.BelowMinimum && none.Reason != pathfind.NoLiquidity {
			t.Errorf("%d msat: %s", amount, none.Reason)
		}
	}
}

// A discount on one of two parallel channels does not count beyond what the node
// asks for sending on.
func TestParallelInbound(t *testing.T) {
	g := build([]channel{
		both(1, alice, bob, 1000, terms(0, 0, 0)),
		{scid: 2 * scid, a: bob, b: carol, capacity: 100, ab: terms(30, 100_000, 60)},
		{scid: 3 * scid, a: bob, b: carol, capacity: 100, ab: terms(10, 190_000, 40), in: [2]graph.InboundFee{{Base: -150}}},
		both(4, carol, dave, 1000, terms(0, 0, 5)),
	})
	r := find(t, g, pathfind.DefaultQuery(key(alice), key(dave), 500))
	if h := r.Hops[1]; h.SCID/scid != 3 || h.CltvDelta != 60 || h.Fee != 105 || h.InboundFee != 0 {
		t.Errorf("%+v, want channel 3, delta 60, fee 105", h)
	}
}

func TestOwnChannels(t *testing.T) {
	shut := terms(0, 0, 10)
	shut.Flags = graph.Disabled
	g := build([]channel{
		{scid: 1 * scid, a: alice, b: bob, capacity: 500, ab: shut, ba: terms(9, 9, 9)},
		{scid: 2 * scid, a: alice, b: bob, capacity: 900, ab: terms(1e6, 1e6, 1000)}, // its own terms do not matter
		{scid: 3 * scid, a: alice, b: carol, capacity: 5000, ba: terms(0, 0, 0)},     // no policy of its own
		both(4, bob, dave, 100_000, terms(1, 0, 10)),
		both(5, carol, dave, 100_000, terms(0, 0, 10)),
	})
	q := pathfind.DefaultQuery(key(alice), key(dave), 400_000)
	r := find(t, g, q)
	wantOver(t, r, 2, 4) // the one with more bandwidth, not over carol
	if h := r.Hops[0]; h.Fee != 0 || h.CltvDelta != 0 || h.Probability != 0.95 {
		t.Errorf("own channel: %+v", h)
	}
	q.ExcludeChannels = []graph.SCID{2 * scid}
	wantOver(t, find(t, g, q), 1, 4) // its being disabled does not matter either

	// Bandwidths handed in decide alone.
	q.ExcludeChannels = nil
	q.LocalChannels = []pathfind.LocalChannel{{SCID: scid, Bandwidth: 450_000}, {SCID: 2 * scid, Bandwidth: 1000}}
	wantOver(t, find(t, g, q), 1, 4)
	q.LocalChannels = append(q.LocalChannels, pathfind.LocalChannel{SCID: 3 * scid, Peer: key(carol), Bandwidth: 450_000})
	wantOver(t, find(t, g, q), 3, 5)
	// So do the peer's bounds.
	q.LocalChannels[2].HtlcMax = 399_999
	wantOver(t, find(t, g, q), 1, 4)
	q.LocalChannels[2].HtlcMax, q.LocalChannels[2].HtlcMin = 0, 400_001
	wantOver(t, find(t, g, q), 1, 4)
	q.LocalChannels = []pathfind.LocalChannel{}
	if none := refuse(t, g, q); none.Reason != pathfind.NoPath {
		t.Errorf("without channels: %s", none.Reason)
	}
}

// The tab's case: a payer that nobody knows, with private channels, one of them
// to a node that nobody knows either.
func TestPrivatePayer(t *testing.T) {
	g := build([]channel{both(1, bob, carol, 100_000, terms(1000, 0, 10))})
	q := pathfind.DefaultQuery(key(alice), key(carol), 50_000)
	q.LocalChannels = []pathfind.LocalChannel{
		{SCID: 7 * scid, Peer: key(bob), Bandwidth: 60_000},
		{SCID: 8 * scid, Peer: key(erin), Bandwidth: 60_000},
	}
	r := find(t, g, q)
	wantOver(t, r, 7, 1)
	if r.Hops[0].Index != g.Node(key(bob)) || r.Fee != 1000 {
		t.Errorf("%+v", r)
	}
	q.To = key(erin)
	r = find(t, g, q)
	wantOver(t, r, 8)
	if r.Hops[0].Index != graph.None {
		t.Errorf("erin is at %d, want none", r.Hops[0].Index)
	}
}

func TestHints(t *testing.T) {
	g := build([]channel{
		both(1, alice, bob, 100_000, terms(0, 0, 10)),
		both(2, bob, carol, 100_000, terms(10, 0, 10)),
	})
	private := key(77)
	q := pathfind.DefaultQuery(key(alice), private, 50_000)
	q.Hints = []pathfind.Hint{
		{{Node: key(carol), SCID: 7 * scid, BaseFee: 100, FeePPM: 1000, CltvDelta: 30}},
	}
	r := find(t, g, q)
	wantOver(t, r, 1, 2, 7)
	if h := r.Hops[2]; h.Fee != 150 || h.CltvDelta != 30 || h.Index != graph.None || h.Probability != 0.6 || r.Cltv != 80 {
		t.Errorf("%+v, cltv %d", h, r.Cltv)
	}

	// A chain over another node that nobody knows, cheaper in sum.
	q.Hints = append(q.Hints, pathfind.Hint{
		{Node: key(bob), SCID: 8 * scid, CltvDelta: 5}, {Node: key(78), SCID: 9 * scid, CltvDelta: 5},
	})
	wantOver(t, find(t, g, q), 1, 8, 9)
	// Two hints from one node are parallel channels.
	q.Hints = []pathfind.Hint{
		{{Node: key(carol), SCID: 7 * scid, BaseFee: 100, CltvDelta: 30}},
		{{Node: key(carol), SCID: 8 * scid, BaseFee: 200, CltvDelta: 10}},
	}
	if h := find(t, g, q).Hops[2]; h.SCID != 8*scid || h.Fee != 200 || h.CltvDelta != 30 {
		t.Errorf("parallel hints: %+v", h)
	}
	// A hint to a public payee adds an edge.
	q.To = key(carol)
	q.Hints = []pathfind.Hint{{{Node: key(bob), SCID: 7 * scid, BaseFee: 5, CltvDelta: 20}}}
	if h := find(t, g, q).Hops[1]; h.SCID != 2*scid || h.Fee != 10 || h.CltvDelta != 20 {
		t.Errorf("hint beside a public channel: %+v", h)
	}
	q.ExcludeChannels = []graph.SCID{2 * scid}
	wantOver(t, find(t, g, q), 1, 7)
	// No hint carries more than 10 BTC.
	q.Amount = 1_000_000_000_001
	q.LocalChannels = []pathfind.LocalChannel{{SCID: 9 * scid, Peer: key(bob), Bandwidth: graph.MaxSupplyMsat}}
	if none := refuse(t, g, q); none.Reason != pathfind.NoLiquidity || none.MostAmount != 1_000_000_000_000 {
		t.Errorf("%+v", none)
	}
}

// A payer that is itself in the hint pays over its own channel.
func TestPayerInHint(t *testing.T) {
	g := build([]channel{both(1, alice, bob, 100_000, terms(0, 0, 10))})
	private := key(77)
	q := pathfind.DefaultQuery(key(bob), private, 50_000)
	q.Hints = []pathfind.Hint{{
		{Node: key(alice), SCID: 6 * scid, BaseFee: 100, CltvDelta: 30},
		{Node: key(bob), SCID: 7 * scid, BaseFee: 100, CltvDelta: 30},
	}}
	r := find(t, g, q)
	wantOver(t, r, 7)
	if r.Fee != 0 || r.Cltv != 40 {
		t.Errorf("fee %d, cltv %d", r.Fee, r.Cltv)
	}
	// One that hands in its channels knows them better than the hint.
	q.LocalChannels = []pathfind.LocalChannel{{SCID: 1 * scid, Bandwidth: 60_000}}
	if none := refuse(t, g, q); none.Reason != pathfind.UnknownPayee {
		t.Errorf("%+v", none)
	}
	q.LocalChannels = append(q.LocalChannels, pathfind.LocalChannel{SCID: 7 * scid, Peer: private, Bandwidth: 60_000})
	wantOver(t, find(t, g, q), 7)
}

func TestExclusions(t *testing.T) {
	g := build([]channel{
		both(1, alice, bob, 100_000, terms(0, 0, 10)),
		both(2, bob, dave, 100_000, terms(0, 0, 10)),
		both(3, alice, carol, 100_000, terms(0, 0, 10)),
		both(4, carol, dave, 100_000, terms(50, 0, 10)),
		both(5, bob, dave, 100_000, terms(0, 0, 10)),
	})
	q := pathfind.DefaultQuery(key(alice), key(dave), 50_000)
	wantOver(t, find(t, g, q), 1, 5)
	q.ExcludeNodes = []graph.PublicKey{key(bob), key(99)}
	wantOver(t, find(t, g, q), 3, 4)
	q.ExcludeNodes = nil
	q.ExcludeChannels = []graph.SCID{5 * scid, 99 * scid}
	wantOver(t, find(t, g, q), 1, 2)
	q.ExcludeDirections = []pathfind.ChannelDirection{{SCID: 2 * scid, Direction: 1}, {SCID: 99 * scid}}
	wantOver(t, find(t, g, q), 1, 2)
	q.ExcludeDirections[0].Direction = 0
	wantOver(t, find(t, g, q), 3, 4)
	q.ExcludeDirections = []pathfind.ChannelDirection{{SCID: 1 * scid, Direction: 0}}
	wantOver(t, find(t, g, q), 3, 4)
}

// Time preference trades fees for probability.
func TestTimePreference(t *testing.T) {
	g := build([]channel{
		both(1, alice, bob, 1_000_000, terms(0, 0, 0)),
		both(2, bob, carol, 100_000, terms(0, 0, 0)), // nearly full at this amount
		both(3, alice, dave, 1_000_000, terms(0, 0, 0)),
		both(4, dave, carol, 10_000_000, terms(0, 400, 0)),
	})
	q := pathfind.DefaultQuery(key(alice), key(carol), 97_000_000)
	for _, v := range []struct {
		preference float64
		last       graph.SCID
	}{{-1, 2}, {0, 4}, {1, 4}} {
		q.TimePreference = v.preference
		if r := find(t, g, q); r.Hops[1].SCID/scid != v.last {
			t.Errorf("at %g over channel %d, want %d", v.preference, r.Hops[1].SCID/scid, v.last)
		}
	}
}

// Routes may not lead through a node that requires what nobody knows, and may
// well through others.
func TestRequiredFeature(t *testing.T) {
	g := build([]channel{
		both(1, alice, bob, 100_000, terms(0, 0, 10)),
		both(2, bob, dave, 100_000, terms(0, 0, 10)),
		both(3, alice, carol, 100_000, terms(0, 0, 10)),
		both(4, carol, dave, 100_000, terms(50, 0, 10)),
	})
	announce := func(node int, features string) {
		ed := g.Edit()
		ed.SetNodeInfo(g.Node(key(node)), 1, &features, nil)
		g = ed.Commit()
	}
	f := pathfind.NewFinder()
	var route pathfind.Route
	q := pathfind.DefaultQuery(key(alice), key(dave), 50_000)
	for _, v := range []struct {
		node     int
		features string
		first    graph.SCID
	}{{bob, "\x01", 1}, {bob, "\x04", 3}, {bob, "\x0a", 1}} {
		announce(v.node, v.features)
		if err := f.Find(context.Background(), g, &q, &route); err != nil {
			t.Fatal(err)
		}
		if route.Hops[0].SCID/scid != v.first {
			t.Errorf("features %x: over %d, want %d", v.features, over(route), v.first)
		}
	}
	announce(dave, "\x04")
	if none := refuse(t, g, q); none.Reason != pathfind.RequiredFeature {
		t.Errorf("payee: %s", none.Reason)
	}
}
