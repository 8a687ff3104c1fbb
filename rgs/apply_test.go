package rgs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

func TestOneChannel(t *testing.T) {
	g, report := apply(t, empty(t), base())
	if g.Nodes() != 2 || g.Channels() != 1 || g.Policies() != 2 || g.Timestamp() != seen {
		t.Fatalf("%d nodes, %d channels, %d policies, timestamp %d", g.Nodes(), g.Channels(), g.Policies(), g.Timestamp())
	}
	want := graph.Policy{CltvDelta: 40, HtlcMin: 1, BaseFee: 1000, FeePPM: 100, HtlcMax: 5_000_000, Carry: 5_000_000, Flags: graph.Known}
	for dir := range graph.Direction(2) {
		if got := policy(t, g, 5, dir); got != want {
			t.Errorf("direction %d: %+v, want %+v", dir, got, want)
		}
		if got := g.Updated(0, dir); got != seen-7*day {
			t.Errorf("direction %d is dated %d, want a week before the snapshot, %d", dir, got, seen-7*day)
		}
	}
	if ends := g.Ends(0); g.Key(ends[0]) != nodeKey(1) || g.Key(ends[1]) != nodeKey(2) {
		t.Errorf("the ends are %s and %s", g.Key(ends[0]), g.Key(ends[1]))
	}
	if g.Capacity(0) != graph.UnknownCapacity {
		t.Errorf("version 1 gave a capacity: %d", g.Capacity(0))
	}
	if report.Version != 1 || report.Nodes != 2 || report.Announcements != 1 || report.Updates != 2 {
		t.Errorf("report %+v", report)
	}
}

func TestHeader(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	other := base()
	other[4] ^= 1
	for _, c := range []struct {
		what     string
		snapshot asm
		kind     rgs.ErrorKind
	}{
		{"a web page", asm("<!doctype html><html>not found</html>"), rgs.WrongMagic},
		{"version 0", asm{}.header(0, seen).u32(0).u32(0).u32(0), rgs.WrongVersion},
		{"version 3", asm{}.header(3, seen).u32(0).u32(0).u32(0), rgs.WrongVersion},
		{"another chain", other, rgs.WrongChain},
		{"nothing", asm{}, rgs.Truncated},
	} {
		t.Run(c.what, func(t *testing.T) { refuse(t, g, c.snapshot, rgs.Options{}, c.kind) })
	}
}

// TestClipped cuts snapshots of both versions at every byte.
func TestClipped(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	for _, whole := range []asm{base(), richV2()} {
		for n := range whole {
			refuse(t, g, whole[:n], rgs.Options{}, rgs.Truncated)
		}
		if _, report := apply(t, empty(t), whole.u8(1, 2, 3)); report.TrailingBytes != 3 {
			t.Errorf("%d trailing bytes, want 3", report.TrailingBytes)
		}
	}
}

func TestAge(t *testing.T) {
	if _, _, err := rgs.Apply(context.Background(), empty(t), base(), at(seen+14*day)); err != nil {
		t.Errorf("exactly 14 days old: %v", err)
	}
	refuse(t, empty(t), base(), at(seen+14*day+1), rgs.Stale)
	if _, _, err := rgs.Apply(context.Background(), empty(t), base(), rgs.Options{}); err != nil {
		t.Errorf("without a clock: %v", err)
	}
}

func TestBigSize(t *testing.T) {
	nodes := func() asm { return v1(seen, 2).u32(1).vec() }
	end := func(a asm) asm { return a.u8(0, 1).u32(0) }
	for _, c := range []struct {
		what string
		raw  []byte
		scid graph.SCID
		kind rgs.ErrorKind
	}{
		{"one byte", []byte{0xfc}, 0xfc, ""},
		{"two bytes", []byte{0xfd, 0x00, 0xfd}, 0xfd, ""},
		{"two bytes too many", []byte{0xfd, 0x00, 0xfc}, 0, rgs.BadValue},
		{"four bytes", []byte{0xfe, 0x00, 0x01, 0x00, 0x00}, 0x1_0000, ""},
		{"four bytes too many", []byte{0xfe, 0x00, 0x00, 0xff, 0xff}, 0, rgs.BadValue},
		{"eight bytes", []byte{0xff, 0, 0, 0, 1, 0, 0, 0, 0}, 0x1_0000_0000, ""},
		{"eight bytes too many", []byte{0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}, 0, rgs.BadValue},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := end(nodes().raw(c.raw))
			if c.kind != "" {
				refuse(t, empty(t), s, rgs.Options{}, c.kind)
				return
			}
			if g, _ := apply(t, empty(t), s); g.Channel(c.scid) == graph.None {
				t.Errorf("no channel %s", c.scid)
			}
		})
	}
}

func TestLengths(t *testing.T) {
	long := make([]byte, 0xffff+3)
	nodes := v1(seen, 2).u32(1)
	s := nodes.u16(0xffff).u64(3).raw(long).u8(5, 0, 1).u32(0)
	if g, _ := apply(t, empty(t), s); len(g.ChannelFeatures(0)) != len(long) {
		t.Errorf("%d bytes of features, want %d", len(g.ChannelFeatures(0)), len(long))
	}
	refuse(t, empty(t), v1(seen, 2).u32(1).u16(0xffff).u64(1<<64-1).raw(long), rgs.Options{}, rgs.BadValue)
	refuse(t, empty(t), v1(seen, 2).u32(1).u16(0xffff).u64(10_000_000_000).raw(long), rgs.Options{}, rgs.Truncated)
	refuse(t, empty(t), v1(seen, 2).u32(1).u16(100).u8(5, 0, 1), rgs.Options{}, rgs.Truncated)
}

func TestAnnouncements(t *testing.T) {
	t.Run("deltas add up and 0 is a duplicate", func(t *testing.T) {
		g, report := apply(t, empty(t), v1(seen, 3).u32(3).announce(5, 0, 1).announce(0, 1, 2).announce(7, 1, 2).u32(0))
		if g.Channel(5) != 0 || g.Channel(12) != 1 || g.Channels() != 2 {
			t.Errorf("channels %d", g.Channels())
		}
		if ends := g.Ends(0); g.Key(ends[1]) != nodeKey(2) {
			t.Error("the duplicate replaced the first announcement")
		}
		skipped(t, report, rgs.KnownChannel, 1)
	})
	t.Run("a known channel stays as it is", func(t *testing.T) {
		g, report := apply(t, empty(t), base(), v1(seen+day, 3).u32(1).announce(5, 1, 2).u32(0))
		if ends := g.Ends(0); g.Key(ends[1]) != nodeKey(2) || g.Announced(0) != seen-7*day || g.Nodes() != 2 {
			t.Error("the channel changed")
		}
		skipped(t, report, rgs.KnownChannel, 1)
	})
	for _, c := range []struct {
		what string
		s    asm
		kind rgs.ErrorKind
	}{
		{"scid overflow", v1(seen, 2).u32(2).announce(5, 0, 1).vec().u8(0xff).u64(1<<64-1).u8(0, 1).u32(0), rgs.BadValue},
		{"node index out of range", v1(seen, 2).u32(1).announce(5, 0, 2).u32(0), rgs.BadValue},
		{"nodes in descending order", v1(seen, 2).u32(1).announce(5, 1, 0).u32(0), rgs.NodeOrder},
		{"a node with itself", v1(seen, 2).u32(1).announce(5, 1, 1).u32(0), rgs.NodeOrder},
		{"a node with itself under another index", asm{}.header(1, seen).u32(2).key(1).key(1).u32(1).announce(5, 0, 1).u32(0), rgs.NodeOrder},
	} {
		t.Run(c.what, func(t *testing.T) { refuse(t, empty(t), c.s, rgs.Options{}, c.kind) })
	}
	t.Run("one node under two indices", func(t *testing.T) {
		s := asm{}.header(1, seen).u32(4).key(3).key(1).key(3).key(2).u32(2).announce(5, 1, 0).announce(1, 3, 2).u32(0)
		g, _ := apply(t, empty(t), s)
		if g.Nodes() != 3 || g.Degree(g.Node(nodeKey(3))) != 2 {
			t.Errorf("%d nodes, node 3 has %d channels", g.Nodes(), g.Degree(g.Node(nodeKey(3))))
		}
	})
	t.Run("bit 63 in version 1 is cleared and means nothing", func(t *testing.T) {
		g, _ := apply(t, empty(t), v1(seen, 2).u32(1).vec().u8(5, 0).u8(0xff).u64(1<<63|1).u32(0))
		if g.Channels() != 1 || g.Capacity(0) != graph.UnknownCapacity {
			t.Errorf("%d channels, capacity %d", g.Channels(), g.Capacity(0))
		}
	})
	t.Run("features are kept", func(t *testing.T) {
		g, _ := apply(t, empty(t), v1(seen, 2).u32(1).vec(0x20, 0x00).u8(5, 0, 1).u32(0))
		if got := g.ChannelFeatures(0); string(got) != "\x20\x00" {
			t.Errorf("features %x", got)
		}
	})
}

func TestLimits(t *testing.T) {
	refuse(t, empty(t), asm{}.header(1, seen).u32(200_001), rgs.Options{}, rgs.TooManyNodes)
	refuse(t, empty(t), v1(seen, 0).u32(0).u32(630_001), rgs.Options{}, rgs.TooManyUpdates)
	refuse(t, empty(t), asm{}.header(1, seen).u32(200_000), rgs.Options{}, rgs.Truncated)

	const over = 5
	s := v1(seen, 2).u32(rgs.MaxChannels + 1 + over)
	for range rgs.MaxChannels + 1 + over {
		s = s.announce(1, 0, 1)
	}
	g, report := apply(t, empty(t), s.u32(0))
	if g.Channels() != rgs.MaxChannels+1 {
		t.Errorf("%d channels", g.Channels())
	}
	skipped(t, report, rgs.AnnouncementOverLimit, over)
}

func TestFullReplaces(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	second := v1(seen+day, 3).u32(1).announce(9, 1, 2).u32(0)
	full, _, err := rgs.Apply(context.Background(), g, second, rgs.Options{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	if full.Channel(5) != graph.None || full.Channel(9) == graph.None || full.Timestamp() != seen+day {
		t.Error("the full snapshot did not replace the graph")
	}
	delta, _ := apply(t, g, second)
	if delta.Channel(5) == graph.None || delta.Channel(9) == graph.None {
		t.Error("the delta was not added to the graph")
	}
}

func TestEmptyDelta(t *testing.T) {
	g, _ := apply(t, empty(t), base(), v1(seen+day, 0).u32(0).u32(0))
	if g.Timestamp() != seen+day || g.Channels() != 1 || g.Policies() != 2 {
		t.Errorf("timestamp %d, %d channels", g.Timestamp(), g.Channels())
	}
	g, _ = apply(t, g, v1(0, 0).u32(0).u32(0))
	if g.Timestamp() != seen+day {
		t.Errorf("an empty delta that says 0 set the timestamp to %d", g.Timestamp())
	}
}

func TestPruning(t *testing.T) {
	// Dated a week back, a channel is forgotten seven days and a second after
	// the snapshot that last mentioned it.
	later := func(after uint32) asm { return v1(seen+after, 0).u32(0).u32(1).defaults().u8(200, 0x80) }
	g, _ := apply(t, empty(t), base())
	kept, _, err := rgs.Apply(context.Background(), g, later(7*day), at(seen+7*day))
	if err != nil || kept.Channels() != 1 || kept.Policies() != 2 {
		t.Fatalf("after seven days: %v, %d channels", err, kept.Channels())
	}
	gone, report, err := rgs.Apply(context.Background(), g, later(7*day+1), at(seen+7*day+1))
	if err != nil || gone.Channels() != 0 || gone.Nodes() != 0 {
		t.Fatalf("after seven days and a second: %v, %d channels", err, gone.Channels())
	}
	if report.PrunedDirections != 2 || report.PrunedChannels != 1 {
		t.Errorf("report %+v", report)
	}
	if g.Channels() != 1 || g.Policies() != 2 {
		t.Error("a graph that was only kept decayed")
	}
	same, _, err := rgs.Apply(context.Background(), g, v1(seen+20*day, 0).u32(0).u32(0), at(seen+20*day))
	if err != nil || same.Channels() != 1 {
		t.Errorf("told that nothing changed: %v, %d channels", err, same.Channels())
	}

	// A reminder of one direction keeps that one; the channel goes, since the
	// other is missing and its announcement is as old.
	reminded, _ := apply(t, g, v1(seen+3*day, 0).u32(0).u32(1).defaults().u8(5, 0x80))
	half, report, err := rgs.Apply(context.Background(), reminded, later(8*day), at(seen+8*day))
	if err != nil || half.Channels() != 0 || report.PrunedDirections != 1 {
		t.Errorf("half reminded: %v, %d channels, %+v", err, half.Channels(), report)
	}

	// A channel announced a moment ago waits for its second direction.
	fresh := v1(seen, 2).u32(1).announce(5, 0, 1).u32(1).defaults().u8(5, 0x00)
	waiting, _, err := rgs.Apply(context.Background(), empty(t), fresh, at(seen))
	if err != nil || waiting.Channels() != 1 || waiting.Policies() != 1 {
		t.Errorf("one-sided: %v, %d channels", err, waiting.Channels())
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	g := empty(t)
	opts := rgs.Options{Progress: func(rgs.Progress) { cancel() }}
	_, _, err := rgs.Apply(ctx, g, manyUpdates(10_000), opts)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if next, _, err := rgs.Apply(ctx, g, base(), rgs.Options{}); next != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("a small snapshot after the end: %v", err)
	}
}

// manyUpdates is one snapshot with n channels and 2n updates.
func manyUpdates(n int) asm {
	s := v1(seen, 2).u32(uint32(n))
	for range n {
		s = s.announce(1, 0, 1)
	}
	s = s.u32(uint32(2 * n)).defaults()
	for range n {
		s = s.u8(1, 0).u8(0, 1)
	}
	return s
}

func TestProgress(t *testing.T) {
	var last rgs.Progress
	calls := 0
	s := manyUpdates(20_000)
	_, _, err := rgs.Apply(context.Background(), empty(t), s, rgs.Options{Progress: func(p rgs.Progress) {
		if p.Bytes < last.Bytes || p.TotalBytes != len(s) || p.Announcements < last.Announcements || p.Updates < last.Updates {
			t.Errorf("progress went from %+v to %+v", last, p)
		}
		last = p
		calls++
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := (rgs.Progress{Bytes: len(s), TotalBytes: len(s), Announcements: 20_000, Updates: 40_000}); last != want || calls < 10 {
		t.Errorf("after %d calls progress ended at %+v, want %+v", calls, last, want)
	}
}

func TestErrorsSayWhat(t *testing.T) {
	_, _, err := rgs.Apply(context.Background(), empty(t), asm("<!doctype html>"), rgs.Options{})
	if err == nil || !strings.Contains(err.Error(), "doctype") {
		t.Errorf("error %v does not show what came", err)
	}
	_, _, err = rgs.Apply(context.Background(), empty(t), base(), rgs.Options{Now: func() time.Time { return time.Unix(seen+30*day, 0) }})
	if err == nil || !strings.Contains(err.Error(), "2023-11-14") {
		t.Errorf("error %v does not show the date", err)
	}
}
