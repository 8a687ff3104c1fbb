package dispatch

import (
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

// TestYield holds the thread for long in apply and in a search, and expects that
// the event loop gets its turns; and none where there is little to do.
func TestYield(t *testing.T) {
	g := wide(t)
	p := open(t)
	p.start()
	p.tick = turn
	if _, a := p.apply(snapshot(t, g, 1), true); a.failure.Code != "" || p.yields == 0 {
		t.Errorf("apply: %d turns for the event loop, %+v", p.yields, a.failure)
	}
	p.yields = 0
	request := acrossRequest(g)
	p.must(protocol.OpFindRoute, request, nil, &protocol.FindRouteReply{})
	if p.yields == 0 {
		t.Error("a search never let the event loop run")
	}
	p.yields, p.tick = 0, time.Nanosecond
	p.must(protocol.OpFindRoute, request, nil, &protocol.FindRouteReply{})
	if p.yields != 0 {
		t.Errorf("a quick search let the event loop run %d times", p.yields)
	}
}

// TestCancel cancels apply and a search in their middle.
func TestCancel(t *testing.T) {
	g := wide(t)
	p := open(t)
	p.start()
	p.tick = turn
	cancel := func() { p.d.Receive(protocol.Frame(0, protocol.OpCancel, &protocol.CancelRequest{ID: p.lastID}), nil) }

	p.onYield = cancel
	if _, a := p.apply(snapshot(t, g, 1), true); a.failure.Code != "cancelled" {
		t.Errorf("apply: %+v", a.failure)
	}
	if s := p.statistics(); s.Nodes != 0 {
		t.Errorf("an apply that was cancelled left %+v", s)
	}
	p.onYield = nil
	if _, a := p.apply(snapshot(t, g, 1), true); a.failure.Code != "" {
		t.Fatal(a.failure)
	}
	p.onYield = cancel
	request := acrossRequest(g)
	if a := p.ask(protocol.OpFindRoute, request, nil, nil); a.failure.Code != "cancelled" {
		t.Errorf("search: %+v", a.failure)
	}

	// What is over, or was never begun, can be cancelled too.
	p.onYield = nil
	cancel()
	p.lastID = 1 << 30
	cancel()
	p.must(protocol.OpFindRoute, request, nil, &protocol.FindRouteReply{})
}

// TestSideBySide asks for a route while a snapshot is applied: it is found in
// the graph that was there before, and both are done.
func TestSideBySide(t *testing.T) {
	old, next := network(t, 300), wide(t)
	p := open(t)
	p.start()
	p.apply(snapshot(t, old, 1), true)
	p.tick = turn
	var inner protocol.NodeReply
	p.onYield = func() {
		p.onYield = nil
		p.d.Receive(protocol.Frame(9999, protocol.OpNode, &protocol.NodeRequest{Key: old.Key(0).String()}), nil)
		m := <-p.beside
		if _, kind, body, _ := protocol.Parse[protocol.Kind](m.frame); kind != protocol.KindReply || protocol.Decode(body, &inner) != nil {
			t.Errorf("a request beside an apply failed: kind %d", kind)
		}
	}
	reply, a := p.apply(snapshot(t, next, 1), true)
	if a.failure.Code != "" || reply.Statistics.Channels != uint32(next.Channels()) {
		t.Errorf("apply: %+v, %+v", reply.Statistics, a.failure)
	}
	if inner.Node.Channels != uint32(old.Degree(0)) {
		t.Errorf("beside an apply a node had %d channels, want the old graph's %d", inner.Node.Channels, old.Degree(0))
	}
}

// acrossRequest asks for a route between two nodes at the edge of the graph.
func acrossRequest(g *graph.Graph) *protocol.FindRouteRequest {
	from, to := edge(g)
	return &protocol.FindRouteRequest{From: g.Key(from).String(), To: g.Key(to).String(), Amount: 1000}
}
