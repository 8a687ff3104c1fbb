package graph_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

func key(n byte) graph.PublicKey { return graph.PublicKey{2, n, n} }

// triangle is three nodes and channels 10, 20, 30 between them, with policies.
func triangle(t testing.TB) *graph.Graph {
	t.Helper()
	ed := graph.New(graph.ChainHash{7}).Edit()
	n := ed.AddNodes([]graph.PublicKey{key(1), key(2), key(3)})
	for i, ends := range [][2]graph.NodeIndex{{n[0], n[1]}, {n[1], n[2]}, {n[0], n[2]}} {
		scid := graph.SCID(10 * (i + 1))
		if _, err := ed.AddChannel(graph.Announcement{SCID: scid, Node: ends, Capacity: 1000}); err != nil {
			t.Fatal(err)
		}
		ch, _ := ed.Channel(scid)
		for dir := range graph.Direction(2) {
			ed.SetPolicy(ch, dir, graph.Policy{HtlcMax: 900_000, FeePPM: uint32(scid)}, 5)
		}
	}
	return ed.Commit()
}

// TestSharing: what does not change is not copied.
func TestSharing(t *testing.T) {
	g := triangle(t)
	ed := g.Edit()
	ch, _ := ed.Channel(20)
	ed.SetPolicy(ch, 1, graph.Policy{HtlcMax: 900_000, FeePPM: 99}, 6)
	policies := ed.Commit()
	if policies.Topology() != g.Topology() {
		t.Error("a change of a policy rebuilt the topology")
	}
	if g.Policy(1, 1).FeePPM != 20 || policies.Policy(1, 1).FeePPM != 99 {
		t.Error("the change is not where it should be")
	}
	stamped := g.Edit()
	stamped.SetTimestamp(9)
	if next := stamped.Commit(); &next.Incoming().Policy[0] != &g.Incoming().Policy[0] {
		t.Error("a change of the timestamp copied the policies")
	}
	closing := g.Edit()
	ch, _ = closing.Channel(20)
	closing.RemoveChannel(ch)
	if closing.Commit().Topology() == g.Topology() {
		t.Error("the topology did not change with a channel closed")
	}
}

func TestNodesByPrefix(t *testing.T) {
	g := triangle(t)
	find := func(prefix ...byte) (found []byte) {
		g.NodesByPrefix(prefix, func(n graph.NodeIndex) bool {
			found = append(found, g.Key(n)[1])
			return true
		})
		return found
	}
	if got := string(find()); got != "\x01\x02\x03" {
		t.Errorf("every node: %x", got)
	}
	if got := string(find(2, 2)); got != "\x02" {
		t.Errorf("prefix 0202: %x", got)
	}
	if got := string(find(3)); got != "" {
		t.Errorf("prefix 03: %x", got)
	}
	one := key(3)
	if got := string(find(append(one[:], 1, 2, 3)...)); got != "\x03" {
		t.Errorf("more than a key: %x", got)
	}
}

func TestSCID(t *testing.T) {
	for text, want := range map[string]graph.SCID{
		"800000x12x1": 800000<<40 | 12<<16 | 1, "0x0x0": 0, "16777215x16777215x65535": 1<<64 - 1, "879609302221586433": 879609302221586433,
	} {
		got, err := graph.ParseSCID(text)
		if err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	if s := graph.SCID(800000<<40 | 12<<16 | 1).String(); s != "800000x12x1" {
		t.Error(s)
	}
	for _, text := range []string{"", "x", "1x2", "1x2x3x4", "16777216x0x0", "0x0x65536", "-1x0x0", "1e3", "18446744073709551616"} {
		if _, err := graph.ParseSCID(text); !errors.Is(err, graph.ErrBadSCID) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestParseKey(t *testing.T) {
	const good = "024b9a1fa8e006f1e3937f65f66c408e6da8e1ca728ea43222a7381df1cc449605"
	if k, err := graph.ParseKey(good); err != nil || k.String() != good {
		t.Errorf("%s, %v", k, err)
	}
	for _, text := range []string{"", good[2:], "04" + good[2:], "zz" + good[2:], good + "00"} {
		if _, err := graph.ParseKey(text); !errors.Is(err, graph.ErrBadKey) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestFees(t *testing.T) {
	// BOLT 7's own example: 200 + 4,999,999 x 2000 / 1,000,000.
	p := graph.Policy{BaseFee: 200, FeePPM: 2000}
	if fee := p.Fee(4_999_999); fee != 10_199 {
		t.Errorf("fee %d", fee)
	}
	for _, c := range []struct {
		fee    graph.InboundFee
		amount graph.Msat
		want   int64
	}{
		{graph.InboundFee{Base: 10, PPM: 1000}, 999, 10},
		{graph.InboundFee{Base: -10, PPM: -1000}, 1999, -11},
		{graph.InboundFee{PPM: 1 << 30}, 1_000_000, 10_000_000},
	} {
		if got := c.fee.Fee(c.amount); got != c.want {
			t.Errorf("%+v on %d: %d, want %d", c.fee, c.amount, got, c.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	record := triangle(t).AppendBinary(nil)
	for n := range record {
		if _, err := graph.Load(record[:n]); !errors.Is(err, graph.ErrBadRecord) {
			t.Fatalf("%d of %d bytes: %v", n, len(record), err)
		}
		broken := append([]byte(nil), record...)
		broken[n] ^= 0x10
		if _, err := graph.Load(broken); !errors.Is(err, graph.ErrBadRecord) {
			t.Fatalf("a bit of byte %d flipped: %v", n, err)
		}
	}
}

func ExampleGraph_Edit() {
	ed := graph.New(graph.ChainHash{}).Edit()
	node := ed.AddNodes([]graph.PublicKey{{2, 1}, {2, 2}})
	ed.AddChannel(graph.Announcement{SCID: 800000<<40 | 7<<16, Node: [2]graph.NodeIndex(node), Capacity: 5_000_000})
	ch, _ := ed.Channel(800000<<40 | 7<<16)
	ed.SetPolicy(ch, 0, graph.Policy{BaseFee: 1000, FeePPM: 250, CltvDelta: 80, HtlcMax: 4_950_000_000}, 1_700_000_000)
	g := ed.Commit()
	fmt.Println(g.Nodes(), "nodes,", g.Channels(), "channel", g.SCID(0))
	fmt.Println("fee for 100,000 sat:", g.Policy(0, 0).Fee(100_000_000), "msat")
	// Output:
	// 2 nodes, 1 channel 800000x7x0
	// fee for 100,000 sat: 26000 msat
}

// TestManyNodes: a long list of keys, some of which begin alike and some of
// which come twice, gets indices by which each is found again.
func TestManyNodes(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	keys := make([]graph.PublicKey, 9000)
	for i := range keys {
		k := &keys[i]
		k[0] = 2 + byte(i%2)
		for j := range k[1:] {
			k[1+j] = byte(rng.Uint32())
		}
		switch {
		case i%10 == 0:
			copy(k[1:20], "all of these begin!")
		case i%10 == 1:
			*k = keys[i/2]
		}
	}
	ed := graph.New(graph.ChainHash{}).Edit()
	nodes := ed.AddNodes(keys)
	for i := 1; i < len(keys); i++ {
		a, b := 0, i
		if bytes.Compare(keys[a][:], keys[b][:]) > 0 {
			a, b = b, a
		}
		if keys[a] == keys[b] {
			continue
		}
		if _, err := ed.AddChannel(graph.Announcement{SCID: graph.SCID(i), Node: [2]graph.NodeIndex{nodes[a], nodes[b]}}); err != nil {
			t.Fatal(err)
		}
	}
	g := ed.Commit()
	for _, k := range keys {
		if n := g.Node(k); n == graph.None || g.Key(n) != k {
			t.Fatalf("node %s has index %d", k, n)
		}
	}
	last := graph.PublicKey{}
	g.NodesByPrefix(nil, func(n graph.NodeIndex) bool {
		if k := g.Key(n); bytes.Compare(last[:], k[:]) >= 0 {
			t.Fatalf("%s comes after %s", k, last)
		} else {
			last = k
		}
		return true
	})
}
