package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/server"
)

const (
	start = 1_700_000_000
	hour  = 3600
)

func bitcoin(t testing.TB) graph.ChainHash {
	t.Helper()
	chain, err := rgs.ChainByName("bitcoin")
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

// network makes a graph of some hundred channels between made-up keys.
func network(t testing.TB, at uint32) *graph.Graph {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	keys := make([]graph.PublicKey, 60)
	for i := range keys {
		keys[i][0], keys[i][1] = 2, byte(i) // ascending
		for j := 2; j < len(keys[i]); j++ {
			keys[i][j] = byte(r.Uint32())
		}
	}
	ed := graph.New(bitcoin(t)).Edit()
	nodes := ed.AddNodes(keys)
	for i := range 300 {
		a, b := r.IntN(len(keys)-1), 0
		b = a + 1 + r.IntN(len(keys)-a-1)
		open(t, ed, graph.SCID(800_000+i)<<40, nodes[a], nodes[b], at)
	}
	ed.SetTimestamp(at)
	return ed.Commit()
}

func open(t testing.TB, ed *graph.Editor, scid graph.SCID, a, b graph.NodeIndex, at uint32) {
	t.Helper()
	if _, err := ed.AddChannel(graph.Announcement{SCID: scid, Node: [2]graph.NodeIndex{a, b}, Capacity: 1_000_000, Announced: at}); err != nil {
		t.Fatal(err)
	}
	ch, _ := ed.Channel(scid)
	for dir := range graph.Direction(2) {
		ed.SetPolicy(ch, dir, graph.Policy{HtlcMin: 1, HtlcMax: 990_000_000, BaseFee: 1000, FeePPM: uint32(scid >> 40 % 7), CltvDelta: 40}, at)
	}
}

// later is the graph some time on: fees changed, a direction was disabled, a
// channel opened and another closed.
func later(t testing.TB, g *graph.Graph, at uint32) *graph.Graph {
	t.Helper()
	ed := g.Edit()
	for i := range 20 {
		ch, _ := ed.Channel(g.SCID(graph.ChannelIndex(int(at)%7 + 3*i)))
		p := *g.Policy(graph.ChannelIndex(int(at)%7+3*i), 1)
		p.FeePPM++
		if i == 0 {
			p.Flags |= graph.Disabled
		}
		ed.SetPolicy(ch, 1, p, at)
	}
	ends := g.Ends(0)
	open(t, ed, graph.SCID(900_000)<<40|graph.SCID(at)<<16&0xffffff0000, ends[0], ends[1], at)
	last, _ := ed.Channel(g.SCID(250))
	ed.RemoveChannel(last)
	ed.SetTimestamp(at)
	return ed.Commit()
}

func publish(t testing.TB, s *server.Server, graphs ...*graph.Graph) {
	t.Helper()
	for _, g := range graphs {
		if err := s.Publish(g); err != nil {
			t.Fatal(err)
		}
	}
}

func get(h http.Handler, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// snapshot asks for a snapshot and gives its bytes.
func snapshot(t testing.TB, h http.Handler, path string, header ...string) []byte {
	t.Helper()
	r := get(h, "GET", path, header...)
	data, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d: %s", path, r.StatusCode, data)
	}
	return data
}

func apply(t testing.TB, g *graph.Graph, data []byte, full bool) (*graph.Graph, rgs.Report) {
	t.Helper()
	next, report, err := rgs.Apply(context.Background(), g, data, rgs.Options{Full: full})
	if err != nil {
		t.Fatal(err)
	}
	return next, report
}

// same says in what a client's graph differs from the server's; a channel that
// closed may linger with the client.
func same(client, server *graph.Graph) error {
	for ch := range graph.ChannelIndex(server.Channels()) {
		held := client.Channel(server.SCID(ch))
		if held == graph.None {
			return fmt.Errorf("channel %s is missing", server.SCID(ch))
		}
		for dir := range graph.Direction(2) {
			got, want := *client.Policy(held, dir), *server.Policy(ch, dir)
			got.Carry, want.Carry = 0, 0 // version 1 has no capacities
			if got != want {
				return fmt.Errorf("channel %s, direction %d: %+v, want %+v", server.SCID(ch), dir, got, want)
			}
		}
	}
	return nil
}

func TestDeltas(t *testing.T) {
	s := server.New(server.Options{})
	generations := []*graph.Graph{network(t, start)}
	for i := 1; i <= 4; i++ {
		generations = append(generations, later(t, generations[i-1], start+uint32(i)*hour))
	}
	publish(t, s, generations...)
	current := generations[4]
	for version, prefix := range map[int]string{1: "/snapshot/", 2: "/v2/snapshot/"} {
		full := snapshot(t, s, prefix+"0")
		g, report := apply(t, graph.New(bitcoin(t)), full, true)
		if err := same(g, current); err != nil || int(report.Version) != version || g.Timestamp() != current.Timestamp() || g.Channels() != current.Channels() {
			t.Errorf("version %d from 0: %v, %+v", version, err, report)
		}
		for i, held := range generations[:4] {
			data, err := rgs.EncodeFull(held, rgs.EncodeOptions{Version: uint8(version)})
			if err != nil {
				t.Fatal(err)
			}
			client, _ := apply(t, graph.New(bitcoin(t)), data, true)
			delta := snapshot(t, s, fmt.Sprint(prefix, held.Timestamp()))
			next, report := apply(t, client, delta, false)
			if err := same(next, current); err != nil || next.Timestamp() != current.Timestamp() {
				t.Errorf("version %d from generation %d: %v, timestamp %d", version, i, err, next.Timestamp())
			}
			if len(delta)*3 > len(full) || report.Announcements != 4-i {
				t.Errorf("version %d from generation %d: %d bytes of %d, %d channels", version, i, len(delta), len(full), report.Announcements)
			}
		}
	}
}

func TestEmptyDelta(t *testing.T) {
	s := server.New(server.Options{})
	publish(t, s, network(t, start))
	for _, path := range []string{"/snapshot/1700000000", "/v2/snapshot/1700000000"} {
		g := s.Current()
		next, report := apply(t, g, snapshot(t, s, path), false)
		if next.Timestamp() != start || report.Announcements+report.Updates != 0 || next.Policies() != g.Policies() {
			t.Errorf("%s: %+v", path, report)
		}
	}
}

// TestUnknownTimestamps: whoever has a graph that this server never made, older,
// off every grid, or from the future, gets there too.
func TestUnknownTimestamps(t *testing.T) {
	first := network(t, start)
	second := later(t, first, start+hour)
	s := server.New(server.Options{})
	publish(t, s, first, second)
	full := snapshot(t, s, "/snapshot/0")
	for _, since := range []uint32{1, start - 400*24*hour, start - 1, start + 1, start + hour - 1, start + hour + 1, 4_294_967_295} {
		data := snapshot(t, s, fmt.Sprint("/snapshot/", since))
		if !bytes.Equal(data, full) {
			t.Errorf("since %d: not the whole graph", since)
		}
		// The client's graph is the first one as another server dated it.
		old, err := rgs.EncodeFull(first, rgs.EncodeOptions{Version: 1, Timestamp: since})
		if err != nil {
			t.Fatal(err)
		}
		client, _ := apply(t, graph.New(bitcoin(t)), old, true)
		client, _ = apply(t, client, data, false)
		if client.Timestamp() != second.Timestamp() {
			t.Errorf("since %d: the client is at %d now", since, client.Timestamp())
		}
		if since < second.Timestamp() {
			if err := same(client, second); err != nil {
				t.Errorf("since %d: %v", since, err)
			}
			continue
		}
		// Ahead of this server: nothing is undone, and the next generation
		// brings both together.
		if client.Policies() < first.Policies() {
			t.Errorf("since %d: %d policies are left of %d", since, client.Policies(), first.Policies())
		}
	}
}

// TestWhole: a client is told which answers it may replace its graph with.
func TestWhole(t *testing.T) {
	first := network(t, start)
	s := server.New(server.Options{})
	publish(t, s, first, later(t, first, start+hour))
	for path, want := range map[string]string{
		"/snapshot/0": "1", "/v2/snapshot/1": "1",
		fmt.Sprint("/snapshot/", start): "", fmt.Sprint("/v2/snapshot/", start+hour): "",
	} {
		r := get(s, "GET", path)
		if got := r.Header.Get(server.WholeHeader); got != want {
			t.Errorf("%s: %s is %q, want %q", path, server.WholeHeader, got, want)
		}
		if exposed := r.Header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, server.WholeHeader) {
			t.Errorf("%s: pages of other origins may read only %s", path, exposed)
		}
	}
}

func TestGenerationsAreBounded(t *testing.T) {
	s := server.New(server.Options{Generations: 2})
	g := network(t, start)
	publish(t, s, g)
	for i := range 3 {
		g = later(t, g, start+uint32(i+1)*hour)
		publish(t, s, g)
	}
	full := snapshot(t, s, "/snapshot/0")
	if got := snapshot(t, s, fmt.Sprint("/snapshot/", start+2*hour)); len(got)*3 > len(full) {
		t.Errorf("from the last generation: %d bytes of %d", len(got), len(full))
	}
	if got := snapshot(t, s, fmt.Sprint("/snapshot/", start+hour)); !bytes.Equal(got, full) {
		t.Errorf("from a generation too many: %d bytes, want all %d", len(got), len(full))
	}
}

func TestPublish(t *testing.T) {
	s := server.New(server.Options{})
	if r := get(s, "GET", "/snapshot/0"); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("without a graph: status %d, %v", r.StatusCode, r.Header)
	}
	if err := s.Publish(graph.New(bitcoin(t))); err == nil {
		t.Error("a graph without a timestamp was published")
	}
	g := network(t, start)
	publish(t, s, g)
	if err := s.Publish(g); err == nil {
		t.Error("a graph that is no later was published")
	}
	testnet, err := rgs.ChainByName("testnet")
	if err != nil {
		t.Fatal(err)
	}
	ed := graph.New(testnet).Edit()
	ed.SetTimestamp(start + hour)
	if err := s.Publish(ed.Commit()); err == nil {
		t.Error("a graph of another chain was published")
	}
	if s.Current() != g {
		t.Error("a refused graph is the current one")
	}
}

func TestHTTP(t *testing.T) {
	s := server.New(server.Options{})
	publish(t, s, network(t, start))
	plain := snapshot(t, s, "/snapshot/0")
	tags := map[string]bool{}
	for _, c := range []struct{ accept, coding string }{{"", ""}, {"gzip, deflate, br", "br"}, {"gzip", "gzip"}, {"br;q=0.1, gzip;q=0.2", "gzip"}, {"br;q=0", ""}} {
		r := get(s, "GET", "/snapshot/0", "Accept-Encoding", c.accept, "Origin", "https://example.org")
		h := r.Header
		if r.StatusCode != 200 || h.Get("Content-Encoding") != c.coding || h.Get("Content-Type") != "application/octet-stream" || h.Get("Vary") != "Accept-Encoding" ||
			h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cache-Control") != "no-cache" {
			t.Errorf("%q: status %d, %v", c.accept, r.StatusCode, h)
		}
		var body io.Reader = r.Body
		switch c.coding {
		case "br":
			body = brotli.NewReader(body)
		case "gzip":
			zip, err := gzip.NewReader(body)
			if err != nil {
				t.Fatal(err)
			}
			body = zip
		}
		if data, err := io.ReadAll(body); err != nil || !bytes.Equal(data, plain) {
			t.Errorf("%q: %d bytes of %d: %v", c.accept, len(data), len(plain), err)
		}
		tags[h.Get("ETag")] = true
		if again := get(s, "GET", "/snapshot/0", "Accept-Encoding", c.accept, "If-None-Match", h.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%q: with the tag: status %d", c.accept, again.StatusCode)
		}
		if head := get(s, "HEAD", "/snapshot/0", "Accept-Encoding", c.accept); head.StatusCode != 200 || head.ContentLength == 0 || head.Header.Get("ETag") != h.Get("ETag") {
			t.Errorf("%q: HEAD: status %d, %v", c.accept, head.StatusCode, head.Header)
		}
	}
	if len(tags) != 3 || tags[""] {
		t.Errorf("tags %v, want one for each coding", tags)
	}

	for _, text := range []string{"abc", "-1", "+1", "1.5", "4294967296", "99999999999999999999", "0x10", "1e3", "%20", "0.lngossip"} {
		r := get(s, "GET", "/snapshot/"+text)
		words, _ := io.ReadAll(r.Body)
		if r.StatusCode != 400 || !strings.Contains(string(words), "timestamp") || r.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: status %d: %s", text, r.StatusCode, words)
		}
	}
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"POST", "/snapshot/0", 405}, {"DELETE", "/v2/snapshot/0", 405}, {"GET", "/snapshot/", 404}, {"GET", "/snapshot", 404},
		{"GET", "/v3/snapshot/0", 404}, {"GET", "/snapshot/0/0", 404}, {"OPTIONS", "/snapshot/0", 204}, {"OPTIONS", "/v2/snapshot/17", 204},
	} {
		r := get(s, c.method, c.path, "Origin", "https://example.org", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		if r.StatusCode != c.want {
			t.Errorf("%s %s: status %d, want %d", c.method, c.path, r.StatusCode, c.want)
		}
		if h := r.Header; c.want == 204 && (h.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "GET") || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "If-None-Match")) {
			t.Errorf("%s %s: %v", c.method, c.path, h)
		}
	}
}

// TestHundredClients: they come at once, are all served, and cost one encoding.
func TestHundredClients(t *testing.T) {
	s := server.New(server.Options{})
	publish(t, s, network(t, start))
	httpServer := httptest.NewServer(s)
	defer httpServer.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	var wait sync.WaitGroup
	var seen sync.Map
	for range 100 {
		wait.Go(func() {
			r, err := client.Get(httpServer.URL + "/v2/snapshot/0")
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Body.Close()
			data, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			seen.Store(string(data), true)
			body, _, err := s.Snapshot(2, 77)
			if err != nil {
				t.Error(err)
			}
			seen.Store(body, true)
		})
	}
	// A new generation may come in between.
	publish(t, s, later(t, s.Current(), start+hour))
	wait.Wait()
	bodies, contents := 0, 0
	for k := range seen.Range {
		if _, ok := k.(string); ok {
			contents++
		} else {
			bodies++
		}
	}
	if bodies > 2 || contents > 2 {
		t.Errorf("two generations were encoded %d times, to %d results", bodies, contents)
	}
}
