// Package upstream fetches the channel graph from a Rapid Gossip Sync server,
// and keeps what it got for the next start, which may be without network.
//
//	src := upstream.Source{Base: base, Chain: chain, Now: time.Now, Cache: cache}
//	got, err := src.Fetch(ctx)
//
// Nothing that comes in is believed: its size, age and network are checked, and
// it is read whole, before it counts as fetched; so is what the cache held.
//
// It is native only (net/http) and imports packages graph and rgs. Files and the
// clock are handed in.
package upstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

const (
	// defaultTimeout is how long somebody who starts the demo waits for the
	// network, all attempts together.
	defaultTimeout = 3 * time.Second
	// defaultMaxBytes is far above any snapshot that clients accept.
	defaultMaxBytes = 128 << 20
	// maxRedirects is enough for a change of host or path.
	maxRedirects = 3
	// maxAhead is how far the server's clock may be ahead of ours.
	maxAhead = 24 * time.Hour
)

// Source is a server to fetch from. Base, Chain and Now are needed.
type Source struct {
	// Base is what /snapshot/<timestamp> is appended to.
	Base  *url.URL
	Chain graph.ChainHash
	Now   func() time.Time
	// Timeout bounds a fetch, 3 seconds if 0.
	Timeout time.Duration
	// MaxBytes bounds a snapshot after decompression, 128 MB if 0.
	MaxBytes int64
	// Transport replaces http.DefaultTransport if not nil.
	Transport http.RoundTripper
	// Cache keeps the last snapshot if not nil.
	Cache Cache
}

// Cache keeps small files by name. Save replaces a file as a whole.
type Cache interface {
	Load(name string) ([]byte, error)
	Save(name string, data []byte) error
}

// Fetched is a graph and how it was come by.
type Fetched struct {
	Graph *graph.Graph
	At    time.Time // of the download
	// Trouble is why the graph comes from the cache although the network was
	// asked, or why it could not be kept there; nil if all went well.
	Trouble error
	Cached  bool
}

// Fetch downloads the whole graph, of version 2 if the server has that, or else
// gives the one in the cache. On an error there is neither.
func (s *Source) Fetch(ctx context.Context) (*Fetched, error) {
	timeout := s.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	g, snapshot, err := s.download(limited, "v2", "snapshot", "0")
	if err != nil && limited.Err() == nil {
		// Not every server speaks version 2, and the older one will do.
		var errV1 error
		if g, snapshot, errV1 = s.download(limited, "snapshot", "0"); errV1 != nil {
			err = errors.Join(err, errV1)
		} else {
			err = nil
		}
	}
	if err == nil {
		got := &Fetched{Graph: g, At: s.Now()}
		got.Trouble = s.keep(snapshot, got.At)
		return got, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	kept, cacheErr := s.recall(ctx)
	if cacheErr != nil {
		return nil, errors.Join(err, cacheErr)
	}
	kept.Trouble = err
	return kept, nil
}

// download fetches and checks a snapshot.
func (s *Source) download(ctx context.Context, path ...string) (*graph.Graph, []byte, error) {
	address := s.Base.JoinPath(path...)
	g, snapshot, err := s.get(ctx, address)
	if err != nil {
		return nil, nil, fmt.Errorf("fetch %s: %w", address.Redacted(), err)
	}
	return g, snapshot, nil
}

func (s *Source) get(ctx context.Context, address *url.URL) (*graph.Graph, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	client := http.Client{Transport: s.Transport, CheckRedirect: checkRedirect}
	response, err := client.Do(request)
	if err != nil {
		var inner *url.Error // which would name the address again
		if errors.As(err, &inner) {
			err = inner.Err
		}
		return nil, nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("the server says %q", response.Status)
	}
	limit := s.MaxBytes
	if limit == 0 {
		limit = defaultMaxBytes
	}
	snapshot, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, nil, err
	}
	if int64(len(snapshot)) > limit {
		return nil, nil, fmt.Errorf("the snapshot is larger than %d bytes", limit)
	}
	g, err := s.check(ctx, snapshot)
	return g, snapshot, err
}

func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	if via[0].URL.Scheme == "https" && next.URL.Scheme != "https" {
		return fmt.Errorf("a redirect from https to %s", next.URL.Redacted())
	}
	return nil
}

// check reads a whole snapshot. Its age is looked at here and not by rgs.Apply,
// which would also forget what a client of the snapshot's own age had not heard
// of for a week: everything, if the snapshot is that old. What a server serves
// anew it dates anew.
func (s *Source) check(ctx context.Context, snapshot []byte) (*graph.Graph, error) {
	g, _, err := rgs.Apply(ctx, graph.New(s.Chain), snapshot, rgs.Options{Full: true})
	if err != nil {
		return nil, err
	}
	if g.Channels() == 0 {
		return nil, errors.New("the snapshot has no channels")
	}
	if err := rgs.CheckAge(g.Timestamp(), s.Now()); err != nil {
		return nil, err
	}
	if ahead := time.Unix(int64(g.Timestamp()), 0).Sub(s.Now()); ahead > maxAhead {
		return nil, fmt.Errorf("the snapshot is of %s from now", ahead.Round(time.Hour))
	}
	return g, nil
}
