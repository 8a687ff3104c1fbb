package content_test

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"github.com/lightpane/lightpane/web/content"
)

func TestNegotiate(t *testing.T) {
	for _, c := range []struct {
		accept []string
		want   content.Coding
	}{
		{nil, content.Identity},
		{[]string{""}, content.Identity},
		{[]string{"gzip, deflate, br, zstd"}, content.Brotli},
		{[]string{"gzip, deflate"}, content.Gzip},
		{[]string{"x-gzip"}, content.Gzip},
		{[]string{"GZIP;Q=0.5"}, content.Gzip},
		{[]string{"gzip", "br"}, content.Brotli},
		{[]string{"deflate"}, content.Identity},
		{[]string{"*"}, content.Brotli},
		{[]string{"br;q=0, *"}, content.Gzip},
		{[]string{"br;q=0.5, gzip;q=0.9"}, content.Gzip},
		{[]string{"br;q=0.9, gzip;q=0.9"}, content.Brotli},
		{[]string{"br;q=0.001"}, content.Brotli},
		{[]string{"identity, br;q=0.5"}, content.Identity},
		{[]string{"identity;q=0.5, gzip;q=0.2"}, content.Identity},
		{[]string{"gzip;q=0"}, content.Identity},
		{[]string{"gzip ; q = 0.5"}, content.Gzip},
		{[]string{"br;q=2, gzip;q=-1"}, content.Identity},
		{[]string{"br;q=NaN"}, content.Identity},
		{[]string{"identity;q=0, gzip;q=0.1"}, content.Gzip},
		{[]string{"identity;q=0"}, ""},
		{[]string{"*;q=0"}, ""},
		{[]string{"identity;q=0, deflate"}, ""},
		{[]string{"*;q=0, identity"}, content.Identity},
	} {
		got, ok := content.Negotiate(c.accept)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q: %q, %v; want %q", c.accept, got, ok, c.want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("gzip;q=0.5, br;q=1.0, *;q=0")
	f.Fuzz(func(t *testing.T, accept string) {
		c, ok := content.Negotiate([]string{accept})
		if ok != (c == content.Brotli || c == content.Gzip || c == content.Identity) {
			t.Errorf("%q: %q, %v", accept, c, ok)
		}
	})
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

func read(t testing.TB, r *http.Response) string {
	t.Helper()
	var body io.Reader = r.Body
	switch c := r.Header.Get("Content-Encoding"); c {
	case "br":
		body = brotli.NewReader(body)
	case "gzip":
		zip, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = zip
	case "":
	default:
		t.Fatalf("content coding %q", c)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestBody(t *testing.T) {
	text := strings.Repeat("All work and no play. ", 200)
	body := content.New("text/plain; charset=utf-8", []byte(text))
	tags := map[string]bool{}
	for _, c := range []struct{ accept, coding string }{{"br, gzip", "br"}, {"gzip", "gzip"}, {"identity", ""}} {
		r := get(body, "GET", "/", "Accept-Encoding", c.accept)
		if r.StatusCode != 200 || r.Header.Get("Content-Encoding") != c.coding || r.Header.Get("Vary") != "Accept-Encoding" || r.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: status %d, header %v", c.accept, r.StatusCode, r.Header)
		}
		if size := r.Header.Get(content.SizeHeader); size != "4400" {
			t.Errorf("%s: size %s, want %d", c.accept, size, len(text))
		}
		if got := read(t, r); got != text {
			t.Errorf("%s: %d bytes of %d came back", c.accept, len(got), len(text))
		}
		tag := r.Header.Get("ETag")
		if tag == "" || strings.HasPrefix(tag, "W/") || tags[tag] {
			t.Errorf("%s: tag %s is weak or used before", c.accept, tag)
		}
		tags[tag] = true

		head := get(body, "HEAD", "/", "Accept-Encoding", c.accept)
		if head.StatusCode != 200 || head.Header.Get("Content-Length") != r.Header.Get("Content-Length") || head.Header.Get("ETag") != tag {
			t.Errorf("%s: HEAD gives %d, %v", c.accept, head.StatusCode, head.Header)
		}
		if again := get(body, "GET", "/", "Accept-Encoding", c.accept, "If-None-Match", `"other", `+tag); again.StatusCode != 304 || again.Header.Get("ETag") != tag || again.Header.Get("Vary") == "" {
			t.Errorf("%s: with its tag: status %d, %v", c.accept, again.StatusCode, again.Header)
		}
		if again := get(body, "GET", "/", "Accept-Encoding", c.accept, "If-None-Match", `"other"`); again.StatusCode != 200 {
			t.Errorf("%s: with another tag: status %d", c.accept, again.StatusCode)
		}
	}
	if r := get(body, "GET", "/", "Accept-Encoding", "*;q=0"); r.StatusCode != 406 {
		t.Errorf("nothing accepted: status %d", r.StatusCode)
	}
	// A part of the coded bytes completes what was broken off.
	whole := get(body, "GET", "/", "Accept-Encoding", "gzip")
	all, _ := io.ReadAll(whole.Body)
	rest := get(body, "GET", "/", "Accept-Encoding", "gzip", "Range", "bytes=10-", "If-Range", whole.Header.Get("ETag"))
	tail, _ := io.ReadAll(rest.Body)
	if rest.StatusCode != 206 || !bytes.Equal(tail, all[10:]) {
		t.Errorf("from byte 10 on: status %d, %d bytes of %d", rest.StatusCode, len(tail), len(all))
	}
}

func TestNotWorthCompressing(t *testing.T) {
	noise := make([]byte, 4096)
	rand.Read(noise)
	for name, data := range map[string][]byte{"short": []byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "noise": noise, "empty": {}} {
		r := get(content.New("application/octet-stream", data), "GET", "/", "Accept-Encoding", "br")
		if got := read(t, r); r.Header.Get("Content-Encoding") != "" || got != string(data) {
			t.Errorf("%s: coding %q, %d bytes of %d", name, r.Header.Get("Content-Encoding"), len(got), len(data))
		}
	}
}

// TestManyClients: all get the same bytes while they are being made.
func TestManyClients(t *testing.T) {
	text := strings.Repeat("Jack ", 100_000)
	body := content.New("text/plain", []byte(text))
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if data, ok := body.In(content.Brotli); !ok || len(data) >= len(text) {
				t.Errorf("%d bytes of brotli, %v", len(data), ok)
			}
		})
	}
	wait.Wait()
	first, _ := body.In(content.Brotli)
	second, _ := body.In(content.Brotli)
	if &first[0] != &second[0] {
		t.Error("the coding was made twice")
	}
}

func TestFiles(t *testing.T) {
	files, err := content.Files(fstest.MapFS{
		"index.html":        {Data: []byte("<p>hello")},
		"assets/main.js":    {Data: []byte("plain js")},
		"assets/main.js.br": {Data: []byte("brotli js")},
		"assets/main.js.gz": {Data: []byte("gzip js")},
		"graph.wasm":        {Data: []byte("\x00asm")},
		"archive.gz":        {Data: []byte("of itself")},
		"what.ever":         {Data: []byte("?")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, accept, body, mediaType, coding string }{
		{"/", "", "<p>hello", "text/html; charset=utf-8", ""},
		{"/index.html", "", "<p>hello", "text/html; charset=utf-8", ""},
		{"/assets/main.js", "br, gzip", "brotli js", "text/javascript; charset=utf-8", "br"},
		{"/assets/main.js", "gzip", "gzip js", "text/javascript; charset=utf-8", "gzip"},
		{"/assets/main.js", "identity", "plain js", "text/javascript; charset=utf-8", ""},
		{"/graph.wasm", "br", "\x00asm", "application/wasm", ""},
		{"/archive.gz", "", "of itself", "application/octet-stream", ""},
		{"/what.ever", "", "?", "application/octet-stream", ""},
	} {
		r := get(files, "GET", c.path, "Accept-Encoding", c.accept)
		got, _ := io.ReadAll(r.Body)
		if r.StatusCode != 200 || string(got) != c.body || r.Header.Get("Content-Type") != c.mediaType || r.Header.Get("Content-Encoding") != c.coding {
			t.Errorf("%s: status %d, %q, %v", c.path, r.StatusCode, got, r.Header)
		}
	}
	for _, path := range []string{"/assets/", "/assets", "/none", "/main.js.br", "/assets/main.js.br", "/../content.go", "/assets/../index.html", "//index.html"} {
		if r := get(files, "GET", path); r.StatusCode != 404 {
			t.Errorf("%s: status %d", path, r.StatusCode)
		}
	}
	if r := get(files, "POST", "/"); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d, allow %q", r.StatusCode, r.Header.Get("Allow"))
	}
}
