package rgs_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// dataFile is a file of real data, which stays outside the repository.
func dataFile(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		t.Skip("LIGHTPANE_DATA is not set")
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ldkErrors says which of our errors stands for what LDK's client reports.
var ldkErrors = map[string]rgs.ErrorKind{
	"DecodeError::ShortRead":      rgs.Truncated,
	"DecodeError::UnknownVersion": rgs.WrongVersion,
	"DecodeError::InvalidValue":   rgs.BadValue,
	"LightningError: Rapid Gossip Sync data is more than two weeks old":                      rgs.Stale,
	"LightningError: Rapid Gossip Sync data's chain hash does not match the network graph's": rgs.WrongChain,
}

type vectorPolicy struct {
	SCID    graph.SCID
	Dir     graph.Direction
	TS      *uint32
	CLTV    *uint16
	HMin    *graph.Msat
	Base    *uint32
	PPM     *uint32
	HMax    *graph.Msat
	Enabled *bool
}

type vectorStep struct {
	Hex    string
	Now    *int64
	Expect struct {
		OK                       *uint32
		Error                    string
		Channels, Nodes, Updates *int
		Skipped                  map[string]int
		Policies                 []vectorPolicy
		Parsed                   *struct {
			Version, Nodes, Announcements, Updates int
			NodeExtra                              int `json:"node_extra"`
			UpdateExtra                            int `json:"update_extra"`
			NodeMods                               int `json:"node_mods"`
			TrailingBytes                          int `json:"trailing_bytes"`
		}
	}
}

// TestLDKVectors applies the snapshots of LDK's own tests and expects what LDK's
// client makes of them.
func TestLDKVectors(t *testing.T) {
	var vectors []struct {
		Name, Network string
		Steps         []vectorStep
	}
	if err := json.Unmarshal(dataFile(t, "rgs-vectors.json"), &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) == 0 {
		t.Fatal("no vectors")
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			chain, err := rgs.ChainByName(v.Network)
			if err != nil {
				t.Fatal(err)
			}
			g := graph.New(chain)
			for i, step := range v.Steps {
				g = runVectorStep(t, i, step, g)
			}
		})
	}
}

func runVectorStep(t *testing.T, i int, step vectorStep, g *graph.Graph) *graph.Graph {
	snapshot, err := hex.DecodeString(step.Hex)
	if err != nil {
		t.Fatal(err)
	}
	var opts rgs.Options
	if step.Now != nil {
		opts.Now = func() time.Time { return time.Unix(*step.Now, 0) }
	}
	want := step.Expect
	next, report, err := rgs.Apply(context.Background(), g, snapshot, opts)
	if want.Error != "" {
		kind, ok := ldkErrors[want.Error]
		if !ok {
			t.Fatalf("no error of ours stands for %q", want.Error)
		}
		if e, ok := err.(*rgs.Error); !ok || e.Kind != kind {
			t.Errorf("step %d: error %v, want kind %s", i, err, kind)
		}
		if want.Channels != nil && g.Channels() != *want.Channels {
			t.Errorf("step %d: %d channels after the error, want %d", i, g.Channels(), *want.Channels)
		}
		return g
	}
	if err != nil {
		t.Fatalf("step %d: %v", i, err)
	}
	if want.OK != nil && report.Timestamp != *want.OK {
		t.Errorf("step %d: timestamp %d, want %d", i, report.Timestamp, *want.OK)
	}
	for _, c := range []struct {
		what string
		got  int
		want *int
	}{{"channels", next.Channels(), want.Channels}, {"nodes", next.Nodes(), want.Nodes}, {"updates", next.Policies(), want.Updates}} {
		if c.want != nil && c.got != *c.want {
			t.Errorf("step %d: %d %s, want %d", i, c.got, c.what, *c.want)
		}
	}
	skipped := map[string]int{}
	report.Skipped.Each(func(why rgs.SkipReason, n int) { skipped[why.String()] = n })
	for why, n := range want.Skipped {
		if skipped[why] != n {
			t.Errorf("step %d: %d skipped as %s, want %d", i, skipped[why], why, n)
		}
	}
	for _, p := range want.Policies {
		checkPolicy(t, next, p)
	}
	if p := want.Parsed; p != nil {
		got := [...]int{int(report.Version), report.Nodes, report.Announcements, report.Updates, report.NodeExtra, report.UpdateExtra, report.NodeDetails, report.TrailingBytes}
		if w := [...]int{p.Version, p.Nodes, p.Announcements, p.Updates, p.NodeExtra, p.UpdateExtra, p.NodeMods, p.TrailingBytes}; got != w {
			t.Errorf("step %d: parsed %v, want %v", i, got, w)
		}
	}
	return next
}

func checkPolicy(t *testing.T, g *graph.Graph, want vectorPolicy) {
	t.Helper()
	ch := g.Channel(want.SCID)
	if ch == graph.None {
		t.Errorf("no channel %s", want.SCID)
		return
	}
	p := g.Policy(ch, want.Dir)
	equal(t, "updated", g.Updated(ch, want.Dir), want.TS)
	equal(t, "cltv delta", p.CltvDelta, want.CLTV)
	equal(t, "htlc minimum", p.HtlcMin, want.HMin)
	equal(t, "htlc maximum", p.HtlcMax, want.HMax)
	equal(t, "base fee", p.BaseFee, want.Base)
	equal(t, "fee rate", p.FeePPM, want.PPM)
	equal(t, "enabled", p.Flags&graph.Disabled == 0, want.Enabled)
}

func equal[T comparable](t *testing.T, what string, got T, want *T) {
	t.Helper()
	if want != nil && got != *want {
		t.Errorf("%s: got %v, want %v", what, got, *want)
	}
}

// TestMainnet applies the real graph as version 1 and as version 2.
func TestMainnet(t *testing.T) {
	for _, name := range []string{"mainnet-2026-02-03-v1.lngossip", "mainnet-2026-02-03-v2.lngossip"} {
		snapshot := dataFile(t, name)
		g, report, err := rgs.Apply(context.Background(), graph.New(bitcoin(t)), snapshot, rgs.Options{Full: true})
		if err != nil {
			t.Fatal(err)
		}
		if g.Channels() != 33_892 || g.Policies() != 67_784 {
			t.Errorf("%s: %d channels and %d policies, want 33892 and 67784", name, g.Channels(), g.Policies())
		}
		if report.Skipped != (rgs.Skips{}) {
			t.Errorf("%s: skipped %v", name, report.Skipped)
		}
		t.Logf("%s: %d nodes, %d bytes in memory, %.1f a channel", name, g.Nodes(), g.MemoryBytes(), float64(g.MemoryBytes())/float64(g.Channels()))
	}
}

func bitcoin(t testing.TB) graph.ChainHash {
	t.Helper()
	chain, err := rgs.ChainByName("bitcoin")
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func BenchmarkApplyMainnet(b *testing.B) {
	for _, name := range []string{"mainnet-2026-02-03-v1.lngossip", "mainnet-2026-02-03-v2.lngossip"} {
		b.Run(name, func(b *testing.B) {
			snapshot := dataFile(b, name)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := rgs.Apply(context.Background(), graph.New(bitcoin(b)), snapshot, rgs.Options{Full: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
