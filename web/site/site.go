package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs/server"
	"github.com/lightpane/lightpane/web/content"
)

// Options of a site. All are needed but Aliases and Cache.
type Options struct {
	Origin Origin
	// Aliases are names that the origin does not know or gets wrong; may be nil.
	Aliases map[graph.PublicKey]string
	// Assets is the built page.
	Assets fs.FS
	Now    func() time.Time
	// After gives a channel on which something comes once d has passed.
	After func(d time.Duration) <-chan time.Time
	// Cache keeps what took long to compute; nil for no cache.
	Cache Cache
	// Log takes what whoever runs the site should know, a line each.
	Log func(format string, args ...any)
}

// Cache keeps small files by name. Save replaces a file as a whole.
type Cache interface {
	Load(name string) ([]byte, error)
	Save(name string, data []byte) error
}

// Site answers all requests of the demo. Run keeps it going.
type Site struct {
	opts      Options
	snapshots *server.Server
	source    atomic.Pointer[content.Body] // /api/source
	directory *directoryHandler
	handler   http.Handler

	suggestions []suggestion

	// For New and then Run alone.
	data   Data
	places places
}

// New makes a site whose snapshots can be had at once. Its directory follows
// while Run runs.
func New(ctx context.Context, opts Options) (*Site, error) {
	if opts.Origin.Graph.Channels() == 0 {
		return nil, errors.New("the graph has no channels: there is nothing to show")
	}
	s := &Site{opts: opts, snapshots: server.New(server.Options{}), directory: newDirectoryHandler(opts.After)}
	first := opts.Origin.Data.named(opts.Aliases)
	s.suggestions = suggest(ctx, first)
	if err := s.publish(first); err != nil {
		return nil, err
	}
	page, err := pageHandler(opts.Assets)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/snapshot/", s.snapshots)
	mux.Handle("/v2/snapshot/", s.snapshots)
	mux.Handle("GET /directory", s.directory)
	mux.HandleFunc("GET /api/source", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		s.source.Load().ServeHTTP(w, r)
	})
	mux.Handle("/", page)
	s.handler = secured(mux)
	return s, nil
}

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Graph is what is served now.
func (s *Site) Graph() *graph.Graph { return s.snapshots.Current() }

// publish makes data what is served, dated with the present time.
func (s *Site) publish(data Data) error {
	now := uint32(s.opts.Now().Unix())
	if was := s.snapshots.Current(); was != nil {
		// Clients tell generations apart by their seconds.
		now = max(now, was.Timestamp()+1)
	}
	ed := data.Graph.Edit()
	ed.SetTimestamp(now)
	if err := s.snapshots.Publish(ed.Commit()); err != nil {
		return err
	}
	s.prepare()
	s.data = data
	body, err := s.describe(data)
	if err != nil {
		return err
	}
	s.source.Store(body)
	return nil
}

// Run computes what takes a while, and then lets the graph go on, until ctx
// ends. It returns ctx's error, or what it cannot go on after.
func (s *Site) Run(ctx context.Context) error {
	at, cacheErr, err := findPlaces(ctx, s.data.Graph, s.opts.Cache, "layout-"+string(s.opts.Origin.Kind))
	if err != nil {
		return err
	}
	if cacheErr != nil {
		s.opts.Log("the positions are not kept for the next start: %s", cacheErr)
	}
	s.places = at
	if err := s.writeDirectory(); err != nil {
		return err
	}
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.opts.After(s.opts.Origin.Every):
		}
		if err := s.goOn(ctx, n); err != nil {
			return err
		}
	}
}

// goOn makes the nth generation after the first.
func (s *Site) goOn(ctx context.Context, n int) error {
	next, err := s.opts.Origin.Next(ctx, n)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		s.opts.Log("the graph stays as it is: %s", err)
		next = s.data // with a new date nevertheless
	} else if next.Trouble != nil {
		s.opts.Log("upstream: %s", next.Trouble)
	}
	if err := s.publish(next.named(s.opts.Aliases)); err != nil {
		return fmt.Errorf("generation %d: %w", n, err)
	}
	if err := s.writeDirectory(); err != nil {
		return fmt.Errorf("generation %d: %w", n, err)
	}
	return nil
}

// writeDirectory makes the directory file of the current graph.
func (s *Site) writeDirectory() error {
	s.places.welcome(s.data.Graph)
	body, err := newDirectory(s.data, s.places)
	if err == nil {
		s.directory.set(body)
	}
	return err
}

// prepare makes the answer that the browser of a new visitor wants, before it
// asks: a tenth of a second that nobody waits for.
func (s *Site) prepare() {
	if body, _, err := s.snapshots.Snapshot(1, 0); err == nil {
		body.In(content.Brotli)
	}
}
