package rgs_test

import (
	"slices"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// v2 is a version 2 snapshot up to the count of nodes, with two feature sets.
func v2(at uint32) asm { return asm{}.header(2, at).u8(2).vec(0xaa).vec(0xbb, 0xbb) }

// fundedChannel is an announcement with a funding amount below 253 sat.
func (a asm) fundedChannel(delta, n1, n2, sat byte) asm {
	return a.vec().u8(delta, n1).u8(0xff).u64(1<<63 | uint64(n2)).vec(sat)
}

// tail ends a snapshot with a channel 5 between nodes 0 and 1, both directions
// at defaults that a capacity of 200 sat carries.
func (a asm) tail() asm {
	return a.u32(1).fundedChannel(5, 0, 1, 200).u32(2).u16(40).u64(1).u32(0).u32(1).u64(100_000).u8(5, 0x00).u8(0, 0x01)
}

var (
	ipv4  = []byte{1, 127, 0, 0, 1, 0x26, 0x07}
	ipv6  = []byte{2, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x26, 0x07}
	onion = append(append([]byte{4}, make([]byte, 35)...), 0x26, 0x07)
	tor2  = append(append([]byte{3}, make([]byte, 10)...), 0x26, 0x07)
	dns   = append([]byte{5, 7}, "ln.test\x26\x07"...)
)

func (a asm) address(b []byte) asm { return a.u8(byte(len(b))).raw(b) }

// richV2 uses every part of version 2.
func richV2() asm {
	return v2(seen).u32(2).
		keyFlags(0x80|0x04|7<<3|2, 1).u8(5).address(ipv4).address(ipv6).address(tor2).address(onion).address(dns).vec(0xcc).vec(1, 2, 3).
		keyFlags(2<<3|2, 2).
		tail()
}

func TestNodeDetails(t *testing.T) {
	g, report := apply(t, empty(t), richV2())
	one, two := g.NodeInfo(g.Node(nodeKey(1))), g.NodeInfo(g.Node(nodeKey(2)))
	if string(one.Features) != "\xcc" || string(two.Features) != "\xbb\xbb" {
		t.Errorf("features %x and %x", one.Features, two.Features)
	}
	if one.Updated != seen-7*day {
		t.Errorf("dated %d", one.Updated)
	}
	var got []string
	for _, a := range graph.ParseAddresses(one.Addresses) {
		got = append(got, a.String())
	}
	want := []string{"127.0.0.1:9735", "[2001:db8::1]:9735", "aaaaaaaaaaaaaaaa.onion:9735",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.onion:9735", "ln.test:9735"}
	if !slices.Equal(got, want) {
		t.Errorf("addresses %v, want %v", got, want)
	}
	if report.NodeDetails != 2 || report.NodeExtra != 1 || report.AnnouncementExtra != 1 {
		t.Errorf("report %+v", report)
	}
	if g.Capacity(0) != 200 || policy(t, g, 5, 0).Carry != 200_000 {
		t.Errorf("capacity %d, carries %d", g.Capacity(0), policy(t, g, 5, 0).Carry)
	}

	t.Run("a list of addresses replaces the old one and leaves the features", func(t *testing.T) {
		next, _ := apply(t, g, v2(seen+day).u32(1).keyFlags(0x04|2, 1).u8(1).address(dns).u32(0).u32(0))
		info := next.NodeInfo(next.Node(nodeKey(1)))
		if string(info.Addresses) != string(dns) || string(info.Features) != "\xcc" || info.Updated != seen-6*day {
			t.Errorf("addresses %x, features %x, dated %d", info.Addresses, info.Features, info.Updated)
		}
	})
	t.Run("features leave the addresses", func(t *testing.T) {
		next, _ := apply(t, g, v2(seen+day).u32(1).keyFlags(1<<3|2, 1).u32(0).u32(0))
		info := next.NodeInfo(next.Node(nodeKey(1)))
		if string(info.Features) != "\xaa" || len(graph.ParseAddresses(info.Addresses)) != 5 {
			t.Errorf("features %x, addresses %x", info.Features, info.Addresses)
		}
	})
	t.Run("a reminder changes only the date", func(t *testing.T) {
		next, _ := apply(t, g, v2(seen+day).u32(1).keyFlags(0x40|2, 2).u32(0).u32(0))
		if info := next.NodeInfo(next.Node(nodeKey(2))); string(info.Features) != "\xbb\xbb" || info.Updated != seen-6*day {
			t.Errorf("features %x, dated %d", info.Features, info.Updated)
		}
	})
	t.Run("details no newer than those held", func(t *testing.T) {
		next, report := apply(t, g, v2(seen).u32(1).keyFlags(1<<3|2, 1).u32(0).u32(0))
		skipped(t, report, rgs.NodeNotNewer, 1)
		if string(next.NodeInfo(next.Node(nodeKey(1))).Features) != "\xcc" {
			t.Error("features changed")
		}
	})
	t.Run("a node without a channel", func(t *testing.T) {
		next, report := apply(t, g, v2(seen+day).u32(1).keyFlags(1<<3|2, 9).u32(0).u32(0))
		skipped(t, report, rgs.NodeWithoutChannel, 1)
		if next.Nodes() != 2 {
			t.Errorf("%d nodes", next.Nodes())
		}
	})
}

func TestAddresses(t *testing.T) {
	list := func(n byte) asm { return v2(seen).u32(2).keyFlags(0x04|2, 1).u8(n) }
	t.Run("an unknown type is passed over", func(t *testing.T) {
		g, report := apply(t, empty(t), list(2).address([]byte{77, 1, 2, 3}).address(dns).keyFlags(2, 2).tail())
		skipped(t, report, rgs.UnknownAddress, 1)
		if got := g.NodeInfo(g.Node(nodeKey(1))).Addresses; string(got) != string(dns) {
			t.Errorf("addresses %x", got)
		}
	})
	t.Run("one that is too short is passed over", func(t *testing.T) {
		_, report := apply(t, empty(t), list(2).address(ipv4[:3]).address(nil).keyFlags(2, 2).tail())
		skipped(t, report, rgs.UnknownAddress, 2)
	})
	t.Run("one with bytes left over is an error", func(t *testing.T) {
		refuse(t, empty(t), list(1).address(append(slices.Clone(ipv4), 0)).keyFlags(2, 2).tail(), rgs.Options{}, rgs.BadValue)
	})
}

func TestFeatureSetMissing(t *testing.T) {
	refuse(t, empty(t), v2(seen).u32(2).keyFlags(3<<3|2, 1).keyFlags(2, 2).tail(), rgs.Options{}, rgs.BadValue)
}

func TestKeyParity(t *testing.T) {
	g, _ := apply(t, empty(t), v2(seen).u32(2).keyFlags(0x40|2, 1).keyFlags(0x80|3, 2).vec(9, 9).tail())
	k := nodeKey(2)
	k[0] = 3
	if g.Node(nodeKey(1)) == graph.None || g.Node(k) == graph.None {
		t.Error("the flags became part of the keys")
	}
}

func TestFunding(t *testing.T) {
	nodes := func() asm { return v2(seen).u32(2).key(1).key(2) }
	announce := func(extra ...byte) asm {
		return nodes().u32(1).vec().u8(5, 0).u8(0xff).u64(1<<63 | 1).vec(extra...).u32(0)
	}
	g, _ := apply(t, empty(t), announce(0xfd, 0x03, 0xe8, 7, 7, 7))
	if g.Capacity(0) != 1000 {
		t.Errorf("capacity %d, want 1000", g.Capacity(0))
	}
	refuse(t, empty(t), announce(), rgs.Options{}, rgs.Truncated)
	refuse(t, empty(t), announce(0xfd, 0x00, 0x01), rgs.Options{}, rgs.BadValue)

	known, _ := apply(t, empty(t), nodes().tail())
	over, report := apply(t, known, asm{}.header(2, seen+day).u8(0).u32(0).u32(0).u32(1).u16(0).u64(0).u32(0).u32(0).u64(200_001).u8(5, 0x00))
	skipped(t, report, rgs.HtlcMaxAboveCapacity, 1)
	if policy(t, over, 5, 0) != policy(t, known, 5, 0) {
		t.Error("an htlc_maximum above the capacity was applied")
	}

	bogus := nodes().u32(1).vec().u8(5, 0).u8(0xff).u64(1<<63|1).vec(0xff, 0, 0x80, 0, 0, 0, 0, 0, 0).
		u32(1).u16(40).u64(1).u32(0).u32(1).u64(1000).u8(5, 0x00)
	_, report = apply(t, empty(t), bogus)
	skipped(t, report, rgs.HtlcMaxAboveCapacity, 1)
}

// TestUpdateExtra: a record with a difference of 0 and the direction of the one
// before is extra data in version 2, and an update in version 1.
func TestUpdateExtra(t *testing.T) {
	body := func(a asm) asm {
		return a.u32(3).u16(40).u64(1).u32(0).u32(1).u64(1000).u8(5, 0x00)
	}
	g, report := apply(t, empty(t), body(v2(seen).u32(2).key(1).key(2).u32(1).announce(5, 0, 1)).u8(0, 0x10).vec(1, 2, 3, 4).u8(0, 0x01))
	if report.UpdateExtra != 1 || report.Updates != 2 || g.Policies() != 2 || policy(t, g, 5, 0).BaseFee != 0 {
		t.Errorf("report %+v, %d policies", report, g.Policies())
	}
	_, report = apply(t, empty(t), body(v1(seen, 2).u32(1).announce(5, 0, 1)).u8(0, 0x10).u32(9).u8(0, 0x01))
	if report.UpdateExtra != 0 || report.Updates != 3 {
		t.Errorf("version 1: report %+v", report)
	}
	skipped(t, report, rgs.UpdateNotNewer, 1)
}

// TestLongFeatures: one feature set of any length can be given to every node by
// number, so a long one is passed over.
func TestLongFeatures(t *testing.T) {
	sets := func(n int) asm { return asm{}.header(2, seen).u8(1).vec(make([]byte, n)...) }
	for n, skips := range map[int]int{rgs.MaxFeatures: 0, rgs.MaxFeatures + 1: 1} {
		g, report := apply(t, empty(t), sets(n).u32(2).keyFlags(1<<3|2, 1).keyFlags(2, 2).tail())
		skipped(t, report, rgs.FeaturesTooLong, skips)
		if got := len(g.NodeFeatures(g.Node(nodeKey(1)))); got != n*(1-skips) {
			t.Errorf("a set of %d bytes: the node has %d", n, got)
		}
	}
}
