package rgs

import (
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// updates reads the policies: the difference of the short channel id, flags,
// and the fields that the flags name.
func (d *decoder) updates() {
	count := d.u32()
	if d.err == nil && count > MaxUpdates {
		d.fail(TooManyUpdates, decimal(uint64(count))+" updates; at most "+strconv.Itoa(MaxUpdates)+" are believed")
	}
	if count == 0 || d.err != nil || d.ctxErr != nil {
		return
	}
	defaults := graph.Policy{
		CltvDelta: d.u16(),
		HtlcMin:   graph.Msat(d.u64()),
		BaseFee:   d.u32(),
		FeePPM:    d.u32(),
		HtlcMax:   graph.Msat(d.u64()),
	}
	var scid graph.SCID
	var target channel
	previous := -1 // direction of the record before
	for i := 0; i < int(count) && d.ok(); i++ {
		var delta uint64
		scid, delta = d.scid(scid)
		flags := d.u8()
		dir := int(flags & flagDirection)
		if d.report.Version >= 2 {
			if delta == 0 && dir == previous {
				d.vec()
				d.report.UpdateExtra++
				continue
			}
			previous = dir
		}
		if i == 0 || delta != 0 {
			target.ref, target.known = d.ed.Channel(scid)
		}
		d.update(target, flags, &defaults)
	}
}

// channel is what an update is about, if it is known.
type channel struct {
	ref   graph.ChannelRef
	known bool
}

// update reads the fields of one update and, if it is to be applied, applies it.
func (d *decoder) update(ch channel, flags byte, defaults *graph.Policy) {
	dir := graph.Direction(flags & flagDirection)
	var held *graph.Policy
	var updated uint32
	if ch.known {
		if p, t, ok := d.ed.Policy(ch.ref, dir); ok {
			held, updated = p, t
		}
	}

	p := *defaults
	incremental := flags&flagIncremental != 0
	if incremental && held != nil {
		p = *held
	}
	p.Flags = graph.Known
	if flags&flagDisable != 0 {
		p.Flags |= graph.Disabled
	}
	if flags&flagCltv != 0 {
		p.CltvDelta = d.u16()
	}
	if flags&flagHtlcMin != 0 {
		p.HtlcMin = graph.Msat(d.u64())
	}
	if flags&flagBase != 0 {
		p.BaseFee = d.u32()
	}
	if flags&flagPPM != 0 {
		p.FeePPM = d.u32()
	}
	if flags&flagHtlcMax != 0 {
		p.HtlcMax = graph.Msat(d.u64())
	}
	if d.err != nil {
		return
	}
	d.report.Updates++

	// The order in which LDK's client looks decides which reason is counted.
	switch {
	case incremental && held == nil:
		d.skip(IncrementalWithoutBase)
	case p.HtlcMax > graph.MaxSupplyMsat:
		d.skip(HtlcMaxAboveSupply)
	case !ch.known:
		d.skip(UnknownChannel)
	case aboveCapacity(p.HtlcMax, d.ed.Capacity(ch.ref)):
		d.skip(HtlcMaxAboveCapacity)
	case held != nil && updated >= d.dated:
		d.skip(UpdateNotNewer)
	default:
		d.ed.SetPolicy(ch.ref, dir, p, d.dated)
	}
}

func aboveCapacity(amount graph.Msat, capacity graph.Sat) bool {
	if capacity == graph.UnknownCapacity {
		return false
	}
	return capacity > graph.MaxSupply || amount > graph.Msat(capacity)*1000
}
