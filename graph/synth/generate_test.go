package synth

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"sync"
	"testing"
)

// example is the network of Mainnet(1), made once for all tests: none changes it.
var example = sync.OnceValues(func() (*Network, error) { return Generate(context.Background(), Mainnet(1)) })

func generate(t testing.TB, cfg Config) *Network {
	t.Helper()
	if _, bench := t.(*testing.B); cfg == Mainnet(1) && !bench {
		n, err := example()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n, err := Generate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// fingerprint hashes everything that a network says.
func fingerprint(n *Network) string {
	h := sha256.New()
	put := func(values ...any) {
		for _, v := range values {
			binary.Write(h, binary.BigEndian, v)
		}
	}
	for _, node := range n.Nodes {
		put(node.Key, uint32(len(node.Alias)), []byte(node.Alias))
	}
	for i := range n.Channels {
		put(n.Channels[i])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// The networks of these seeds must not change unnoticed: benchmarks of
// different days run on them. A change of the calibration or of the algorithm
// may change them; another platform or Go release may not.
func TestGenerateIsDeterministic(t *testing.T) {
	for _, c := range []struct {
		name string
		cfg  Config
		want string
	}{
		{"mainnet", Mainnet(1), "8d38b8144c0d18c08c2c18d6bf1d4067"},
		{"other seed", Mainnet(2), "2ce67c863ca21d9ad432cbabece3f3d3"},
		{"small", Config{Seed: 1, Channels: 300}, "421e3301a53145b74fd7d54f3fd6ac09"},
		{"80k", Config{Seed: 1, Channels: 80_000}, "f13b4be131d72fdc5841ce829a5c7fe8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := fingerprint(generate(t, c.cfg)); got != c.want {
				t.Errorf("fingerprint %s, want %s", got, c.want)
			}
		})
	}
}

// checkNetwork checks everything that the types promise.
func checkNetwork(t *testing.T, n *Network) {
	t.Helper()
	for i := range n.Nodes {
		node := &n.Nodes[i]
		if i > 0 && string(n.Nodes[i-1].Key[:]) >= string(node.Key[:]) {
			t.Fatalf("node %d is not above the one before it", i)
		}
		if len(node.Alias) > 32 {
			t.Errorf("node %d: alias of %d bytes: %q", i, len(node.Alias), node.Alias)
		}
	}
	used := make([]bool, len(n.Nodes))
	for i := range n.Channels {
		c := &n.Channels[i]
		if i > 0 && n.Channels[i-1].SCID >= c.SCID {
			t.Fatalf("channel %d is not above the one before it", i)
		}
		if height := c.SCID >> 40; height < 505_000 || height > 940_000 {
			t.Errorf("channel %d: block height %d", i, height)
		}
		if c.Node1 < 0 || c.Node1 >= c.Node2 || int(c.Node2) >= len(n.Nodes) {
			t.Fatalf("channel %d: from %d to %d of %d nodes", i, c.Node1, c.Node2, len(n.Nodes))
		}
		used[c.Node1], used[c.Node2] = true, true
		if c.CapacitySat == 0 || c.CapacitySat > 1_000_000_000 {
			t.Errorf("channel %d: capacity %d sat", i, c.CapacitySat)
		}
		if !c.Policy[0].Known && !c.Policy[1].Known {
			t.Errorf("channel %d has no policy at all", i)
		}
		for side, p := range c.Policy {
			if !p.Known {
				if p != (Policy{}) {
					t.Errorf("channel %d, side %d: unknown but %+v", i, side, p)
				}
				continue
			}
			if p.HtlcMinMsat > p.HtlcMaxMsat || p.HtlcMaxMsat > c.CapacitySat*1000 || p.HtlcMaxMsat == 0 ||
				p.CltvDelta == 0 || p.CltvDelta > 2016 || p.PPM > 1_000_001 {
				t.Errorf("channel %d of %d sat, side %d: %+v", i, c.CapacitySat, side, p)
			}
		}
	}
	for i, ok := range used {
		if !ok {
			t.Errorf("node %d has no channel", i)
		}
	}
}

func TestGenerateKeepsItsPromises(t *testing.T) {
	for _, cfg := range []Config{
		Mainnet(1),
		{Seed: 4, Channels: 5_000, Nodes: 100},   // far more channels than peers
		{Seed: 5, Channels: 5_000, Nodes: 5_000}, // hardly more than a tree
	} {
		n := generate(t, cfg)
		checkNetwork(t, n)
		if len(n.Channels) != cfg.Channels || cfg.Nodes != 0 && len(n.Nodes) != cfg.Nodes {
			t.Errorf("%+v: got %d channels, %d nodes", cfg, len(n.Channels), len(n.Nodes))
		}
	}
}

func TestGenerateSmall(t *testing.T) {
	for channels := 2; channels <= 30; channels++ {
		for nodes := 2; nodes <= channels; nodes++ {
			n := generate(t, Config{Seed: uint64(channels), Channels: channels, Nodes: nodes})
			if len(n.Channels) != channels || len(n.Nodes) != nodes {
				t.Fatalf("%d channels, %d nodes asked: got %d and %d", channels, nodes, len(n.Channels), len(n.Nodes))
			}
			checkNetwork(t, n)
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	for _, cfg := range []Config{
		{}, {Channels: 1}, {Channels: -5}, {Channels: 10, Nodes: 1}, {Channels: 10, Nodes: -1},
		{Channels: 10, Nodes: 11}, {Channels: MaxChannels + 1},
	} {
		if _, err := Generate(t.Context(), cfg); err == nil {
			t.Errorf("%+v: no error", cfg)
		}
	}
}

func TestGenerateStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	if _, err := Generate(ctx, Mainnet(1)); !errors.Is(err, why) {
		t.Errorf("got %v, want the cause", err)
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, c := range []struct {
		name string
		cfg  Config
	}{{"mainnet", Mainnet(1)}, {"80k", Config{Seed: 1, Channels: 80_000}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				generate(b, c.cfg)
			}
		})
	}
}
