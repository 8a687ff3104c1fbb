package site_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/web/site"
)

func TestHeaders(t *testing.T) {
	w := newWorld(t)
	s := w.site(w.options(example(t)))
	w.start(s)
	for _, path := range []string{"/", "/main.js", "/api/source", "/directory", "/snapshot/0", "/none"} {
		r, _ := get(s, "GET", path)
		for name, want := range map[string]string{
			"Content-Security-Policy":      "script-src 'self' 'wasm-unsafe-eval';",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Embedder-Policy": "require-corp",
		} {
			if got := r.Header.Get(name); !strings.Contains(got, want) {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if policy := r.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe-inline") || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, policy)
		}
		open := path == "/directory" || path == "/snapshot/0" // to pages of any origin
		if got := r.Header.Get("Cross-Origin-Resource-Policy"); (got == "cross-origin") != open || (r.Header.Get("Access-Control-Allow-Origin") == "*") != open {
			t.Errorf("%s: resource policy %q, allowed origin %q", path, got, r.Header.Get("Access-Control-Allow-Origin"))
		}
	}
}

func TestMethodsAndPaths(t *testing.T) {
	w := newWorld(t)
	s := w.site(w.options(example(t)))
	w.start(s)
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 200}, {"HEAD", "/", 200}, {"GET", "/main.js", 200}, {"GET", "/v2/snapshot/0", 200}, {"HEAD", "/directory", 200},
		{"POST", "/", 405}, {"POST", "/api/source", 405}, {"DELETE", "/directory", 405}, {"PUT", "/snapshot/0", 405},
		{"GET", "/api", 404}, {"GET", "/api/", 404}, {"GET", "/none", 404}, {"GET", "/snapshot/", 404}, {"GET", "/snapshot/x", 400},
	} {
		if r, _ := get(s, c.method, c.path); r.StatusCode != c.want {
			t.Errorf("%s %s: status %d, want %d", c.method, c.path, r.StatusCode, c.want)
		}
	}
}

func TestPageNotBuilt(t *testing.T) {
	w := newWorld(t)
	opts := w.options(example(t))
	opts.Assets = fstest.MapFS{"README.md": {Data: []byte("build me")}}
	s := w.site(opts)
	w.start(s)
	if r, body := get(s, "GET", "/"); r.StatusCode != 200 || !strings.Contains(body, "make demo") || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		t.Errorf("status %d: %s", r.StatusCode, body)
	}
	if r, _ := get(s, "GET", "/README.md"); r.StatusCode != 404 {
		t.Errorf("another path: status %d", r.StatusCode)
	}
	if r, _ := get(s, "GET", "/snapshot/0"); r.StatusCode != 200 {
		t.Errorf("the snapshot: status %d", r.StatusCode)
	}
}

// broken is a file system whose files cannot be read.
type broken struct{ fstest.MapFS }

func (broken) ReadFile(string) ([]byte, error) { return nil, fs.ErrPermission }

func TestNewRefuses(t *testing.T) {
	w := newWorld(t)
	o := example(t)
	opts := w.options(o)
	opts.Assets = broken{page}
	if _, err := site.New(context.Background(), opts); err == nil {
		t.Error("a page that cannot be read was taken")
	}
	o.Graph = graph.New(chain(t))
	if _, err := site.New(context.Background(), w.options(o)); err == nil || !strings.Contains(err.Error(), "no channels") {
		t.Errorf("a graph without channels: %v", err)
	}
}
