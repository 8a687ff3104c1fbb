package site

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/web/content"
)

// directoryHandler serves the directory file. A request that comes before the
// file is there waits for it: the page then needs no clockwork of its own, and
// loses nothing, since it finds routes without names meanwhile.
type directoryHandler struct {
	body  atomic.Pointer[content.Body]
	ready chan struct{} // closed once there is a body
	after func(time.Duration) <-chan time.Time
}

// patience is how long a request waits.
const patience = 25 * time.Second

func newDirectoryHandler(after func(time.Duration) <-chan time.Time) *directoryHandler {
	return &directoryHandler{ready: make(chan struct{}), after: after}
}

// set changes the file. Only one goroutine may call it.
func (d *directoryHandler) set(body *content.Body) {
	if d.body.Swap(body) == nil {
		close(d.ready)
	}
}

func (d *directoryHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, "+content.SizeHeader)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	select {
	case <-d.ready:
	case <-r.Context().Done():
		return
	case <-d.after(patience):
		h.Set("Retry-After", "1")
		http.Error(w, "the positions are still being computed", http.StatusServiceUnavailable)
		return
	}
	h.Set("Cache-Control", "no-cache")
	d.body.Load().ServeHTTP(w, r)
}

// newDirectory makes the file for a graph.
func newDirectory(data Data, at places) (*content.Body, error) {
	g := data.Graph
	entries := make([]directory.Entry, g.Nodes())
	for n := range graph.NodeIndex(g.Nodes()) {
		key := g.Key(n)
		p := at[key]
		entries[n] = directory.Entry{Key: directory.KeyOf(key), X: p.x, Y: p.y, Name: shortened(data.Aliases[key])}
	}
	directory.Sort(entries)
	// Two keys that differ in their parity alone would be one node twice.
	entries = slices.CompactFunc(entries, func(a, b directory.Entry) bool { return a.Key == b.Key })
	file, err := directory.Append(nil, entries)
	if err != nil {
		return nil, err
	}
	return content.New("application/octet-stream", file), nil
}

// shortened is a name cut to what fits, between characters.
func shortened(name string) string {
	name = strings.ToValidUTF8(name, string(utf8.RuneError))
	for len(name) > directory.MaxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}
