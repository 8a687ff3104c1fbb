package rgs

import (
	"context"
	"strconv"
	"time"

	"github.com/lightpane/lightpane/graph"
)

// Options of Apply.
type Options struct {
	// Now is the clock. Without one a snapshot of any age is accepted and
	// nothing is pruned.
	Now func() time.Time
	// Full says that the snapshot holds the whole graph (it was asked for with
	// timestamp 0): it replaces what is there instead of adding to it.
	Full bool
	// Progress is called now and then while the snapshot is applied, and once
	// at the end.
	Progress func(Progress)
}

// progressEvery is how many records go by between looks at the context and
// calls of Progress.
const progressEvery = 2048

// Apply gives the graph that results from applying a snapshot to g, which stays
// as it is. On an error, an [*Error] or that of ctx, there is no new graph; the
// report says how far reading came.
func Apply(ctx context.Context, g *graph.Graph, snapshot []byte, opts Options) (*graph.Graph, Report, error) {
	if opts.Full {
		g = graph.New(g.Chain())
	}
	d := &decoder{ctx: ctx, opts: opts, base: g, ed: g.Edit(), reader: reader{b: snapshot}}
	d.decode()
	if d.ctxErr != nil {
		return nil, d.report, d.ctxErr
	}
	if d.err != nil {
		return nil, d.report, d.err
	}
	if d.tick(); d.ctxErr != nil {
		return nil, d.report, d.ctxErr
	}
	return d.ed.Commit(), d.report, nil
}

// decoder applies one snapshot to an editor as it reads.
type decoder struct {
	reader
	ctx    context.Context
	ctxErr error
	opts   Options
	base   *graph.Graph
	ed     *graph.Editor
	report Report

	dated   uint32 // what everything in the snapshot is dated
	node    []graph.NodeIndex
	linked  []bool // by node that the snapshot brought: does it have a channel?
	details []nodeDetails
	records int // since the last tick
}

// ok says whether to go on, looking at the context now and then.
func (d *decoder) ok() bool {
	d.records++
	if d.records >= progressEvery {
		d.tick()
	}
	return d.err == nil && d.ctxErr == nil
}

func (d *decoder) tick() {
	d.records = 0
	if d.ctxErr = d.ctx.Err(); d.ctxErr != nil || d.opts.Progress == nil {
		return
	}
	d.opts.Progress(Progress{Bytes: d.off, TotalBytes: len(d.b), Announcements: d.report.Announcements, Updates: d.report.Updates})
}

func (d *decoder) skip(why SkipReason) { d.report.Skipped[why]++ }

func (d *decoder) decode() {
	var now int64
	if d.opts.Now != nil {
		now = d.opts.Now().Unix()
	}
	d.header(now)
	if !d.ok() {
		return
	}
	d.nodes()
	d.announcements()
	d.applyDetails()
	d.updates()
	if d.err != nil || d.ctxErr != nil {
		return
	}
	d.report.TrailingBytes = len(d.b) - d.off
	// An empty delta of LDK's server says 0, which would make the next
	// request one for everything.
	if d.report.Timestamp != 0 || d.report.Announcements+d.report.Updates != 0 {
		d.ed.SetTimestamp(d.report.Timestamp)
	}
	// Nor does LDK forget anything when it is told that nothing changed.
	updated := d.report.Updates+d.report.UpdateExtra > 0
	if updated && d.opts.Now != nil && now >= staleAfter && now-staleAfter < 1<<32 {
		d.report.PrunedDirections, d.report.PrunedChannels = d.ed.Prune(uint32(now - staleAfter))
	}
}

func (d *decoder) header(now int64) {
	if m := d.take(len(magic)); m != nil && [3]byte(m) != magic {
		begins := strconv.Quote(string(d.b[:min(16, len(d.b))]))
		d.off = 0
		d.fail(WrongMagic, begins+" is not the beginning of a snapshot")
	}
	version := d.u8()
	if d.err == nil && version != 1 && version != 2 {
		d.fail(WrongVersion, "version "+strconv.Itoa(int(version))+"; 1 and 2 are understood")
	}
	d.report.Version = version
	if chain := d.take(32); chain != nil {
		d.report.Chain = graph.ChainHash(chain)
		if d.report.Chain != d.base.Chain() {
			d.fail(WrongChain, "the snapshot is of "+NameOfChain(d.report.Chain)+", the graph of "+NameOfChain(d.base.Chain()))
		}
	}
	seen := d.u32()
	d.report.Timestamp = seen
	if d.err == nil && d.opts.Now != nil {
		if stale := checkAge(seen, now); stale != "" {
			d.fail(Stale, stale)
		}
	}
	if seen > backdate {
		d.dated = seen - backdate
	}
}

// checkAge says what is wrong with a snapshot's age, if anything.
func checkAge(seen uint32, now int64) string {
	if int64(seen) >= now-staleAfter {
		return ""
	}
	return "its latest gossip is of " + date(int64(seen)) + ", more than 14 days before " + date(now)
}

// CheckAge is an error of kind Stale if a snapshot of some timestamp is older
// than 14 days. It is for those who apply a snapshot without a clock, so that
// nothing in it is forgotten for its age, and still want none that is too old.
func CheckAge(timestamp uint32, now time.Time) error {
	if stale := checkAge(timestamp, now.Unix()); stale != "" {
		return &Error{Kind: Stale, Detail: stale}
	}
	return nil
}

func date(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }

// announcements reads the channels: features, the difference of the short
// channel id, the two nodes, and in version 2 perhaps the funding amount.
func (d *decoder) announcements() {
	count := d.u32()
	const least = 2 + 1 + 1 + 1 // bytes of the shortest announcement
	d.ed.Grow(min(int(count), (len(d.b)-d.off)/least, MaxChannels))
	known := d.base.Channels()
	var scid graph.SCID
	for i := 0; i < int(count) && d.ok(); i++ {
		a := graph.Announcement{Capacity: graph.UnknownCapacity, Announced: d.dated}
		features := d.vec()
		scid, _ = d.scid(scid)
		a.SCID = scid
		first, second := d.bigSize(), d.bigSize()
		extra := second&extraData != 0
		second &^= extraData
		if d.err == nil && max(first, second) >= uint64(len(d.node)) {
			d.fail(BadValue, "channel "+scid.String()+" names node "+decimal(max(first, second))+" of "+strconv.Itoa(len(d.node)))
		}
		if extra && d.report.Version >= 2 {
			d.report.AnnouncementExtra++
			if more := d.vec(); d.err == nil {
				a.Capacity = d.funding(more)
			}
		}
		if d.err != nil {
			return
		}
		d.report.Announcements++
		if known+i > MaxChannels {
			d.skip(AnnouncementOverLimit)
			continue
		}
		a.Node = [2]graph.NodeIndex{d.node[first], d.node[second]}
		if len(features) > 0 {
			a.Features = string(features)
		}
		added, err := d.ed.AddChannel(a)
		switch {
		case err != nil:
			d.fail(NodeOrder, err.Error())
			return
		case !added:
			d.skip(KnownChannel)
			continue
		}
		for _, n := range a.Node {
			if at := int(n) - d.base.Nodes(); at >= 0 {
				d.linked[at] = true
			}
		}
	}
}

// funding reads the amount that an announcement's extra data begins with.
func (d *decoder) funding(extra []byte) graph.Sat {
	r := reader{b: extra}
	sat := r.bigSize()
	if r.err != nil {
		d.fail(r.err.Kind, "the funding amount: "+r.err.Detail)
	}
	return graph.Sat(sat)
}
