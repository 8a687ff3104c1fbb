// Package dispatch answers the messages that reach the graph program: it reads
// a request, calls graph, rgs, pathfind or directory, and writes the reply.
//
// A [Dispatcher] holds the one graph that requests are about and changes it as a
// whole. Each request runs on a goroutine of its own under a context that a
// cancel message ends. Go in WebAssembly has a single thread, which its event
// loop needs too: so long work looks at its context now and then, and that look
// is also where it lets the event loop run (pace.go). A request that panics
// fails with code "internal"; the host is expected to start the program anew.
//
// The package reads no clock: times of day come with the requests, and the
// stopwatch from the [Host]. It needs no JavaScript, so that its tests run
// natively.
package dispatch

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/wasm/graph/directory"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

// Host is the program that a Dispatcher lives in.
type Host interface {
	// Send passes a frame on to whoever asks, with its payload if not nil.
	Send(frame, payload []byte)
	// Yield lets the event loop run, and returns when it has.
	Yield()
	// Stopwatch is the time since some moment.
	Stopwatch() time.Duration
}

// Payload is the bulk bytes of a request, copied only where they go.
type Payload interface {
	Len() int
	CopyTo(b []byte)
}

// Dispatcher answers messages. It is made for a single thread: Receive must not
// be called while a request runs, except from [Host.Yield].
type Dispatcher struct {
	host    Host
	running map[uint32]context.CancelFunc
	session
}

// New gives a Dispatcher without a graph.
func New(host Host) *Dispatcher {
	return &Dispatcher{host: host, running: make(map[uint32]context.CancelFunc)}
}

// Receive takes a message. The answer is sent from a goroutine.
func (d *Dispatcher) Receive(frame []byte, payload Payload) {
	id, op, body, err := protocol.Parse[protocol.Op](frame)
	if err != nil {
		d.host.Send(failure(id, err), nil)
		return
	}
	if op == protocol.OpCancel {
		var m protocol.CancelRequest
		if protocol.Decode(body, &m) == nil && d.running[m.ID] != nil {
			d.running[m.ID]()
		}
		return
	}
	if d.running[id] != nil {
		d.host.Send(failure(id, because(protocol.ErrMalformed, "request "+strconv.FormatUint(uint64(id), 10)+" is still under way")), nil)
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.running[id] = cancel
	c := &call{
		ctx: ctx, id: id, body: body, payload: payload, host: d.host,
	}
	go func() { d.host.Send(d.serve(op, c)) }()
}

// serve answers a request, whatever happens, and forgets it.
func (d *Dispatcher) serve(op protocol.Op, c *call) (frame, bulk []byte) {
	defer func() {
		if p := recover(); p != nil {
			frame, bulk = failure(c.id, panicked{p}), nil
		}
		d.running[c.id]()
		delete(d.running, c.id)
	}()
	c.ctx = &paced{Context: c.ctx, host: d.host, since: d.host.Stopwatch()}
	reply, bulk, err := d.answer(op, c)
	if err != nil {
		return failure(c.id, err), nil
	}
	return protocol.Frame(c.id, protocol.KindReply, reply), bulk
}

// call is a request under way.
type call struct {
	ctx     context.Context
	host    Host
	id      uint32
	body    []byte
	payload Payload
}

// bytes is the payload, or nothing.
func (c *call) bytes() []byte {
	if c.payload == nil {
		return nil
	}
	b := make([]byte, c.payload.Len())
	c.payload.CopyTo(b)
	return b
}

func (c *call) progress(m protocol.Message) {
	c.host.Send(protocol.Frame(c.id, protocol.KindProgress, m), nil)
}

func (d *Dispatcher) answer(op protocol.Op, c *call) (protocol.Message, []byte, error) {
	switch op {
	case protocol.OpStart:
		return ask(c, d.start)
	case protocol.OpStatistics:
		return ask(c, d.describe)
	case protocol.OpLoad:
		return ask(c, d.load)
	case protocol.OpExport:
		return ask(c, d.export)
	case protocol.OpBegin:
		return ask(c, d.begin)
	case protocol.OpAppend:
		return ask(c, d.append)
	case protocol.OpApply:
		return ask(c, d.apply)
	case protocol.OpName:
		return ask(c, d.name)
	case protocol.OpFindRoute:
		return ask(c, d.findRoute)
	case protocol.OpSearchNodes:
		return ask(c, d.searchNodes)
	case protocol.OpNode:
		return ask(c, d.node)
	case protocol.OpPicture:
		return ask(c, d.picture)
	}
	return nil, nil, because(protocol.ErrMalformed, "operation "+strconv.Itoa(int(op))+" is not one of the graph program's")
}

// ask reads the request that a handler takes and calls it.
func ask[R any, P interface {
	*R
	protocol.Message
}](c *call, handle func(*call, *R) (protocol.Message, []byte, error)) (protocol.Message, []byte, error) {
	var request R
	if err := protocol.Decode(c.body, P(&request)); err != nil {
		return nil, nil, err
	}
	return handle(c, &request)
}

var (
	errNoGraph     = errors.New("no graph yet: sync first")
	errUnknownNode = errors.New("the graph has no such node")
)

type panicked struct{ value any }

func (p panicked) Error() string {
	switch v := p.value.(type) {
	case error:
		return "panic: " + v.Error()
	case string:
		return "panic: " + v
	}
	return "panic"
}

func failure(id uint32, err error) []byte {
	f := &protocol.Failure{Code: codeOf(err), Message: err.Error()}
	f.Retryable = f.Code == "internal"
	return protocol.Frame(id, protocol.KindFailure, f)
}

// codeOf gives the stable code of an error; what it does not know is a fault of
// ours.
func codeOf(err error) string {
	var snapshot *rgs.Error
	var query *pathfind.InvalidError
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.As(err, &snapshot):
		return string(snapshot.Kind)
	case errors.As(err, &query), errors.Is(err, graph.ErrBadKey), errors.Is(err, graph.ErrBadSCID), errors.Is(err, rgs.ErrUnknownNetwork):
		return "invalid_argument"
	case errors.Is(err, errNoGraph):
		return "no_graph"
	case errors.Is(err, errUnknownNode):
		return "unknown_node"
	case errors.Is(err, errTooLarge):
		return "too_large"
	case errors.Is(err, graph.ErrBadRecord):
		return "bad_record"
	case errors.Is(err, directory.ErrBad):
		return "bad_directory"
	}
	return "internal"
}

// because is an error of a kind with what exactly was wrong. Package fmt, which
// would do it, makes the program larger by a fifth.
func because(kind error, detail string) error { return &reason{kind, detail} }

type reason struct {
	kind   error
	detail string
}

func (r *reason) Error() string { return r.kind.Error() + ": " + r.detail }
func (r *reason) Unwrap() error { return r.kind }
