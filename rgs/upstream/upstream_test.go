package upstream_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/upstream"
)

const made = 1_700_000_000 // when the snapshots here were made

func at(unix int64) func() time.Time { return func() time.Time { return time.Unix(unix, 0) } }

func chain(t testing.TB, network string) graph.ChainHash {
	t.Helper()
	c, err := rgs.ChainByName(network)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// snapshot is of a graph with one channel, or none.
func snapshot(t testing.TB, version uint8, network string, channels int) []byte {
	t.Helper()
	ed := graph.New(chain(t, network)).Edit()
	nodes := ed.AddNodes([]graph.PublicKey{{2, 1}, {3, 1}})
	for i := range channels {
		if _, err := ed.AddChannel(graph.Announcement{SCID: graph.SCID(i + 1), Node: [2]graph.NodeIndex{nodes[0], nodes[1]}, Capacity: 5000}); err != nil {
			t.Fatal(err)
		}
		ch, _ := ed.Channel(graph.SCID(i + 1))
		ed.SetPolicy(ch, 0, graph.Policy{HtlcMax: 5_000_000, CltvDelta: 40}, made)
	}
	ed.SetTimestamp(made)
	data, err := rgs.EncodeFull(ed.Commit(), rgs.EncodeOptions{Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// memory is a Cache for tests.
type memory map[string][]byte

func (m memory) Load(name string) ([]byte, error) {
	if data, ok := m[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

func (m memory) Save(name string, data []byte) error {
	m[name] = data
	return nil
}

// from is a source whose server answers with handler.
func from(t testing.TB, handler http.HandlerFunc) (*upstream.Source, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL + "/rgs")
	if err != nil {
		t.Fatal(err)
	}
	return &upstream.Source{Base: base, Chain: chain(t, "bitcoin"), Now: at(made + 60), Timeout: 20 * time.Second, MaxBytes: 1 << 20}, server
}

// answers serves what files has and nothing else.
func answers(files map[string][]byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			zip := gzip.NewWriter(w)
			zip.Write(data)
			zip.Close()
			return
		}
		w.Write(data)
	}
}

const pathV1, pathV2 = "/rgs/snapshot/0", "/rgs/v2/snapshot/0"

func TestFetch(t *testing.T) {
	v1, v2 := snapshot(t, 1, "bitcoin", 1), snapshot(t, 2, "bitcoin", 1)
	for name, c := range map[string]struct {
		files    map[string][]byte
		capacity graph.Sat // known from version 2 alone
	}{
		"both versions":         {map[string][]byte{pathV1: v1, pathV2: v2}, 5000},
		"version 1 alone":       {map[string][]byte{pathV1: v1}, graph.UnknownCapacity},
		"a web page and then 1": {map[string][]byte{pathV1: v1, pathV2: []byte("<!doctype html>")}, graph.UnknownCapacity},
	} {
		src, _ := from(t, answers(c.files))
		got, err := src.Fetch(context.Background())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Cached || got.Trouble != nil || got.Graph.Channels() != 1 || got.Graph.Capacity(0) != c.capacity || got.At.Unix() != made+60 {
			t.Errorf("%s: %+v, capacity %d", name, got, got.Graph.Capacity(0))
		}
	}
}

func TestRefused(t *testing.T) {
	good := snapshot(t, 1, "bitcoin", 1)
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		now     int64
		want    string
	}{
		"not found":     {answers(nil), 0, "404 Not Found"},
		"a web page":    {answers(map[string][]byte{pathV1: []byte("<!doctype html>")}), 0, "wrong_magic"},
		"cut short":     {answers(map[string][]byte{pathV1: good[:len(good)-1]}), 0, "truncated"},
		"another chain": {answers(map[string][]byte{pathV1: snapshot(t, 1, "testnet", 1)}), 0, "wrong_chain"},
		"stale":         {answers(map[string][]byte{pathV1: good}), made + 14*24*3600 + 1, "stale"},
		"of tomorrow":   {answers(map[string][]byte{pathV1: good}), made - 25*3600, "25h0m0s from now"},
		"no channels":   {answers(map[string][]byte{pathV1: snapshot(t, 1, "bitcoin", 0)}), 0, "no channels"},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		}, 0, "larger than 1048576 bytes"},
		"a length of 10 GB": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "10000000000")
			w.Write(good[:50])
		}, 0, "unexpected EOF"},
		"a circle": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"?again", http.StatusFound)
		}, 0, "more than 3 redirects"},
	} {
		t.Run(name, func(t *testing.T) {
			src, server := from(t, c.handler)
			if c.now != 0 {
				src.Now = at(c.now)
			}
			_, err := src.Fetch(context.Background())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if !strings.Contains(err.Error(), server.URL+pathV1) {
				t.Errorf("%v: it does not name the address", err)
			}
		})
	}
}

// TestRedirects follows one, but not to where everybody could listen.
func TestRedirects(t *testing.T) {
	plain, server := from(t, answers(map[string][]byte{pathV1: snapshot(t, 1, "bitcoin", 1)}))
	moved, _ := from(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, server.URL+r.URL.Path, http.StatusMovedPermanently)
	})
	if got, err := moved.Fetch(context.Background()); err != nil || got.Graph.Channels() != 1 {
		t.Errorf("a redirect: %+v, %v", got, err)
	}
	safe := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, server.URL+r.URL.Path, http.StatusMovedPermanently)
	}))
	defer safe.Close()
	plain.Base, _ = url.Parse(safe.URL + "/rgs")
	plain.Transport = safe.Client().Transport
	if _, err := plain.Fetch(context.Background()); err == nil || !strings.Contains(err.Error(), "redirect from https") {
		t.Errorf("from https to http: %v", err)
	}
}

func TestPasswordIsNotTold(t *testing.T) {
	src, _ := from(t, answers(nil))
	src.Base.User = url.UserPassword("alice", "hunter2")
	if _, err := src.Fetch(context.Background()); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func TestSlow(t *testing.T) {
	src, _ := from(t, func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("LDK"))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	src.Timeout = 50 * time.Millisecond
	if _, err := src.Fetch(context.Background()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a server that hangs: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	src.Cache = memory{}
	if _, err := src.Fetch(ctx); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestCache(t *testing.T) {
	cache := memory{}
	src, server := from(t, answers(map[string][]byte{pathV2: snapshot(t, 2, "bitcoin", 1)}))
	src.Cache = cache
	if _, err := src.Fetch(context.Background()); err != nil {
		t.Fatal(err)
	}
	server.Close()

	src.Now = at(made + 13*24*3600)
	got, err := src.Fetch(context.Background())
	if err != nil {
		t.Fatalf("without network: %v", err)
	}
	if !got.Cached || got.Trouble == nil || got.Graph.Channels() != 1 || got.At.Unix() != made+60 {
		t.Errorf("without network: %+v", got)
	}

	src.Now = at(made + 15*24*3600)
	if _, err := src.Fetch(context.Background()); !errors.Is(err, &rgs.Error{Kind: rgs.Stale}) {
		t.Errorf("two weeks later: %v", err)
	}
	src.Now = at(made + 60)
	src.Chain = chain(t, "testnet")
	if _, err := src.Fetch(context.Background()); err == nil || !strings.Contains(err.Error(), "no snapshot is kept") {
		t.Errorf("for another network: %v", err)
	}
	src.Chain = chain(t, "bitcoin")
	for name, record := range cache {
		for at := range record {
			broken := append([]byte(nil), record...)
			broken[at] ^= 4
			cache[name] = broken
			if got, err := src.Fetch(context.Background()); err == nil {
				t.Fatalf("byte %d is broken: %+v", at, got)
			}
			cache[name] = record[:at]
			if got, err := src.Fetch(context.Background()); err == nil {
				t.Fatalf("cut at byte %d: %+v", at, got)
			}
		}
	}
}

// full is a cache without room.
type full struct{ memory }

func (full) Save(string, []byte) error { return fmt.Errorf("no space left") }

func TestCacheFull(t *testing.T) {
	src, _ := from(t, answers(map[string][]byte{pathV1: snapshot(t, 1, "bitcoin", 1)}))
	src.Cache = full{}
	got, err := src.Fetch(context.Background())
	if err != nil || got.Graph.Channels() != 1 || got.Trouble == nil || !strings.Contains(got.Trouble.Error(), "no space left") {
		t.Errorf("got %+v, %v", got, err)
	}
}
