package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func zipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestInspect(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, content := range map[string]string{
		"full.lngossip": snapshot(t), "delta.lngossip.gz": zipped(t, delta(t)), "page.html": "<!doctype html>",
		"cut.lngossip": snapshot(t)[:100], "v9.lngossip": "LDK\x09" + snapshot(t)[4:],
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const (
		chain = `"chain":"` + mainnetHash + `",`
		full  = `{"file":"full.lngossip","version":1,` + chain + `"timestamp":1700000000,"announcements":2,"updates_in_file":4,"skipped":{},"error":null}`
		diff  = `{"file":"delta.lngossip.gz","version":1,` + chain + `"timestamp":1700003600,"announcements":0,"updates_in_file":2,"skipped":{"unknown_channel":1},"error":null}`
		cut   = `{"file":"cut.lngossip","version":1,` + chain + `"timestamp":1700000000,"announcements":0,"updates_in_file":0,"skipped":{},"error":"rapid gossip sync: truncated at byte 77: 33 bytes wanted, 23 left"}`
		page  = `{"file":"page.html","version":0,"chain":"","timestamp":0,"announcements":0,"updates_in_file":0,"skipped":{},"error":"rapid gossip sync: wrong_magic at byte 0: \"<!doctype html>\" is not the beginning of a snapshot"}`
		v9    = `{"file":"v9.lngossip","version":9,"chain":"","timestamp":0,"announcements":0,"updates_in_file":0,"skipped":{},"error":"rapid gossip sync: wrong_version at byte 4: version 9; 1 and 2 are understood"}`
		none  = `{"file":"none","version":0,"chain":"","timestamp":0,"announcements":0,"updates_in_file":0,"skipped":{},"error":"no such file or directory"}`
		held  = `"nodes":3,"channels":2,"updates":4}`
		empty = `"nodes":0,"channels":0,"updates":0}`
	)
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a snapshot":         {[]string{"full.lngossip"}, exitDone, full + `],` + held},
		"and a delta":        {[]string{"full.lngossip", "delta.lngossip.gz"}, exitDone, full + `,` + diff + `],` + held},
		"a broken one first": {[]string{"cut.lngossip", "full.lngossip"}, exitFailed, cut + `,` + full + `],` + held},
		"a broken one last":  {[]string{"full.lngossip", "cut.lngossip"}, exitFailed, full + `,` + cut + `],` + held},
		"a web page":         {[]string{"page.html"}, exitFailed, page + `],` + empty},
		"a later version":    {[]string{"v9.lngossip"}, exitFailed, v9 + `],` + empty},
		"a missing file":     {[]string{"none", "full.lngossip"}, exitFailed, none + `,` + full + `],` + held},
		"exactly 14 days":    {[]string{"--now", "1701209600", "full.lngossip"}, exitDone, full + `],` + empty},
		"a week":             {[]string{"--now", "1700604800", "full.lngossip"}, exitDone, full + `],` + held},
	} {
		t.Run(name, func(t *testing.T) {
			r := lightpane(t, append([]string{"rgs", "inspect", "--json"}, c.args...)...)
			if want := `{"files":[` + c.want + "\n"; r.code != c.code || r.stdout != want {
				t.Errorf("exit code %d\n%s\nwant %d\n%s\nmessages: %s", r.code, r.stdout, c.code, want, r.stderr)
			}
			if (c.code == exitDone) != (r.stderr == "") {
				t.Errorf("messages %q", r.stderr)
			}
		})
	}

	if r := lightpane(t, "rgs", "inspect", "--json", "--now", "1701209601", "full.lngossip"); r.code != exitFailed || !strings.Contains(r.stdout, "stale") {
		t.Errorf("a second after 14 days: exit code %d: %s", r.code, r.stdout)
	}
	if r := lightpane(t, "rgs", "inspect", "--network", "testnet", "full.lngossip"); r.code != exitFailed || !strings.Contains(r.stderr, "full.lngossip: rapid gossip sync: wrong_chain") {
		t.Errorf("on testnet: exit code %d: %s", r.code, r.stderr)
	}
	if r := (call{args: []string{"rgs", "inspect", "-"}, stdin: snapshot(t)}).run(t); r.code != exitDone || !strings.Contains(r.stdout, "3 nodes, 2 channels and 4 updates") {
		t.Errorf("from the standard input: exit code %d: %s", r.code, r.stdout)
	}
	table := lightpane(t, "rgs", "inspect", "full.lngossip", "delta.lngossip.gz", "page.html")
	for _, want := range []string{"2023-11-14 22:13:20", "bitcoin", "delta.lngossip.gz: 1 skipped: unknown_channel", "refused"} {
		if !strings.Contains(table.stdout, want) {
			t.Errorf("%q is missing in:\n%s", want, table.stdout)
		}
	}
}

func inspected(t testing.TB, args ...string) inspection {
	t.Helper()
	var i inspection
	if err := json.Unmarshal([]byte(done(t, append([]string{"rgs", "inspect", "--json"}, args...)...)), &i); err != nil {
		t.Fatal(err)
	}
	return i
}

const csvHeader = "chan,node1,node2,capacity_sat,enabled_0,htlc_min_msat_0,htlc_max_msat_0,base_fee_msat_0,fee_ppm_0,cltv_delta_0,enabled_1,htlc_min_msat_1,htlc_max_msat_1,base_fee_msat_1,fee_ppm_1,cltv_delta_1\n"

func TestEncode(t *testing.T) {
	full := file(t, "full.lngossip", snapshot(t))
	csv := file(t, "graph.csv", csvHeader+"0,"+alice+","+bob+",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144\n")
	describe := zipped(t, `{"nodes":[],"edges":[{"channel_id":"1x1x1","node1_pub":"`+alice+`","node2_pub":"`+bob+`","capacity":"9","node1_policy":{"time_lock_delta":1,"max_htlc_msat":"9"}}]}`)
	out := filepath.Join(t.TempDir(), "out.lngossip")

	for _, c := range []struct {
		args                      []string
		version                   uint8
		timestamp                 uint32
		nodes, channels, policies int
	}{
		{[]string{full}, 2, 1_700_000_000, 3, 2, 4},
		{[]string{"--version", "1", full}, 1, 1_700_000_000, 3, 2, 4},
		{[]string{"--timestamp", "1800000000", full}, 2, 1_800_000_000, 3, 2, 4},
		{[]string{"--timestamp", "1800000000", csv}, 2, 1_800_000_000, 2, 1, 2},
		{[]string{"--timestamp", "1800000000", "-"}, 2, 1_800_000_000, 2, 1, 1},
	} {
		r := call{args: append([]string{"rgs", "encode", "--out", out, "--json"}, c.args...), stdin: describe}.run(t)
		if r.code != exitDone {
			t.Fatalf("%q: exit code %d: %s", c.args, r.code, r.stderr)
		}
		i := inspected(t, out)
		if f := i.Files[0]; f.Version != c.version || f.Timestamp != c.timestamp || i.Nodes != c.nodes || i.Channels != c.channels || i.Updates != c.policies {
			t.Errorf("%q: %+v", c.args, i)
		}
		var said struct{ Version, Timestamp, Bytes, Nodes, Channels, Updates int }
		if err := json.Unmarshal([]byte(r.stdout), &said); err != nil {
			t.Fatal(err)
		}
		if said.Version != int(c.version) || said.Timestamp != int(c.timestamp) || said.Nodes != c.nodes || said.Channels != c.channels || said.Updates != c.policies || said.Bytes == 0 {
			t.Errorf("%q: it said %s", c.args, r.stdout)
		}
	}

	// A CSV has no time of its own, so that the present one is given: clients
	// would refuse anything else.
	before := inspected(t, full).Files[0].Timestamp
	done(t, "rgs", "encode", "--out", out, csv)
	if i := inspected(t, out); i.Files[0].Timestamp <= before {
		t.Errorf("a csv was dated %d", i.Files[0].Timestamp)
	}
	if data := done(t, "rgs", "encode", "--version", "1", "--out", "-", full); !strings.HasPrefix(data, "LDK\x01") {
		t.Errorf("to the standard output: %q", data[:min(len(data), 20)])
	}
}

func TestEncodeDelta(t *testing.T) {
	full := file(t, "full.lngossip", snapshot(t))
	dir := t.TempDir()
	later := filepath.Join(dir, "later.lngossip")
	done(t, "rgs", "encode", "--timestamp", "1700003600", "--out", later, full)
	out := filepath.Join(dir, "out.lngossip")
	done(t, "rgs", "encode", "--version", "1", "--delta-from", full, "--out", out, later)
	i := inspected(t, full, out)
	if f := i.Files[1]; f.Timestamp != 1_700_003_600 || f.Announcements != 0 || f.UpdatesInFile != 0 || i.Updates != 4 {
		t.Errorf("a delta between equal graphs: %+v", i)
	}

	// Bob and Carol's channel is new since, and so are both of its policies.
	before := file(t, "before.csv", csvHeader+"0,"+alice+","+bob+",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144\n")
	after := file(t, "after.csv", csvHeader+"0,"+alice+","+bob+",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144\n"+
		"1,"+bob+","+carol+",5000,1,1,900000,1000,100,40,1,2,900000,0,5,144\n")
	old := filepath.Join(dir, "old.lngossip")
	done(t, "rgs", "encode", "--timestamp", "1700000000", "--out", old, before)
	done(t, "rgs", "encode", "--timestamp", "1700003600", "--delta-from", old, "--out", out, after)
	i = inspected(t, old, out)
	if f := i.Files[1]; f.Announcements != 1 || f.UpdatesInFile != 2 || i.Channels != 2 || i.Updates != 4 {
		t.Errorf("a delta with a new channel: %+v", i)
	}

	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a client would ignore it": {[]string{"--timestamp", "1700000000", "--delta-from", old, "--out", out, after}, "not_newer"},
		"an empty input":           {[]string{"--delta-from", old, "--out", out, file(t, "empty", "")}, "the file is empty"},
		"a missing origin":         {[]string{"--delta-from", "none", "--out", out, after}, "none: no such file"},
		"no such directory":        {[]string{"--out", filepath.Join(dir, "missing", "x"), after}, "no such file"},
	} {
		if r := lightpane(t, append([]string{"rgs", "encode"}, c.args...)...); r.code != exitFailed || !strings.Contains(r.stderr, c.want) {
			t.Errorf("%s: exit code %d: %s", name, r.code, r.stderr)
		}
	}
}

// TestMainnet reads the real snapshots.
func TestMainnet(t *testing.T) {
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		t.Skip("LIGHTPANE_DATA is not set")
	}
	for _, name := range []string{"mainnet-2026-02-03-v1.lngossip", "mainnet-2026-02-03-v2.lngossip"} {
		i := inspected(t, filepath.Join(dir, name))
		if f := i.Files[0]; i.Channels != 33_892 || i.Updates != 67_784 || f.Announcements != 33_892 || f.UpdatesInFile != 67_784 || len(f.Skipped) != 0 {
			t.Errorf("%s: %+v", name, i)
		}
	}
}

func TestEveryRefusalIsExplained(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{"a.html": "<html>", "b": ""} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := lightpane(t, "rgs", "inspect", "a.html", "b")
	if got.code != exitFailed || !strings.Contains(got.stderr, "a.html: ") || !strings.Contains(got.stderr, "b: ") {
		t.Errorf("exit code %d, %q", got.code, got.stderr)
	}
}

func TestEncodeAtZero(t *testing.T) {
	got := lightpane(t, "rgs", "encode", "--timestamp", "0", "--out", "-", "-")
	if got.code != exitUsage || !strings.Contains(got.stderr, "--timestamp 0") {
		t.Errorf("exit code %d, %q", got.code, got.stderr)
	}
}
