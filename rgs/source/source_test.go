package source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

// Keys in ascending order; nobody checks that they lie on the curve.
var (
	alice = "02" + strings.Repeat("a1", 32)
	bob   = "02" + strings.Repeat("b0", 32)
	carol = "03" + strings.Repeat("ca", 32)
)

func mustKey(t testing.TB, s string) graph.PublicKey {
	t.Helper()
	k, err := graph.ParseKey(s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func chain(t testing.TB, network string) graph.ChainHash {
	t.Helper()
	c, err := rgs.ChainByName(network)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func read(t testing.TB, file string) (*source.Loaded, error) {
	t.Helper()
	return source.Read(context.Background(), strings.NewReader(file), source.Options{Chain: chain(t, "bitcoin")})
}

func mustRead(t testing.TB, file string) *source.Loaded {
	t.Helper()
	l, err := read(t, file)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func zipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// policyOf is what the graph holds for a direction, nil if nothing.
func policyOf(t testing.TB, g *graph.Graph, scid string, dir graph.Direction) *graph.Policy {
	t.Helper()
	id, err := graph.ParseSCID(scid)
	if err != nil {
		t.Fatal(err)
	}
	ch := g.Channel(id)
	if ch == graph.None {
		t.Fatalf("no channel %s", scid)
	}
	if p := g.Policy(ch, dir); p.Flags&graph.Known != 0 {
		return p
	}
	return nil
}

const header = "chan,node1,node2,capacity_sat,enabled_0,htlc_min_msat_0,htlc_max_msat_0,base_fee_msat_0,fee_ppm_0,cltv_delta_0,enabled_1,htlc_min_msat_1,htlc_max_msat_1,base_fee_msat_1,fee_ppm_1,cltv_delta_1\n"

func csvOf(lines ...string) string { return header + strings.Join(lines, "\n") + "\n" }

func TestCSV(t *testing.T) {
	file := csvOf(
		// The htlc maximum of direction 0 is above the capacity; direction 1 is
		// disabled.
		"0,"+alice+","+bob+",1000,1,1,2000000,1000,100,40,0,2,900000,0,5,144",
		// Direction 0 is unknown.
		"1,"+alice+","+carol+",5000,0,0,0,0,0,0,1,1000,4000000,1,2,34",
		// Neither direction is known.
		"2,"+bob+","+carol+",5000,0,0,5000000,0,0,0,0,0,5000000,0,0,0",
		// A capacity that nobody knows.
		"5,"+bob+","+carol+",0,1,0,77000,0,0,1,1,0,0,0,0,9",
	)
	for name, file := range map[string]string{"plain": file, "gzip": zipped(t, file), "crlf": strings.ReplaceAll(file, "\n", "\r\n")} {
		t.Run(name, func(t *testing.T) {
			l := mustRead(t, file)
			if l.Format != source.CSV || l.WithoutPolicy != 1 || l.Graph.Nodes() != 3 || l.Graph.Channels() != 3 || l.Graph.Policies() != 4 {
				t.Fatalf("%s: %d nodes, %d channels, %d policies, %d left out", l.Format, l.Graph.Nodes(), l.Graph.Channels(), l.Graph.Policies(), l.WithoutPolicy)
			}
			if l.Graph.Timestamp() != 0 {
				t.Errorf("timestamp %d of a format that has none", l.Graph.Timestamp())
			}
			want := graph.Policy{HtlcMin: 1, HtlcMax: 1_000_000, Carry: 1_000_000, BaseFee: 1000, FeePPM: 100, CltvDelta: 40, Flags: graph.Known}
			if p := policyOf(t, l.Graph, "500000x100x0", 0); p == nil || *p != want {
				t.Errorf("channel 0, direction 0: %+v, want %+v", p, want)
			}
			if p := policyOf(t, l.Graph, "500000x100x0", 1); p == nil || p.Flags != graph.Known|graph.Disabled || p.HtlcMax != 900_000 {
				t.Errorf("channel 0, direction 1: %+v, want it disabled", p)
			}
			if p := policyOf(t, l.Graph, "500000x600x1", 0); p != nil {
				t.Errorf("channel 1, direction 0: %+v, want nothing known", p)
			}
			if p := policyOf(t, l.Graph, "500001x600x1", 0); p == nil || p.HtlcMax != 77_000 || p.Carry != 77_000 {
				t.Errorf("channel 5, direction 0: %+v, want the htlc maximum to stand in for the capacity", p)
			}
			if p := policyOf(t, l.Graph, "500001x600x1", 1); p != nil {
				t.Errorf("channel 5, direction 1: %+v, though neither capacity nor htlc maximum is known", p)
			}
		})
	}
}

const described = `{
  "nodes": [
    {"last_update": 1700000100, "pub_key": "%[1]s", "alias": "A \"quoted\" <b>", "color": "#000000", "custom_records": {},
     "addresses": [{"network": "tcp", "addr": "1.2.3.4:9735"}, {"network": "tcp", "addr": "[2001:db8::1]:9736"}, {"network": "tcp", "addr": "nonsense"},
                   {"network": "tcp", "addr": "example.org:80"}, {"network": "tcp", "addr": "expyuzz4wqqyqhjn.onion:1"}],
     "features": {"9": {"name": "tlv-onion", "is_required": false, "is_known": true}, "14": {"name": "payment-addr", "is_required": true, "is_known": true}}},
    {"last_update": 0, "pub_key": "%[2]s", "alias": "", "addresses": [], "color": "", "features": {}}
  ],
  "edges": [
    {"channel_id": "879609302220800000", "chan_point": "00:0", "last_update": 1700000000, "node1_pub": "%[1]s", "node2_pub": "%[2]s", "capacity": "1000000",
     "node1_policy": {"time_lock_delta": 80, "min_htlc": "1000", "fee_base_msat": "1000", "fee_rate_milli_msat": "250", "disabled": false, "max_htlc_msat": "990000000",
                      "last_update": 1700000050, "inbound_fee_base_msat": 0, "inbound_fee_rate_milli_msat": 0},
     "node2_policy": {"time_lock_delta": 40, "min_htlc": "1", "fee_base_msat": "0", "fee_rate_milli_msat": "0", "disabled": true, "max_htlc_msat": "990000000",
                      "last_update": 1700000060, "inbound_fee_base_msat": -7, "inbound_fee_rate_milli_msat": -300}},
    {"channel_id": 879609302220800001, "node1_pub": "%[1]s", "node2_pub": "%[2]s", "capacity": 500,
     "node1_policy": null, "node2_policy": {"time_lock_delta": "144", "min_htlc": 0, "fee_base_msat": 1, "fee_rate_milli_msat": 2, "max_htlc_msat": "0"}},
    {"channel_id": "879609302220800002", "node1_pub": "%[1]s", "node2_pub": "%[2]s", "capacity": "500", "node1_policy": null, "node2_policy": null}
  ]
}`

func TestDescribeGraph(t *testing.T) {
	file := fmt.Sprintf(described, alice, bob)
	for name, file := range map[string]string{"plain": file, "gzip": zipped(t, file), "compact": strings.Join(strings.Fields(file), " ")} {
		t.Run(name, func(t *testing.T) {
			l := mustRead(t, file)
			g := l.Graph
			if l.Format != source.DescribeGraph || g.Nodes() != 2 || g.Channels() != 2 || g.Policies() != 3 || l.WithoutPolicy != 1 {
				t.Fatalf("%s: %d nodes, %d channels, %d policies, %d left out", l.Format, g.Nodes(), g.Channels(), g.Policies(), l.WithoutPolicy)
			}
			if g.Timestamp() != 1_700_000_100 {
				t.Errorf("timestamp %d, want that of the latest announcement", g.Timestamp())
			}
			const first, second = "800000x0x0", "800000x0x1"
			want := graph.Policy{HtlcMin: 1000, HtlcMax: 990_000_000, Carry: 1_000_000_000, BaseFee: 1000, FeePPM: 250, CltvDelta: 80, Flags: graph.Known}
			if p := policyOf(t, g, first, 0); p == nil || *p != want {
				t.Errorf("node 1's policy: %+v, want %+v", p, want)
			}
			if p := policyOf(t, g, first, 1); p == nil || p.Flags&graph.Disabled == 0 {
				t.Errorf("node 2's policy: %+v, want it disabled", p)
			}
			if got := g.Updated(0, 1); got != 1_700_000_060 {
				t.Errorf("node 2's policy is of %d", got)
			}
			if p := policyOf(t, g, second, 1); p == nil || p.HtlcMax != 500_000 || p.CltvDelta != 144 {
				t.Errorf("a policy without htlc maximum: %+v, want the capacity", p)
			}
			// Node 2 grants a discount on what comes to it: direction 0.
			if got := g.Incoming().Inbound[g.Edge(0, 0)]; got != (graph.InboundFee{Base: -7, PPM: -300}) {
				t.Errorf("inbound fee towards node 2: %+v", got)
			}
			if got := g.Incoming().Inbound[g.Edge(0, 1)]; got != (graph.InboundFee{}) {
				t.Errorf("inbound fee towards node 1: %+v", got)
			}

			info := g.NodeInfo(g.Node(mustKey(t, alice)))
			if hex.EncodeToString(info.Features) != "4200" {
				t.Errorf("features %x, want bits 9 and 14", info.Features)
			}
			if got := fmt.Sprint(graph.ParseAddresses(info.Addresses)); got != "[1.2.3.4:9735 [2001:db8::1]:9736 example.org:80 expyuzz4wqqyqhjn.onion:1]" {
				t.Errorf("addresses %s", got)
			}
			if len(l.Aliases) != 1 || l.Aliases[mustKey(t, alice)] != `A "quoted" <b>` {
				t.Errorf("aliases %q", l.Aliases)
			}
		})
	}
}

func TestEdgesBeforeNodes(t *testing.T) {
	file := `{"edges":[{"channel_id":"1x1x1","node1_pub":"` + alice + `","node2_pub":"` + bob + `","capacity":"9","node1_policy":{"time_lock_delta":1,"max_htlc_msat":"9"}}],"more":{"a":[1]},"nodes":[{"pub_key":"` + bob + `","alias":"Bob","last_update":5}]}`
	l := mustRead(t, file)
	if got := l.Graph.NodeInfo(l.Graph.Node(mustKey(t, bob))).Updated; got != 5 || l.Aliases[mustKey(t, bob)] != "Bob" {
		t.Errorf("node announced at %d, aliases %v", got, l.Aliases)
	}
}

func TestSnapshot(t *testing.T) {
	g := mustRead(t, fmt.Sprintf(described, alice, bob)).Graph
	snapshot, err := rgs.EncodeFull(g, rgs.EncodeOptions{Version: 2})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"plain": string(snapshot), "gzip": zipped(t, string(snapshot))} {
		l := mustRead(t, file)
		if l.Format != source.Snapshot || l.Graph.Channels() != 2 || l.Graph.Policies() != 3 || l.Graph.Timestamp() != g.Timestamp() {
			t.Errorf("%s: %s with %d channels and %d policies of %d", name, l.Format, l.Graph.Channels(), l.Graph.Policies(), l.Graph.Timestamp())
		}
	}

	later := func() time.Time { return time.Unix(int64(g.Timestamp())+15*24*3600, 0) }
	_, err = source.Read(context.Background(), bytes.NewReader(snapshot), source.Options{Chain: chain(t, "bitcoin"), Now: later})
	if !errors.Is(err, &rgs.Error{Kind: rgs.Stale}) {
		t.Errorf("15 days later: %v, want stale", err)
	}
	_, err = source.Read(context.Background(), bytes.NewReader(snapshot), source.Options{Chain: chain(t, "testnet")})
	if !errors.Is(err, &rgs.Error{Kind: rgs.WrongChain}) {
		t.Errorf("on testnet: %v, want wrong chain", err)
	}
}

func TestAliases(t *testing.T) {
	file := "node_id,alias\n" + alice + ",\"Mutton, Mead & \"\"Music\"\"\"\n" + bob + ",<script>alert(1)</script>\n" + carol + ",\xff\xfe\n"
	for name, file := range map[string]string{"plain": file, "gzip": zipped(t, file)} {
		got, err := source.ReadAliases(context.Background(), strings.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := map[graph.PublicKey]string{mustKey(t, alice): `Mutton, Mead & "Music"`, mustKey(t, bob): "<script>alert(1)</script>", mustKey(t, carol): "\xff\xfe"}
		if len(got) != len(want) {
			t.Errorf("%s: %d names, want %d", name, len(got), len(want))
		}
		for k, w := range want {
			if got[k] != w {
				t.Errorf("%s: %s is called %q, want %q", name, k, got[k], w)
			}
		}
	}
}

// open opens a file of the real data, or skips the test.
func open(t testing.TB, name string) *os.File {
	t.Helper()
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		t.Skip("LIGHTPANE_DATA is not set")
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestMainnet(t *testing.T) {
	csv, err := source.Read(context.Background(), open(t, "mainnet-2026-02-03.csv.gz"), source.Options{Chain: chain(t, "bitcoin")})
	if err != nil {
		t.Fatal(err)
	}
	if csv.Graph.Channels() != 33_892 || csv.Graph.Channels()+csv.WithoutPolicy != 50_808 {
		t.Errorf("csv: %d channels and %d left out, want 33892 of 50808", csv.Graph.Channels(), csv.WithoutPolicy)
	}
	snapshot, err := source.Read(context.Background(), open(t, "mainnet-2026-02-03-v2.lngossip"), source.Options{Chain: chain(t, "bitcoin")})
	if err != nil {
		t.Fatal(err)
	}
	if snapshot.Graph.Nodes() != csv.Graph.Nodes() {
		t.Errorf("%d nodes in the snapshot, %d in the csv", snapshot.Graph.Nodes(), csv.Graph.Nodes())
	}
	var inCSV, inSnapshot graph.Sat
	for ch := range graph.ChannelIndex(csv.Graph.Channels()) {
		inCSV += csv.Graph.Capacity(ch)
		inSnapshot += snapshot.Graph.Capacity(ch)
	}
	if inCSV != inSnapshot {
		t.Errorf("%d sat in the csv, %d in the snapshot", inCSV, inSnapshot)
	}
	aliases, err := source.ReadAliases(context.Background(), open(t, "mainnet-2026-02-03-aliases.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, k := range csv.Graph.Keys() {
		if aliases[k] != "" {
			named++
		}
	}
	if named < csv.Graph.Nodes()/2 {
		t.Errorf("%d of %d nodes have a name", named, csv.Graph.Nodes())
	}
}

func TestExample(t *testing.T) {
	net, err := synth.Generate(context.Background(), synth.Config{Seed: 3, Channels: 300})
	if err != nil {
		t.Fatal(err)
	}
	l, err := source.Example(net, chain(t, "bitcoin"))
	if err != nil {
		t.Fatal(err)
	}
	if l.Graph.Channels() != 300 || l.Graph.Nodes() != len(net.Nodes) || l.Format != source.Generated {
		t.Fatalf("%d channels and %d nodes of %d", l.Graph.Channels(), l.Graph.Nodes(), len(net.Nodes))
	}
	for _, c := range net.Channels {
		ch := l.Graph.Channel(graph.SCID(c.SCID))
		ends := l.Graph.Ends(ch)
		if l.Graph.Key(ends[0]) != net.Nodes[c.Node1].Key || l.Graph.Key(ends[1]) != net.Nodes[c.Node2].Key || l.Graph.Capacity(ch) != graph.Sat(c.CapacitySat) {
			t.Fatalf("channel %d joins other nodes, or holds %d sat", c.SCID, l.Graph.Capacity(ch))
		}
		for dir, want := range c.Policy {
			p := l.Graph.Policy(ch, graph.Direction(dir))
			got := synth.Policy{
				Known: p.Flags&graph.Known != 0, Disabled: p.Flags&graph.Disabled != 0, CltvDelta: p.CltvDelta,
				HtlcMinMsat: uint64(p.HtlcMin), HtlcMaxMsat: uint64(p.HtlcMax), BaseMsat: p.BaseFee, PPM: p.FeePPM,
			}
			if got != want {
				t.Fatalf("channel %d, direction %d: %+v, want %+v", c.SCID, dir, got, want)
			}
		}
	}
	for _, n := range net.Nodes {
		if l.Aliases[n.Key] != n.Alias {
			t.Errorf("%x is called %q, want %q", n.Key, l.Aliases[n.Key], n.Alias)
		}
	}
}
