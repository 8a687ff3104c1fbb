package source_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

func TestRefusals(t *testing.T) {
	line := "0," + alice + "," + bob + ",1000,1,1,900000,1000,100,40,1,2,900000,0,5,144"
	edge := func(fields string) string {
		return `{"nodes":[],"edges":[{"channel_id":"1x1x1","node1_pub":"` + alice + `","node2_pub":"` + bob + `","capacity":"9",` + fields + `}]}`
	}
	for name, c := range map[string]struct {
		file  string
		want  error
		where string
	}{
		"empty":                     {"", source.ErrUnknownFormat, ""},
		"a web page":                {"<!DOCTYPE html><html>", source.ErrUnknownFormat, ""},
		"an empty gzip":             {zipped(t, ""), source.ErrUnknownFormat, ""},
		"gzip cut short":            {zipped(t, csvOf(line))[:60], io.ErrUnexpectedEOF, ""},
		"a snapshot cut short":      {"LDK\x01", &rgs.Error{Kind: rgs.Truncated}, ""},
		"csv: another header":       {"chan,node1,node3\n", source.ErrUnknownFormat, "line 1"},
		"csv: nodes out of order":   {csvOf(strings.NewReplacer(alice, bob, bob, alice).Replace(line)), graph.ErrNodeOrder, "line 2"},
		"csv: one node twice":       {csvOf(strings.ReplaceAll(line, bob, alice)), graph.ErrNodeOrder, "line 2"},
		"csv: a channel twice":      {csvOf(line, line), source.ErrBadValue, "line 3"},
		"csv: a bad key":            {csvOf(line, strings.ReplaceAll(line, alice, "04"+alice[2:])), graph.ErrBadKey, "line 3"},
		"csv: a field missing":      {csvOf(strings.TrimSuffix(line, ",144")), source.ErrBadValue, "line 2"},
		"csv: a negative fee":       {csvOf(strings.Replace(line, ",1000,100,", ",-1000,100,", 1)), source.ErrBadValue, "line 2"},
		"csv: a fee of 33 bits":     {csvOf(strings.Replace(line, ",1000,100,", ",4294967296,100,", 1)), source.ErrBadValue, "line 2"},
		"csv: enabled is 2":         {csvOf(strings.Replace(line, ",1000,1,", ",1000,2,", 1)), source.ErrBadValue, "line 2"},
		"csv: a number too great":   {csvOf("4194304" + line[1:]), source.ErrBadValue, "line 2"},
		"csv: an endless line":      {csvOf(strings.Repeat("1", 3<<20)), source.ErrTooLarge, "line 2"},
		"json: not an object":       {` {]`, source.ErrBadValue, ""},
		"json: something else":      {`{"blocks":[1]}`, source.ErrUnknownFormat, ""},
		"json: no edges":            {`{"nodes":[],"nodes":[]}`, source.ErrUnknownFormat, ""},
		"json: something after it":  {`{"nodes":[],"edges":[]} and more`, source.ErrUnknownFormat, ""},
		"json: cut short":           {edge(`"node1_policy":null`)[:40], io.ErrUnexpectedEOF, "edge 0"},
		"json: nodes is no list":    {`{"nodes":{}}`, source.ErrBadValue, "nodes"},
		"json: an edge is no edge":  {`{"nodes":[],"edges":[3]}`, source.ErrBadValue, "edge 0"},
		"json: no channel id":       {`{"nodes":[],"edges":[{}]}`, source.ErrBadValue, "edge 0"},
		"json: a bad channel id":    {`{"nodes":[],"edges":[{"channel_id":"no"}]}`, graph.ErrBadSCID, "edge 0"},
		"json: no keys":             {`{"nodes":[],"edges":[{"channel_id":"1"}]}`, graph.ErrNodeOrder, "edge 0"},
		"json: a bad key":           {`{"nodes":[],"edges":[{"channel_id":"1","node1_pub":"02"}]}`, graph.ErrBadKey, "edge 0"},
		"json: a node without key":  {`{"nodes":[{"alias":"x"}],"edges":[]}`, source.ErrBadValue, "node 0"},
		"json: a great feature bit": {`{"nodes":[{"pub_key":"` + alice + `","features":{"65536":{}}}],"edges":[]}`, source.ErrBadValue, "node 0"},
		"json: a cltv of 17 bits":   {edge(`"node1_policy":{"time_lock_delta":65536}`), source.ErrBadValue, "edge 0"},
		"json: a fee of 33 bits":    {edge(`"node2_policy":{"fee_base_msat":"4294967296"}`), source.ErrBadValue, "edge 0"},
		"json: a great inbound fee": {edge(`"node2_policy":{"inbound_fee_base_msat":-2147483649}`), source.ErrBadValue, "edge 0"},
		"json: a fraction":          {edge(`"node2_policy":{"min_htlc":1.5}`), source.ErrBadValue, "edge 0"},
		"json: an endless alias":    {`{"nodes":[{"pub_key":"` + alice + `","alias":"` + strings.Repeat("x", 3<<20), source.ErrTooLarge, "node 0"},
		"json: a channel twice": {strings.Replace(edge(`"node1_policy":{"max_htlc_msat":"1"}`), "]}", `,{"channel_id":"1x1x1","node1_pub":"`+alice+`","node2_pub":"`+carol+`","node2_policy":{"max_htlc_msat":1}}]}`, 1),
			source.ErrBadValue, "edge 1"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := read(t, c.file)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, %v; want %v", l, err, c.want)
			}
			if c.where == "" {
				return
			}
			var e *source.Error
			if !errors.As(err, &e) || e.Where != c.where {
				t.Errorf("%v: want it to lie in %s", err, c.where)
			}
		})
	}
}

func TestAliasRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		file  string
		want  error
		where string
	}{
		"another header": {"key,name\n", source.ErrUnknownFormat, "line 1"},
		"empty":          {"", source.ErrUnknownFormat, "line 1"},
		"a bad key":      {"node_id,alias\n" + alice + ",A\n05,B\n", graph.ErrBadKey, "line 3"},
		"three fields":   {"node_id,alias\n" + alice + ",A,B\n", source.ErrBadValue, "line 2"},
		"an endless one": {"node_id,alias\n" + alice + "," + strings.Repeat("A", 3<<20), source.ErrTooLarge, "line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := source.ReadAliases(context.Background(), strings.NewReader(c.file))
			var e *source.Error
			if !errors.Is(err, c.want) || !errors.As(err, &e) || e.Where != c.where {
				t.Errorf("%v: want %v in %s", err, c.want, c.where)
			}
		})
	}
}

// endless is a file that never ends and counts what is taken of it.
type endless struct {
	start string
	fill  byte
	taken int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.start)
	e.start = e.start[n:]
	for i := range p[n:] {
		p[n+i] = e.fill
	}
	e.taken += len(p)
	return len(p), nil
}

// TestNoEndlessRecord reads a record that never ends: it must not be waited for.
func TestNoEndlessRecord(t *testing.T) {
	for name, file := range map[string]*endless{
		"csv":        {start: header, fill: '1'},
		"json":       {start: `{"nodes":[{"alias":"`, fill: 'x'},
		"json space": {start: `{"nodes":[`, fill: ' '},
	} {
		_, err := source.Read(context.Background(), file, source.Options{Chain: chain(t, "bitcoin")})
		if !errors.Is(err, source.ErrTooLarge) {
			t.Errorf("%s: %v, want too large", name, err)
		}
		if file.taken > 4<<20 {
			t.Errorf("%s: %d bytes were read for one record", name, file.taken)
		}
	}
}

func TestDecompressedIsBounded(t *testing.T) {
	for _, c := range []struct {
		size, limit int
		ok          bool
	}{{99, 100, true}, {100, 100, true}, {101, 100, false}} {
		for name, file := range map[string]string{"plain": strings.Repeat("x", c.size), "gzip": zipped(t, strings.Repeat("x", c.size))} {
			r, err := source.Decompressed(context.Background(), strings.NewReader(file), int64(c.limit))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if c.ok && (err != nil || len(got) != c.size) || !c.ok && !errors.Is(err, source.ErrTooLarge) {
				t.Errorf("%s: %d bytes of %d with a limit of %d: %v", name, len(got), c.size, c.limit, err)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := source.Read(ctx, &endless{start: header, fill: '\n'}, source.Options{Chain: chain(t, "bitcoin")})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want cancelled", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(csvOf("0," + alice + "," + bob + ",1000,1,1,900000,1000,100,40,0,2,900000,0,5,144")))
	f.Add([]byte(fmt.Sprintf(described, alice, bob)))
	f.Add([]byte("LDK\x01"))
	f.Add([]byte(zipped(f, `{"nodes":[{"features":{"1":{}}}],"edges":[null]}`)))
	bitcoin := chain(f, "bitcoin")
	f.Fuzz(func(t *testing.T, file []byte) {
		l, err := source.Read(context.Background(), strings.NewReader(string(file)), source.Options{Chain: bitcoin})
		if err != nil {
			return
		}
		// Whatever is accepted can be served: clients read back all of it.
		snapshot, err := rgs.EncodeFull(l.Graph, rgs.EncodeOptions{Version: 2})
		if err != nil {
			t.Fatal(err)
		}
		back, report, err := rgs.Apply(context.Background(), graph.New(bitcoin), snapshot, rgs.Options{Full: true})
		if err != nil {
			t.Fatalf("what was read cannot be read back: %v", err)
		}
		if l.Format != source.Snapshot && (back.Channels() != l.Graph.Channels() || back.Policies() != l.Graph.Policies()) {
			t.Errorf("%d channels and %d policies became %d and %d (%v)", l.Graph.Channels(), l.Graph.Policies(), back.Channels(), back.Policies(), report.Skipped)
		}
	})
}

func FuzzReadAliases(f *testing.F) {
	f.Add([]byte("node_id,alias\n" + alice + ",\"a \"\"b\"\"\"\n"))
	f.Add([]byte(zipped(f, "node_id,alias\n"+bob+",\xff\n")))
	f.Fuzz(func(t *testing.T, file []byte) {
		aliases, err := source.ReadAliases(context.Background(), strings.NewReader(string(file)))
		if (err == nil) != (aliases != nil) {
			t.Errorf("aliases %v with error %v", aliases, err)
		}
	})
}
