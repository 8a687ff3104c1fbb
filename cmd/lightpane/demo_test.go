package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// demoRun is a `lightpane demo` under way.
type demoRun struct {
	t       testing.TB
	address string
	stop    context.CancelFunc
	code    chan int
	stderr  *notes
}

// notes is what a program writes while it runs.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// startDemo runs the demo and returns once it listens.
func startDemo(t testing.TB, args ...string) *demoRun {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	d := &demoRun{t: t, stop: stop, code: make(chan int, 1), stderr: &notes{}}
	out, in := io.Pipe()
	go func() {
		args := append([]string{"demo", "--listen", "127.0.0.1:0"}, args...)
		d.code <- run(ctx, args, func(string) (string, bool) { return "", false }, strings.NewReader(""), in, d.stderr)
		in.Close()
	}()
	t.Cleanup(func() { stop() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the demo ended: %s", d.stderr)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on http://localhost:")
	if !ok {
		t.Fatalf("the demo says %q", line)
	}
	go io.Copy(io.Discard, out)
	d.address = "http://127.0.0.1:" + address
	return d
}

func (d *demoRun) get(path string) (status int, body string) {
	d.t.Helper()
	r, err := http.Get(d.address + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return r.StatusCode, string(data)
}

func (d *demoRun) source() map[string]any {
	d.t.Helper()
	_, body := d.get("/api/source")
	var a map[string]any
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		d.t.Fatal(err)
	}
	return a
}

// end interrupts the demo, which must end well.
func (d *demoRun) end() {
	d.t.Helper()
	d.stop()
	if code := <-d.code; code != exitDone {
		d.t.Errorf("exit code %d: %s", code, d.stderr)
	}
	if _, err := http.Get(d.address); err == nil {
		d.t.Error("the demo has ended and still answers")
	}
}

func TestDemoOfFile(t *testing.T) {
	graph := file(t, "graph.csv", csvHeader+
		"0,"+alice+","+bob+",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144\n"+
		"1,"+bob+","+carol+",5000,1,1,900000,1000,100,40,1,2,900000,0,5,144\n")
	modified := time.Unix(1_700_000_000, 0)
	if err := os.Chtimes(graph, modified, modified); err != nil {
		t.Fatal(err)
	}
	aliases := file(t, "aliases.csv.gz", zipped(t, "node_id,alias\n"+bob+",\"Bob, \"\"the\"\" <b>builder</b>\"\n"))
	d := startDemo(t, "--graph", graph, "--aliases", aliases, "--cache", t.TempDir())
	a := d.source()
	if a["kind"] != "file" || a["name"] != "graph.csv" || a["timestamp"] != 1.7e9 || a["channels"] != 2.0 || a["nodes"] != 3.0 {
		t.Errorf("source: %v", a)
	}
	if status, body := d.get("/directory"); status != 200 || !strings.Contains(body, `Bob, "the" <b>builder</b>`) {
		t.Errorf("directory: status %d: %q", status, body)
	}
	status, full := d.get("/snapshot/0")
	if i := inspected(t, file(t, "full.lngossip", full)); status != 200 || i.Channels != 2 || i.Updates != 4 || time.Now().Unix()-int64(i.Files[0].Timestamp) > 300 {
		t.Errorf("snapshot: status %d, %+v", status, i)
	}
	d.end()
}

// TestDemoOrigins: the example network steps in where the upstream server does
// not answer, and that server's last answer before it.
func TestDemoOrigins(t *testing.T) {
	cache := t.TempDir()
	csv := file(t, "graph.csv", csvHeader+"0,"+alice+","+bob+",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144\n")
	snapshot := done(t, "rgs", "encode", "--version", "2", "--out", "-", csv)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v2/snapshot/0" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, snapshot)
	}))
	defer server.Close()

	d := startDemo(t, "--upstream", server.URL, "--cache", cache)
	if a := d.source(); a["kind"] != "upstream" || a["cached"] != false || a["channels"] != 1.0 {
		t.Errorf("with the server: %v", a)
	}
	d.end()
	server.Close()

	d = startDemo(t, "--upstream", server.URL, "--cache", cache)
	if a := d.source(); a["kind"] != "upstream" || a["cached"] != true || a["channels"] != 1.0 {
		t.Errorf("from the cache: %v", a)
	}
	if !strings.Contains(d.stderr.String(), "upstream: fetch "+server.URL) {
		t.Errorf("no word of the server: %s", d.stderr)
	}
	d.end()

	d = startDemo(t, "--upstream", server.URL, "--seed", "7", "--cache", filepath.Join(file(t, "no-directory", ""), "x"))
	if a := d.source(); a["kind"] != "example" || a["channels"] != 33892.0 || a["id"] != "example-7-33892" {
		t.Errorf("without both: %v", a)
	}
	if !strings.Contains(d.stderr.String(), "nothing is kept for the next start") {
		t.Errorf("no word of the cache: %s", d.stderr)
	}
	d.end()
}

// TestInterrupted ends a demo that has no graph yet. Nothing is said of upstream,
// since that is off.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr strings.Builder
	code := run(ctx, []string{"demo", "--listen", "127.0.0.1:0", "--upstream", "off"}, func(string) (string, bool) { return "", false }, strings.NewReader(""), &stdout, &stderr)
	if code != exitFailed || stdout.Len() != 0 || stderr.String() != "lightpane demo: interrupted\n" {
		t.Errorf("exit code %d, output %q, message %q", code, &stdout, &stderr)
	}
}

func TestDemoRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	csv := file(t, "graph.csv", csvHeader+"0,"+alice+","+bob+",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144\n")
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a taken port":       {[]string{"--listen", taken.Addr().String()}, exitFailed, "choose another with --listen"},
		"a missing file":     {[]string{"--graph", "none"}, exitFailed, "none: no such file"},
		"a web page":         {[]string{"--graph", file(t, "page", "<!doctype html>")}, exitFailed, "unknown format"},
		"an empty graph":     {[]string{"--graph", file(t, "empty", `{"nodes":[],"edges":[]}`)}, exitFailed, "no channels"},
		"missing names":      {[]string{"--graph", csv, "--aliases", "none"}, exitFailed, "none: no such file"},
		"bad names":          {[]string{"--graph", csv, "--aliases", csv}, exitFailed, "aliases csv: line 1"},
		"a bad server":       {[]string{"--upstream", "ftp://example.org"}, exitUsage, "begins with https://"},
		"a server of no use": {[]string{"--upstream", "example.org"}, exitUsage, "begins with https://"},
		"a bad seed":         {[]string{"--seed", "-1"}, exitUsage, "--seed"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"demo", "--listen", "127.0.0.1:0", "--cache", ""}, c.args...)
			if r := lightpane(t, args...); r.code != c.code || r.stdout != "" || !strings.Contains(r.stderr, c.want) {
				t.Errorf("exit code %d, output %q, message %q: want %q", r.code, r.stdout, r.stderr, c.want)
			}
		})
	}
}

func TestSecretsAreMasked(t *testing.T) {
	got := done(t, "demo", "--print-config", "--upstream", "https://alice:hunter2@example.org/rgs")
	if strings.Contains(got, "hunter2") || !strings.Contains(got, "upstream: https://alice:xxxxx@example.org/rgs # flag") {
		t.Errorf("printed:\n%s", got)
	}
	if got := done(t, "demo", "--print-config", "--upstream", "off"); !strings.Contains(got, `upstream: "off" # flag`) && !strings.Contains(got, "upstream: off # flag") {
		t.Errorf("printed:\n%s", got)
	}
}

func TestCacheDirectory(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"HOME": "/home/alice"}, "/home/alice/.cache/lightpane"},
		{map[string]string{"HOME": "/home/alice", "XDG_CACHE_HOME": "/var/cache"}, "/var/cache/lightpane"},
		{map[string]string{"HOME": "/home/alice", "XDG_CACHE_HOME": "relative"}, "/home/alice/.cache/lightpane"},
		{map[string]string{"HOME": ""}, ""},
		{nil, ""},
	} {
		got := cacheDirectory(func(name string) (string, bool) { v, ok := c.env[name]; return v, ok })
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}

func TestBrowserAddress(t *testing.T) {
	for ip, want := range map[string]string{
		"127.0.0.1": "http://localhost:80", "::1": "http://localhost:80", "0.0.0.0": "http://localhost:80", "::": "http://localhost:80",
		"192.0.2.7": "http://192.0.2.7:80", "2001:db8::7": "http://[2001:db8::7]:80",
	} {
		if got := browserAddress(&net.TCPAddr{IP: net.ParseIP(ip), Port: 80}); got != want {
			t.Errorf("%s: %s, want %s", ip, got, want)
		}
	}
}

func TestServeEndsWithItsRun(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	err = serve(context.Background(), listener, http.NotFoundHandler(), func(context.Context) error { return os.ErrInvalid })
	if err != os.ErrInvalid {
		t.Errorf("got %v, want what the run failed with", err)
	}
}
