package dispatch

import (
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

// MaxSnapshot bounds a snapshot: eight times what 160,000 updates take today.
const MaxSnapshot = 64 << 20

var errTooLarge = errors.New("the snapshot is larger than 64 MB")

// session is what requests are about. Handlers replace its parts as a whole; one
// that yields in the middle goes on with the parts that it began with.
type session struct {
	graph    *graph.Graph
	full     uint32 // timestamp of the full snapshot that the graph began with
	revision uint32 // counts the changes of node indices

	directory *directory.Directory
	named     *names // of graph and directory, when first needed

	snapshot []byte             // that is being appended to
	idle     []*pathfind.Finder // scratch memory of searches that are over
}

func (s *session) statistics() protocol.Statistics {
	return protocol.Statistics{
		Nodes: uint32(s.graph.Nodes()), Channels: uint32(s.graph.Channels()), Updates: uint32(s.graph.Policies()),
		Timestamp: s.graph.Timestamp(), FullTimestamp: s.full, MemoryBytes: float64(s.graph.MemoryBytes()),
	}
}

// setGraph makes g the graph.
func (s *session) setGraph(g *graph.Graph) {
	if s.graph == nil || s.graph.Topology() != g.Topology() {
		s.revision++
		s.named = nil
	}
	s.graph = g
}

func (s *session) start(_ *call, r *protocol.StartRequest) (protocol.Message, []byte, error) {
	chain, err := rgs.ChainByName(r.Network)
	if err != nil {
		return nil, nil, err
	}
	s.setGraph(graph.New(chain))
	s.full = 0
	return &protocol.StartReply{Statistics: s.statistics()}, nil, nil
}

func (s *session) describe(*call, *protocol.StatisticsRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	return &protocol.StatisticsReply{Statistics: s.statistics()}, nil, nil
}

// A record is what is kept between visits: the graph's own, which has a
// checksum, after what only this program cares about.
//
//	"LPR1" | timestamp of the full snapshot u32 | the same inverted | graph
const (
	recordMagic  = "LPR1"
	recordHeader = len(recordMagic) + 4 + 4
)

func (s *session) export(*call, *protocol.ExportRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	b := append([]byte(nil), recordMagic...)
	b = binary.LittleEndian.AppendUint32(b, s.full)
	b = binary.LittleEndian.AppendUint32(b, ^s.full)
	return &protocol.ExportReply{Statistics: s.statistics()}, s.graph.AppendBinary(b), nil
}

func (s *session) load(c *call, _ *protocol.LoadRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	record := c.bytes()
	if len(record) < recordHeader || string(record[:len(recordMagic)]) != recordMagic {
		return nil, nil, because(graph.ErrBadRecord, "it does not begin with "+recordMagic)
	}
	full := binary.LittleEndian.Uint32(record[4:])
	if full != ^binary.LittleEndian.Uint32(record[8:]) {
		return nil, nil, because(graph.ErrBadRecord, "its header is damaged")
	}
	g, err := graph.Load(record[recordHeader:])
	if err != nil {
		return nil, nil, err
	}
	if g.Chain() != s.graph.Chain() {
		return nil, nil, because(graph.ErrBadRecord, "it is of another network")
	}
	s.setGraph(g)
	s.full = full
	return &protocol.LoadReply{Statistics: s.statistics()}, nil, nil
}

func (s *session) begin(_ *call, r *protocol.BeginRequest) (protocol.Message, []byte, error) {
	if r.Expect > MaxSnapshot {
		return nil, nil, errTooLarge
	}
	s.snapshot = make([]byte, 0, r.Expect)
	return &protocol.BeginReply{}, nil, nil
}

func (s *session) append(c *call, _ *protocol.AppendRequest) (protocol.Message, []byte, error) {
	if c.payload == nil {
		return nil, nil, protocol.ErrMalformed
	}
	more, have := c.payload.Len(), len(s.snapshot)
	if more > MaxSnapshot-have {
		s.snapshot = nil
		return nil, nil, errTooLarge
	}
	s.snapshot = slices.Grow(s.snapshot, more)[:have+more]
	c.payload.CopyTo(s.snapshot[have:])
	return &protocol.AppendReply{}, nil, nil
}

func (s *session) apply(c *call, r *protocol.ApplyRequest) (protocol.Message, []byte, error) {
	if s.graph == nil {
		return nil, nil, errNoGraph
	}
	snapshot, before := s.snapshot, s.graph
	s.snapshot = nil
	begun := c.host.Stopwatch()
	told := begun
	next, report, err := rgs.Apply(c.ctx, before, snapshot, rgs.Options{
		Now:  func() time.Time { return time.UnixMilli(int64(r.Now)) },
		Full: r.Full,
		Progress: func(p rgs.Progress) {
			now := c.host.Stopwatch()
			if now-told < turn && p.Bytes < p.TotalBytes {
				return // nobody would see it before the event loop runs
			}
			told = now
			c.progress(&protocol.ApplyProgress{Bytes: uint32(p.Bytes), Announcements: uint32(p.Announcements), Updates: uint32(p.Updates)})
		},
	})
	if err != nil {
		return nil, nil, err
	}
	if s.graph != before {
		return nil, nil, errors.New("the graph changed while a snapshot was applied")
	}
	s.setGraph(next)
	if r.Full {
		s.full = report.Timestamp
	}
	reply := &protocol.ApplyReply{
		Statistics:    s.statistics(),
		Changed:       report.Announcements+report.Updates+report.PrunedDirections+report.PrunedChannels > 0,
		Announcements: uint32(report.Announcements), Updates: uint32(report.Updates),
		TookMs: milliseconds(c.host.Stopwatch() - begun),
	}
	report.Skipped.Each(func(why rgs.SkipReason, n int) {
		reply.Skipped = append(reply.Skipped, protocol.Skipped{Reason: why.String(), Count: uint32(n)})
	})
	return reply, nil, nil
}

func (s *session) name(c *call, _ *protocol.NameRequest) (protocol.Message, []byte, error) {
	d, err := directory.Parse(c.bytes())
	if err != nil {
		return nil, nil, err
	}
	s.directory, s.named = d, nil
	return &protocol.NameReply{Names: uint32(d.Names()), Positioned: d.Positioned()}, nil, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
