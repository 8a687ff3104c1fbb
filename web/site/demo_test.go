package site_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/pathfind"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
	"github.com/lightpane/lightpane/rgs/upstream"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/web/site"
)

const start = 1_800_000_000

// world is what a site is handed: a clock and timers that the test moves, and a
// cache in memory.
type world struct {
	t     testing.TB
	tick  chan time.Time // moves the site to its next generation
	idle  chan struct{}  // the site waits for that
	bored chan time.Time // ends a request's patience

	mu    sync.Mutex
	now   int64
	files map[string][]byte
	saves int
	log   []string
}

func newWorld(t testing.TB) *world {
	return &world{t: t, tick: make(chan time.Time), idle: make(chan struct{}, 10), bored: make(chan time.Time), now: start, files: map[string][]byte{}}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Unix(w.now, 0)
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now += int64(d / time.Second)
}

func (w *world) Load(name string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if data, ok := w.files[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

func (w *world) Save(name string, data []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[name] = data
	w.saves++
	return nil
}

func (w *world) options(o site.Origin) site.Options {
	return site.Options{
		Origin: o, Assets: page, Now: w.clock, Cache: w,
		After: func(d time.Duration) <-chan time.Time {
			if d == o.Every {
				w.idle <- struct{}{}
				return w.tick
			}
			return w.bored
		},
		Log: func(format string, args ...any) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.log = append(w.log, fmt.Sprintf(format, args...))
		},
	}
}

var page = fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>Lightpane</title>")}, "main.js": {Data: []byte("1")}}

// site makes a site; start runs it until the test ends, and returns when there
// is nothing left to do at once.
func (w *world) site(opts site.Options) *site.Site {
	w.t.Helper()
	s, err := site.New(context.Background(), opts)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) start(s *site.Site) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Run(ctx) }()
	<-w.idle
	w.t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			w.t.Errorf("Run: %v", err)
		}
	})
}

// step lets the site go on by one generation.
func (w *world) step() {
	w.tick <- w.clock()
	<-w.idle
}

func chain(t testing.TB) graph.ChainHash {
	t.Helper()
	c, err := rgs.ChainByName("bitcoin")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func example(t testing.TB) site.Origin {
	t.Helper()
	o, err := site.Example(context.Background(), chain(t), synth.Config{Seed: 5, Channels: 400})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func get(h http.Handler, method, path string) (*http.Response, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	r := w.Result()
	body, _ := io.ReadAll(r.Body)
	return r, string(body)
}

type sourceAnswer struct {
	Kind, Name, ID, Network string
	Cached                  bool
	Timestamp, Encoded      int64
	Nodes, Channels         int
	Suggestions             []struct {
		From, To, Label string
		Amount          string `json:"amount_msat"`
	}
}

func sourceOf(t testing.TB, s http.Handler) sourceAnswer {
	t.Helper()
	r, body := get(s, "GET", "/api/source")
	var a sourceAnswer
	if err := json.Unmarshal([]byte(body), &a); err != nil || r.StatusCode != 200 || r.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("status %d: %v: %s", r.StatusCode, err, body)
	}
	return a
}

func directoryOf(t testing.TB, s http.Handler) *directory.Directory {
	t.Helper()
	r, body := get(s, "GET", "/directory")
	d, err := directory.Parse([]byte(body))
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("status %d: %v", r.StatusCode, err)
	}
	return d
}

// synced is what a browser does: apply what the server says to what it has.
func synced(t testing.TB, s http.Handler, g *graph.Graph) (*graph.Graph, rgs.Report) {
	t.Helper()
	r, body := get(s, "GET", fmt.Sprint("/v2/snapshot/", g.Timestamp()))
	next, report, err := rgs.Apply(context.Background(), g, []byte(body), rgs.Options{
		Full: g.Timestamp() == 0, Now: func() time.Time { return time.Unix(start+60, 0) },
	})
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("status %d: %v", r.StatusCode, err)
	}
	return next, report
}

func TestExample(t *testing.T) {
	w := newWorld(t)
	s := w.site(w.options(example(t)))
	w.start(s)

	a := sourceOf(t, s)
	if a.Kind != "example" || a.Network != "bitcoin" || a.Channels != 400 || a.Nodes != s.Graph().Nodes() || a.Timestamp != start || a.Encoded != start || a.ID == "" || a.Name == "" {
		t.Errorf("source: %+v", a)
	}
	g, _ := synced(t, s, graph.New(chain(t)))
	if g.Channels() != 400 || g.Timestamp() != start {
		t.Fatalf("synced %d channels of %d", g.Channels(), g.Timestamp())
	}

	// Each suggestion is a route indeed.
	if len(a.Suggestions) < 2 {
		t.Errorf("%d suggestions", len(a.Suggestions))
	}
	for _, sug := range a.Suggestions {
		from, errFrom := graph.ParseKey(sug.From)
		to, errTo := graph.ParseKey(sug.To)
		amount, errAmount := strconv.ParseUint(sug.Amount, 10, 64)
		if err := errors.Join(errFrom, errTo, errAmount); err != nil || sug.Label == "" || len(sug.Label) > 60 {
			t.Fatalf("%+v: %v", sug, err)
		}
		query := pathfind.DefaultQuery(from, to, graph.Msat(amount))
		var route pathfind.Route
		if err := pathfind.NewFinder().Find(context.Background(), g, &query, &route); err != nil {
			t.Errorf("%s: %v", sug.Label, err)
		} else if err := pathfind.Check(g, &query, &route); err != nil {
			t.Errorf("%s: %v", sug.Label, err)
		}
	}

	// All nodes have places, most have names.
	d := directoryOf(t, s)
	for _, key := range g.Keys() {
		if d.Find(directory.KeyOf(key)) == nil {
			t.Errorf("%s is not in the directory", key)
		}
	}
	if !d.Positioned() || d.Names() < g.Nodes()/3 {
		t.Errorf("positions %v, %d names for %d nodes", d.Positioned(), d.Names(), g.Nodes())
	}
}

// TestGenerations: the example network lives, and whoever synced follows by
// deltas.
func TestGenerations(t *testing.T) {
	w := newWorld(t)
	s := w.site(w.options(example(t)))
	w.start(s)
	g, _ := synced(t, s, graph.New(chain(t)))
	before := directoryOf(t, s)
	for i := range 5 {
		if i != 2 { // a generation in the same second as the one before, too
			w.pass(5 * time.Minute)
		}
		w.step()
		next, report := synced(t, s, g)
		if next.Timestamp() != s.Graph().Timestamp() || report.Updates == 0 || report.Updates > next.Policies()/2 {
			t.Errorf("generation %d: %d updates, timestamp %d of %d", i+1, report.Updates, next.Timestamp(), s.Graph().Timestamp())
		}
		g = next
	}
	want := s.Graph()
	for ch := range graph.ChannelIndex(want.Channels()) {
		held := g.Channel(want.SCID(ch))
		for dir := range graph.Direction(2) {
			if held == graph.None || *g.Policy(held, dir) != *want.Policy(ch, dir) {
				t.Fatalf("channel %s, direction %d, is not what the server has", want.SCID(ch), dir)
			}
		}
	}
	if a := sourceOf(t, s); a.Encoded != int64(want.Timestamp()) || a.Channels != want.Channels() {
		t.Errorf("source: %+v", a)
	}
	// Who was there has kept its place; who is new has one.
	after := directoryOf(t, s)
	for _, key := range want.Keys() {
		old, now := before.Find(directory.KeyOf(key)), after.Find(directory.KeyOf(key))
		if now == nil || now.X == 0 && now.Y == 0 && old == nil {
			t.Errorf("%s has no place", key)
		} else if old != nil && *old != *now {
			t.Errorf("%s moved from %+v to %+v", key, old, now)
		}
	}
}

func TestPositionsAreKept(t *testing.T) {
	w := newWorld(t)
	first := w.site(w.options(example(t)))
	w.start(first)
	_, before := get(first, "GET", "/directory")
	if w.saves != 1 {
		t.Fatalf("positions were kept %d times", w.saves)
	}
	second := w.site(w.options(example(t)))
	w.start(second)
	if _, after := get(second, "GET", "/directory"); after != before || w.saves != 1 {
		t.Errorf("the positions changed, or were kept %d times", w.saves)
	}
	for name, record := range w.files {
		w.files[name] = record[1:]
	}
	third := w.site(w.options(example(t)))
	w.start(third)
	if _, after := get(third, "GET", "/directory"); after != before || w.saves != 2 {
		t.Errorf("after a broken record the positions differ, or were kept %d times", w.saves)
	}
}

// TestDirectoryWaits: who asks early waits, but not for ever.
func TestDirectoryWaits(t *testing.T) {
	w := newWorld(t)
	s := w.site(w.options(example(t)))
	go func() { w.bored <- time.Time{} }()
	if r, _ := get(s, "GET", "/directory"); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, %v", r.StatusCode, r.Header)
	}
	got := make(chan int)
	go func() {
		r, _ := get(s, "GET", "/directory")
		got <- r.StatusCode
	}()
	w.start(s)
	if status := <-got; status != 200 {
		t.Errorf("status %d", status)
	}
}

func TestFile(t *testing.T) {
	net, err := synth.Generate(context.Background(), synth.Config{Seed: 2, Channels: 200})
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := source.Example(net, chain(t))
	if err != nil {
		t.Fatal(err)
	}
	modified := time.Unix(start-1000, 0)
	o := site.File("graph.csv", modified, loaded)
	w := newWorld(t)
	opts := w.options(o)
	key := loaded.Graph.Key(0)
	opts.Aliases = map[graph.PublicKey]string{key: "Ünïcödé " + strings.Repeat("é", 20)}
	s := w.site(opts)
	w.start(s)
	if a := sourceOf(t, s); a.Kind != "file" || a.Name != "graph.csv" || a.Timestamp != start-1000 || a.Encoded != start {
		t.Errorf("source: %+v", a)
	}
	if e := directoryOf(t, s).Find(directory.KeyOf(key)); e == nil || e.Name != "Ünïcödé "+strings.Repeat("é", 10) {
		t.Errorf("the name given is shown as %+v", e)
	}

	// A file does not change, but its snapshots must not grow old.
	g, _ := synced(t, s, graph.New(chain(t)))
	w.pass(6 * time.Hour)
	w.step()
	next, report := synced(t, s, g)
	if next.Timestamp() != start+6*3600 || report.Announcements+report.Updates != 0 {
		t.Errorf("six hours later: timestamp %d, %d updates", next.Timestamp(), report.Updates)
	}
	if a := sourceOf(t, s); a.Timestamp != start-1000 || a.Encoded != start+6*3600 {
		t.Errorf("six hours later: %+v", a)
	}
	// A snapshot says itself how old it is.
	ed := loaded.Graph.Edit()
	ed.SetTimestamp(start - 77)
	loaded.Graph = ed.Commit()
	if dated := site.File("x", modified, loaded); dated.Gathered.Unix() != start-77 || dated.ID != o.ID {
		t.Errorf("gathered at %d, id %s and %s", dated.Gathered.Unix(), dated.ID, o.ID)
	}
}

func TestUpstream(t *testing.T) {
	w := newWorld(t)
	first := example(t).Graph
	ed := first.Edit()
	ed.SetTimestamp(start - 3600)
	snapshot, err := rgs.EncodeFull(ed.Commit(), rgs.EncodeOptions{Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/snapshot/0" {
			http.NotFound(rw, r)
			return
		}
		rw.Write(snapshot)
	}))
	defer server.Close()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	src := &upstream.Source{Base: base, Chain: chain(t), Now: w.clock, Cache: w, Timeout: 20 * time.Second}
	o, trouble, err := site.Upstream(context.Background(), src)
	if err != nil || trouble != nil {
		t.Fatal(err, trouble)
	}
	s := w.site(w.options(o))
	w.start(s)
	a := sourceOf(t, s)
	if a.Kind != "upstream" || a.Cached || a.Name != base.Host || a.Timestamp != start-3600 || a.Encoded != start {
		t.Errorf("source: %+v", a)
	}
	if d := directoryOf(t, s); d.Names() != 0 || !d.Positioned() {
		t.Errorf("%d names, positions %v", d.Names(), d.Positioned())
	}

	// The server goes away; what it said is still good.
	server.Close()
	w.pass(3 * time.Hour)
	w.step()
	if a := sourceOf(t, s); !a.Cached || !strings.HasPrefix(a.Name, base.Host+", as of 2027-01-15 08:00 UTC") || a.Timestamp != start-3600 || a.Encoded != start+3*3600 {
		t.Errorf("without the server: %+v", a)
	}
	again, trouble, err := site.Upstream(context.Background(), src)
	if err != nil || trouble == nil || !again.Cached || again.ID != o.ID {
		t.Errorf("started without the server: %+v, %v, %v", again, trouble, err)
	}

	// Two weeks on, nobody would take it from the cache any more; the site that
	// runs keeps what it has, and says so.
	w.pass(15 * 24 * time.Hour)
	w.step()
	if s.Graph().Channels() != first.Channels() {
		t.Errorf("%d channels are left", s.Graph().Channels())
	}
	w.mu.Lock()
	log := strings.Join(w.log, "\n")
	w.mu.Unlock()
	if !strings.Contains(log, "the graph stays as it is") {
		t.Errorf("log: %s", log)
	}
	if _, _, err := site.Upstream(context.Background(), src); err == nil {
		t.Error("a snapshot of 15 days ago is an origin")
	}
}
