package dispatch

import (
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

func TestFindRoute(t *testing.T) {
	p, g := held(t, network(t, 300))
	from, to := edge(g)
	named(t, p, entry(g, to, "payee"))
	limit, final := uint64(1_000_000), uint32(18)
	var reply protocol.FindRouteReply
	p.must(protocol.OpFindRoute, &protocol.FindRouteRequest{
		From: g.Key(from).String(), To: g.Key(to).String(), Amount: 5_000_000, MaxFee: &limit, FinalCltv: &final,
	}, nil, &reply)
	r := reply.Route
	if r == nil {
		t.Fatalf("no route: %+v", reply.Why)
	}
	last := r.Hops[len(r.Hops)-1]
	if last.Node != g.Key(to).String() || last.Alias != "payee" || last.Amount != 5_000_000 || r.Amount != 5_000_000 {
		t.Errorf("the last hop is %+v", last)
	}
	fee, cltv, probability := uint64(0), final, 1.0
	for _, h := range r.Hops {
		fee += h.Fee
		cltv += h.Cltv
		probability *= h.Probability
	}
	if r.Fee != fee || r.Cltv != cltv || r.Hops[0].Amount != r.Amount+r.Fee || r.Fee != uint64(len(r.Hops)-1)*1000 {
		t.Errorf("the sums are wrong: %+v", r)
	}
	if d := r.Probability - probability; d < -1e-9 || d > 1e-9 || r.Distance <= float64(r.Fee) {
		t.Errorf("probability %g, want %g; distance %g", r.Probability, probability, r.Distance)
	}
}

func TestNoRoute(t *testing.T) {
	p, g := held(t, network(t, 300))
	from, to := edge(g)
	payer, payee := g.Key(from).String(), g.Key(to).String()
	free := uint64(0)
	for _, c := range []struct {
		reason  string
		request protocol.FindRouteRequest
		also    func(*protocol.NoRoute) bool
	}{
		{"unknown_payee", protocol.FindRouteRequest{To: "02" + payee[2:60] + "000000", Amount: 1000}, nil},
		{"no_liquidity", protocol.FindRouteRequest{To: payee, Amount: 2_000_000_000}, func(w *protocol.NoRoute) bool {
			return w.MostAmount == 1_000_000_000
		}},
		{"over_fee_limit", protocol.FindRouteRequest{To: payee, Amount: 1000, MaxFee: &free}, func(w *protocol.NoRoute) bool {
			return w.LeastFee > 0
		}},
	} {
		c.request.From = payer
		var reply protocol.FindRouteReply
		p.must(protocol.OpFindRoute, &c.request, nil, &reply)
		if reply.Route != nil || reply.Why.Reason != c.reason || reply.Why.Detail == "" || c.also != nil && !c.also(&reply.Why) {
			t.Errorf("want %s: %+v", c.reason, reply)
		}
	}
}

// TestPrivate pays from channels and over a hint that the graph does not know.
func TestPrivate(t *testing.T) {
	p, g := held(t, network(t, 300))
	from, to := edge(g)
	peer, gate := g.Key(from).String(), g.Key(to).String()
	payee := "02" + peer[2:60] + "abcdef"
	request := &protocol.FindRouteRequest{
		To: payee, Amount: 1_000_000,
		OwnChannels: []protocol.OwnChannel{{SCID: "1x1x1", Peer: peer, Spendable: 10_000_000}},
		Hints:       []protocol.Hint{{Hops: []protocol.HintHop{{Node: gate, SCID: "2x2x2", BaseFee: 7, Cltv: 9}}}},
	}
	var reply protocol.FindRouteReply
	p.must(protocol.OpFindRoute, request, nil, &reply)
	if reply.Route == nil {
		t.Fatalf("%+v", reply.Why)
	}
	hops := reply.Route.Hops
	first, last := hops[0], hops[len(hops)-1]
	if first.SCID != "1x1x1" || first.Node != peer || first.Fee != 0 {
		t.Errorf("the first hop is %+v", first)
	}
	if last.SCID != "2x2x2" || last.Node != payee || last.Fee != 7 || last.Cltv != 9 {
		t.Errorf("the last hop is %+v", last)
	}

	request.ExcludeChannels = []string{"1x1x1"}
	reply = protocol.FindRouteReply{}
	p.must(protocol.OpFindRoute, request, nil, &reply)
	if reply.Route != nil {
		t.Errorf("a route without its first channel: %+v", reply.Route)
	}
	*request = protocol.FindRouteRequest{From: gate, To: peer, Amount: 1000, ExcludeNodes: neighbours(g, peer)}
	reply = protocol.FindRouteReply{}
	p.must(protocol.OpFindRoute, request, nil, &reply)
	if reply.Route != nil {
		t.Errorf("a route past all excluded neighbours: %+v", reply.Route)
	}
}

// neighbours are the keys of all nodes that a node has a channel with.
func neighbours(g *graph.Graph, key string) []string {
	parsed, err := graph.ParseKey(key)
	if err != nil {
		panic(err)
	}
	n, in := g.Node(parsed), g.Incoming()
	var keys []string
	for e := in.Start[n]; e < in.Start[n+1]; e++ {
		keys = append(keys, g.Key(in.From[e]).String())
	}
	return keys
}
