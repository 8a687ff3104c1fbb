package dispatch

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

const begun = 1_770_000_000

// page is a Host that asks one thing at a time. Its stopwatch advances by tick
// at every look.
type page struct {
	t       *testing.T
	d       *Dispatcher
	tick    time.Duration
	elapsed time.Duration
	yields  int
	onYield func()
	lastID  uint32
	sent    chan message
	beside  chan message // answers to requests that are not the one asked last
}

type message struct {
	frame, payload []byte
}

func open(t *testing.T) *page {
	p := &page{t: t, sent: make(chan message, 1024), beside: make(chan message, 1)}
	p.d = New(p)
	return p
}

func (p *page) Send(frame, payload []byte) { p.sent <- message{slices.Clone(frame), payload} }

func (p *page) Yield() {
	p.yields++
	if p.onYield != nil {
		p.onYield()
	}
}

func (p *page) Stopwatch() time.Duration {
	p.elapsed += p.tick
	return p.elapsed
}

// upload is a payload.
type upload []byte

func (u upload) Len() int        { return len(u) }
func (u upload) CopyTo(b []byte) { copy(b, u) }

// answer is what came of a request: a reply or a failure, and how often there
// was progress before.
type answer struct {
	failure  protocol.Failure
	payload  []byte
	progress int
}

// ask makes a request and waits for its end. The reply goes into reply.
func (p *page) ask(op protocol.Op, request protocol.Message, payload Payload, reply protocol.Message) answer {
	p.t.Helper()
	p.lastID++
	p.d.Receive(protocol.Frame(p.lastID, op, request), payload)
	var a answer
	for m := range p.sent {
		id, kind, body, err := protocol.Parse[protocol.Kind](m.frame)
		if err != nil {
			p.t.Fatal(err)
		}
		if id != p.lastID {
			p.beside <- m
			continue
		}
		switch kind {
		case protocol.KindProgress:
			a.progress++
			continue
		case protocol.KindReply:
			err = protocol.Decode(body, reply)
		case protocol.KindFailure:
			err = protocol.Decode(body, &a.failure)
		}
		if err != nil {
			p.t.Fatal(err)
		}
		a.payload = m.payload
		break
	}
	if len(p.d.running) != 0 {
		p.t.Errorf("%d requests are still known after the last has ended", len(p.d.running))
	}
	return a
}

// must is ask where a failure ends the test.
func (p *page) must(op protocol.Op, request protocol.Message, payload Payload, reply protocol.Message) answer {
	p.t.Helper()
	a := p.ask(op, request, payload, reply)
	if a.failure.Code != "" {
		p.t.Fatalf("operation %d: %+v", op, a.failure)
	}
	return a
}

func (p *page) start() {
	p.t.Helper()
	p.must(protocol.OpStart, &protocol.StartRequest{Network: "bitcoin"}, nil, &protocol.StartReply{})
}

// apply sends a snapshot in two pieces and applies it.
func (p *page) apply(snapshot []byte, full bool) (protocol.ApplyReply, answer) {
	p.t.Helper()
	p.must(protocol.OpBegin, &protocol.BeginRequest{Expect: 10}, nil, &protocol.BeginReply{})
	half := len(snapshot) / 2
	for _, piece := range [][]byte{snapshot[:half], snapshot[half:]} {
		p.must(protocol.OpAppend, &protocol.AppendRequest{}, upload(piece), &protocol.AppendReply{})
	}
	var reply protocol.ApplyReply
	a := p.ask(protocol.OpApply, &protocol.ApplyRequest{Full: full, Now: (begun + 60) * 1000}, nil, &reply)
	return reply, a
}

func (p *page) statistics() protocol.Statistics {
	p.t.Helper()
	var reply protocol.StatisticsReply
	p.must(protocol.OpStatistics, &protocol.StatisticsRequest{}, nil, &reply)
	return reply.Statistics
}

// network is a made-up graph of so many channels, all usable.
func network(t *testing.T, channels int) *graph.Graph {
	t.Helper()
	net, err := synth.Generate(context.Background(), synth.Config{Seed: 7, Channels: channels})
	if err != nil {
		t.Fatal(err)
	}
	chain, err := rgs.ChainByName("bitcoin")
	if err != nil {
		t.Fatal(err)
	}
	ed := graph.New(chain).Edit()
	ed.SetTimestamp(begun)
	var keys []graph.PublicKey
	for _, n := range net.Nodes {
		keys = append(keys, n.Key)
	}
	at := ed.AddNodes(keys)
	for _, c := range net.Channels {
		a := graph.Announcement{SCID: graph.SCID(c.SCID), Node: [2]graph.NodeIndex{at[c.Node1], at[c.Node2]}, Capacity: 10_000_000, Announced: begun}
		if _, err := ed.AddChannel(a); err != nil {
			t.Fatal(err)
		}
		ch, _ := ed.Channel(a.SCID)
		for dir := range graph.Direction(2) {
			ed.SetPolicy(ch, dir, graph.Policy{HtlcMax: 1_000_000_000, BaseFee: 1000, CltvDelta: 40}, begun)
		}
	}
	return ed.Commit()
}

// edge gives two nodes that are far from the best connected one.
func edge(g *graph.Graph) (a, b graph.NodeIndex) {
	reached := []graph.NodeIndex{0}
	for n := range graph.NodeIndex(g.Nodes()) {
		if g.Degree(n) > g.Degree(reached[0]) {
			reached[0] = n
		}
	}
	seen := make([]bool, g.Nodes())
	seen[reached[0]] = true
	in := g.Incoming()
	for i := 0; i < len(reached); i++ {
		for _, from := range in.From[in.Start[reached[i]]:in.Start[reached[i]+1]] {
			if !seen[from] {
				seen[from] = true
				reached = append(reached, from)
			}
		}
	}
	return reached[len(reached)-1], reached[len(reached)-2]
}

// wide is a network in which a search looks at many nodes before it ends.
func wide(t *testing.T) *graph.Graph { return network(t, 20_000) }

func snapshot(t *testing.T, g *graph.Graph, version uint8) []byte {
	t.Helper()
	b, err := rgs.EncodeFull(g, rgs.EncodeOptions{Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSession(t *testing.T) {
	g := network(t, 300)
	p := open(t)
	p.start()
	if s := p.statistics(); s.Nodes != 0 || s.Timestamp != 0 || s.FullTimestamp != 0 {
		t.Errorf("at the start: %+v", s)
	}
	reply, a := p.apply(snapshot(t, g, 2), true)
	if a.failure.Code != "" {
		t.Fatal(a.failure)
	}
	s := reply.Statistics
	if s.Nodes != uint32(g.Nodes()) || s.Channels != 300 || s.Updates != 600 || s.Timestamp != begun || s.FullTimestamp != begun || s.MemoryBytes <= 0 {
		t.Errorf("after the snapshot: %+v", s)
	}
	if !reply.Changed || reply.Announcements != 300 || reply.Updates != 600 || len(reply.Skipped) != 0 || a.progress == 0 {
		t.Errorf("of the snapshot: %+v, progress %d times", reply, a.progress)
	}

	// A later visit starts from the record, and a delta moves it on.
	record := p.must(protocol.OpExport, &protocol.ExportRequest{}, nil, &protocol.ExportReply{}).payload
	p = open(t)
	p.start()
	var loaded protocol.LoadReply
	p.must(protocol.OpLoad, &protocol.LoadRequest{}, upload(record), &loaded)
	if loaded.Statistics != s {
		t.Errorf("loaded %+v, want %+v", loaded.Statistics, s)
	}
	reply, a = p.apply(delta(t, g), false)
	if a.failure.Code != "" {
		t.Fatal(a.failure)
	}
	if s := reply.Statistics; s.Timestamp != begun+30 || s.FullTimestamp != begun || s.Channels != 300 || reply.Updates == 0 {
		t.Errorf("after the delta: %+v", reply)
	}
}

// delta is what changes thirty seconds later: the fee of one channel.
func delta(t *testing.T, g *graph.Graph) []byte {
	t.Helper()
	ed := g.Edit()
	ed.SetTimestamp(begun + 30)
	ch, _ := ed.Channel(g.SCID(0))
	policy, _, _ := ed.Policy(ch, 0)
	changed := *policy
	changed.BaseFee++
	ed.SetPolicy(ch, 0, changed, begun+20)
	b, err := rgs.EncodeDelta(g, ed.Commit(), rgs.EncodeOptions{Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRecords(t *testing.T) {
	p := open(t)
	p.start()
	p.apply(snapshot(t, network(t, 50), 1), true)
	record := p.must(protocol.OpExport, &protocol.ExportRequest{}, nil, &protocol.ExportReply{}).payload
	before := p.statistics()

	flip := func(at int) []byte {
		b := slices.Clone(record)
		b[at] ^= 1
		return b
	}
	for name, b := range map[string][]byte{
		"nothing":               nil,
		"of another version":    flip(3),
		"its time is damaged":   flip(5),
		"its graph is damaged":  flip(len(record) / 2),
		"its end is missing":    record[:len(record)-1],
		"its body is missing":   record[:recordHeader],
		"something else":        []byte("<!doctype html>"),
		"a graph without cover": record[recordHeader:],
	} {
		if a := p.ask(protocol.OpLoad, &protocol.LoadRequest{}, upload(b), &protocol.LoadReply{}); a.failure.Code != "bad_record" {
			t.Errorf("%s: %+v", name, a.failure)
		}
	}
	if p.statistics() != before {
		t.Error("a bad record changed the graph")
	}

	foreign := open(t)
	foreign.must(protocol.OpStart, &protocol.StartRequest{Network: "signet"}, nil, &protocol.StartReply{})
	if a := foreign.ask(protocol.OpLoad, &protocol.LoadRequest{}, upload(record), &protocol.LoadReply{}); a.failure.Code != "bad_record" {
		t.Errorf("a record of another network: %+v", a.failure)
	}
}

func TestRefused(t *testing.T) {
	g := network(t, 50)
	key := func(n graph.NodeIndex) string { return g.Key(n).String() }
	limit := make(upload, MaxSnapshot)
	route := func(change func(*protocol.FindRouteRequest)) *protocol.FindRouteRequest {
		r := &protocol.FindRouteRequest{From: key(0), To: key(1), Amount: 1000}
		change(r)
		return r
	}
	for _, c := range []struct {
		name    string
		op      protocol.Op
		request protocol.Message
		payload Payload
		code    string
		message string
	}{
		{"no such network", protocol.OpStart, &protocol.StartRequest{Network: "dogecoin"}, nil, "invalid_argument", "dogecoin"},
		{"room for too much", protocol.OpBegin, &protocol.BeginRequest{Expect: MaxSnapshot + 1}, nil, "too_large", "64 MB"},
		{"bytes without a payload", protocol.OpAppend, &protocol.AppendRequest{}, nil, "internal", "malformed"},
		{"not a directory", protocol.OpName, &protocol.NameRequest{}, upload("<html>"), "bad_directory", "LPD1"},
		{"not a key", protocol.OpNode, &protocol.NodeRequest{Key: "04" + key(0)[2:]}, nil, "invalid_argument", "public key"},
		{"unknown node", protocol.OpNode, &protocol.NodeRequest{Key: "02" + strings.Repeat("00", 32)}, nil, "unknown_node", "no such node"},
		{"from nobody", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) { r.From = "" }), nil, "invalid_argument", "from"},
		{"to a name", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) { r.To = "alice" }), nil, "invalid_argument", "public key"},
		{"nothing to send", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) { r.Amount = 0 }), nil, "invalid_argument", "amount"},
		{"more than there is", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) { r.Amount = uint64(graph.MaxSupplyMsat) + 1 }), nil, "invalid_argument", "21 million"},
		{"a preference beyond", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) { r.TimePreference = 1.5 }), nil, "invalid_argument", "preference"},
		{"a hint without a channel", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) {
			r.Hints = []protocol.Hint{{Hops: []protocol.HintHop{{Node: key(2)}}}}
		}), nil, "invalid_argument", "short channel id"},
		{"an own channel with nobody", protocol.OpFindRoute, route(func(r *protocol.FindRouteRequest) {
			r.OwnChannels = []protocol.OwnChannel{{SCID: "1x1x1"}}
		}), nil, "invalid_argument", "public key"},
		{"an operation of the shell", protocol.OpSync, &protocol.SyncRequest{}, nil, "internal", "operation"},
		{"the wrong request", protocol.OpNode, &protocol.BeginRequest{Expect: 7}, nil, "internal", "malformed"},
	} {
		p := open(t)
		p.start()
		p.apply(snapshot(t, g, 1), true)
		a := p.ask(c.op, c.request, c.payload, nil)
		if a.failure.Code != c.code || !strings.Contains(a.failure.Message, c.message) {
			t.Errorf("%s: %+v, want code %s and a word of %q", c.name, a.failure, c.code, c.message)
		}
		if a.failure.Retryable != (c.code == "internal") {
			t.Errorf("%s: retryable %v", c.name, a.failure.Retryable)
		}
	}

	p := open(t)
	p.start()
	p.must(protocol.OpAppend, &protocol.AppendRequest{}, limit, &protocol.AppendReply{})
	if a := p.ask(protocol.OpAppend, &protocol.AppendRequest{}, upload{0}, nil); a.failure.Code != "too_large" {
		t.Errorf("a byte more than the most: %+v", a.failure)
	}
}

func TestWithoutGraph(t *testing.T) {
	for op, request := range map[protocol.Op]protocol.Message{
		protocol.OpFindRoute:   &protocol.FindRouteRequest{},
		protocol.OpSearchNodes: &protocol.SearchNodesRequest{},
		protocol.OpNode:        &protocol.NodeRequest{},
		protocol.OpPicture:     &protocol.PictureRequest{},
		protocol.OpStatistics:  &protocol.StatisticsRequest{},
		protocol.OpExport:      &protocol.ExportRequest{},
		protocol.OpLoad:        &protocol.LoadRequest{},
		protocol.OpApply:       &protocol.ApplyRequest{},
	} {
		if a := open(t).ask(op, request, nil, nil); a.failure.Code != "no_graph" {
			t.Errorf("operation %d: %+v", op, a.failure)
		}
	}
}

func TestBadSnapshots(t *testing.T) {
	good := snapshot(t, network(t, 50), 1)
	p := open(t)
	p.start()
	p.apply(good, true)
	before := p.statistics()
	for code, b := range map[string][]byte{
		"wrong_magic":   []byte("<!doctype html><title>hello</title>"),
		"wrong_version": slices.Concat(good[:3], []byte{9}, good[4:]),
		"wrong_chain":   slices.Concat(good[:4], make([]byte, 32), good[36:]),
		"stale":         slices.Concat(good[:36], []byte{0x60, 0, 0, 0}, good[40:]),
		"truncated":     good[:len(good)-1],
	} {
		if _, a := p.apply(b, true); a.failure.Code != code || a.failure.Retryable {
			t.Errorf("%s: %+v", code, a.failure)
		}
	}
	if p.statistics() != before {
		t.Error("a bad snapshot changed the graph")
	}
}

func TestPanic(t *testing.T) {
	p := open(t)
	p.start()
	a := p.ask(protocol.OpAppend, &protocol.AppendRequest{}, broken{}, nil)
	if a.failure.Code != "internal" || !a.failure.Retryable || !strings.Contains(a.failure.Message, "broken payload") {
		t.Errorf("%+v", a.failure)
	}
}

// broken is a payload that cannot be copied.
type broken struct{}

func (broken) Len() int      { return 1 }
func (broken) CopyTo([]byte) { panic("broken payload") }

func named(t *testing.T, p *page, entries ...directory.Entry) protocol.NameReply {
	t.Helper()
	directory.Sort(entries)
	file, err := directory.Append(nil, entries)
	if err != nil {
		t.Fatal(err)
	}
	var reply protocol.NameReply
	p.must(protocol.OpName, &protocol.NameRequest{}, upload(file), &reply)
	return reply
}

// TestRepeatedID: a second request with the id of one that is still under way is
// refused, and the first goes on.
func TestRepeatedID(t *testing.T) {
	p := open(t)
	frame := protocol.Frame(7, protocol.OpStatistics, &protocol.StatisticsRequest{})
	p.d.running[7] = func() {}
	p.d.Receive(frame, nil)
	m := <-p.sent
	id, kind, _, err := protocol.Parse[protocol.Kind](m.frame)
	if err != nil || id != 7 || kind != protocol.KindFailure {
		t.Errorf("answer to %d of kind %d: %v", id, kind, err)
	}
	delete(p.d.running, 7)
	p.d.Receive(frame, nil)
	m = <-p.sent
	if _, kind, _, err := protocol.Parse[protocol.Kind](m.frame); err != nil || kind == 0 {
		t.Errorf("once it is free: kind %d, %v", kind, err)
	}
}
