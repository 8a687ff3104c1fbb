package rgs_test

import (
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// allFields are the fields of an update in their order on the wire.
func (a asm) allFields() asm { return a.u16(80).u64(7).u32(2000).u32(300).u64(4_000_000) }

// delta is a snapshot a day after base with nothing but n updates to come.
func delta(n uint32) asm { return v1(seen+day, 0).u32(0).u32(n).defaults() }

func TestUpdateFields(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	held := policy(t, g, 5, 0)
	custom := graph.Policy{CltvDelta: 80, HtlcMin: 7, BaseFee: 2000, FeePPM: 300, HtlcMax: 4_000_000, Carry: 4_000_000, Flags: graph.Known}

	with := func(change func(*graph.Policy)) graph.Policy {
		p := held
		change(&p)
		return p
	}
	// The client holds other values than the defaults of the second snapshot,
	// so that taking the one for the other shows.
	other := func(n uint32) asm {
		return v1(seen+day, 0).u32(0).u32(n).u16(11).u64(12).u32(13).u32(14).u64(15_000)
	}
	defaults := graph.Policy{CltvDelta: 11, HtlcMin: 12, BaseFee: 13, FeePPM: 14, HtlcMax: 15_000, Carry: 15_000, Flags: graph.Known}

	for _, c := range []struct {
		what string
		s    asm
		want graph.Policy
	}{
		{"full, all fields", other(1).u8(5, 0x7c).allFields(), custom},
		{"full, no field", other(1).u8(5, 0x00), defaults},
		{"full, base only", other(1).u8(5, 0x10).u32(9), func() graph.Policy { p := defaults; p.BaseFee = 9; return p }()},
		{"incremental cltv", other(1).u8(5, 0xc0).u16(9), with(func(p *graph.Policy) { p.CltvDelta = 9 })},
		{"incremental htlc_min", other(1).u8(5, 0xa0).u64(9), with(func(p *graph.Policy) { p.HtlcMin = 9 })},
		{"incremental base", other(1).u8(5, 0x90).u32(9), with(func(p *graph.Policy) { p.BaseFee = 9 })},
		{"incremental ppm", other(1).u8(5, 0x88).u32(9), with(func(p *graph.Policy) { p.FeePPM = 9 })},
		{"incremental htlc_max", other(1).u8(5, 0x84).u64(9), with(func(p *graph.Policy) { p.HtlcMax, p.Carry = 9, 9 })},
		{"incremental, all fields", other(1).u8(5, 0xfc).allFields(), custom},
		{"incremental, disabled", other(1).u8(5, 0x82), with(func(p *graph.Policy) { p.Flags |= graph.Disabled })},
		{"reminder", other(1).u8(5, 0x80), held},
	} {
		t.Run(c.what, func(t *testing.T) {
			next, report := apply(t, g, c.s)
			if got := policy(t, next, 5, 0); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if policy(t, next, 5, 1) != held {
				t.Error("the other direction changed")
			}
			if next.Updated(0, 0) != seen+day-7*day || next.Updated(0, 1) != seen-7*day {
				t.Errorf("dated %d and %d", next.Updated(0, 0), next.Updated(0, 1))
			}
			if report.Updates != 1 || report.Skipped != (rgs.Skips{}) {
				t.Errorf("report %+v", report)
			}
			if policy(t, g, 5, 0) != held {
				t.Error("the graph before changed")
			}
		})
	}

	t.Run("a reminder enables again", func(t *testing.T) {
		off, _ := apply(t, g, delta(1).u8(5, 0x82))
		on, _ := apply(t, off, v1(seen+2*day, 0).u32(0).u32(1).defaults().u8(5, 0x80))
		if policy(t, on, 5, 0) != held {
			t.Errorf("got %+v", policy(t, on, 5, 0))
		}
	})
}

func TestUpdatesSkipped(t *testing.T) {
	g, _ := apply(t, empty(t), base())
	oneSided, _ := apply(t, empty(t), v1(seen, 2).u32(1).announce(5, 0, 1).u32(1).defaults().u8(5, 0x00))
	for _, c := range []struct {
		what string
		g    *graph.Graph
		s    asm
		why  rgs.SkipReason
	}{
		{"unknown channel", g, delta(1).u8(6, 0x00), rgs.UnknownChannel},
		{"incremental, unknown channel", g, delta(1).u8(6, 0x88).u32(9), rgs.IncrementalWithoutBase},
		{"incremental, direction not held", oneSided, delta(1).u8(5, 0x89).u32(9), rgs.IncrementalWithoutBase},
		{"htlc_max above all bitcoins", g, delta(1).u8(5, 0x04).u64(uint64(graph.MaxSupplyMsat) + 1), rgs.HtlcMaxAboveSupply},
		{"same age", g, v1(seen, 0).u32(0).u32(1).defaults().u8(5, 0x10).u32(9), rgs.UpdateNotNewer},
		{"older", g, v1(seen-day, 0).u32(0).u32(1).defaults().u8(5, 0x10).u32(9), rgs.UpdateNotNewer},
	} {
		t.Run(c.what, func(t *testing.T) {
			next, report := apply(t, c.g, c.s)
			skipped(t, report, c.why, 1)
			if report.Updates != 1 {
				t.Errorf("%d updates read", report.Updates)
			}
			if next.Policies() != c.g.Policies() || policy(t, next, 5, 0) != policy(t, c.g, 5, 0) {
				t.Error("the skipped update changed something")
			}
		})
	}

	t.Run("the fields of a skipped update are read over", func(t *testing.T) {
		next, _ := apply(t, g, delta(2).u8(4, 0xfc).allFields().u8(1, 0x10).u32(9))
		if policy(t, next, 5, 0).BaseFee != 9 {
			t.Error("the update after a skipped one was lost")
		}
	})
	t.Run("scid overflow", func(t *testing.T) {
		refuse(t, g, delta(2).u8(5, 0x80).u8(0xff).u64(1<<64-1).u8(0x80), rgs.Options{}, rgs.BadValue)
	})
	t.Run("exactly all bitcoins is allowed", func(t *testing.T) {
		next, _ := apply(t, g, delta(1).u8(5, 0x04).u64(uint64(graph.MaxSupplyMsat)))
		if policy(t, next, 5, 0).HtlcMax != graph.MaxSupplyMsat {
			t.Error("not applied")
		}
	})
}

func TestNoDefaultsWithoutUpdates(t *testing.T) {
	_, report := apply(t, empty(t), v1(seen, 2).u32(1).announce(5, 0, 1).u32(0).u8(1))
	if report.TrailingBytes != 1 {
		t.Errorf("%d trailing bytes, want 1: the snapshot ends with the count", report.TrailingBytes)
	}
}
