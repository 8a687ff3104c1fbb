package server

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/web/content"
)

// Options of a server.
type Options struct {
	// Generations is how many graphs are held, so that deltas from them can be
	// made; 0 means 16. Graphs share what did not change, at most about 8 MB
	// each for mainnet.
	Generations int
}

const defaultGenerations = 16

// Server is an http.Handler that serves the latest of the graphs that it was
// given. Its methods may be called at any time from any goroutine.
type Server struct {
	keep    int
	mux     *http.ServeMux
	publish sync.Mutex // held by Publish alone
	state   atomic.Pointer[state]
}

// state is what the server answers from until the next generation. It never
// changes but for answers being filled in.
type state struct {
	generations []*graph.Graph // ascending by timestamp; the last is the current one
	answers     map[question]*answer
}

// question is what a client can ask, up to what makes no difference.
type question struct {
	version uint8
	since   uint32 // a generation's timestamp, or 0 for the whole graph
}

// answer is made once, by whoever asks first.
type answer struct {
	once sync.Once
	body *content.Body
	err  error
}

// New makes a server without a graph. Until Publish it says 503.
func New(opts Options) *Server {
	if opts.Generations <= 0 {
		opts.Generations = defaultGenerations
	}
	s := &Server{keep: opts.Generations}
	s.mux = s.routes()
	return s
}

// Current is the graph published last, nil if there is none.
func (s *Server) Current() *graph.Graph {
	st := s.state.Load()
	if st == nil {
		return nil
	}
	return st.current()
}

func (st *state) current() *graph.Graph { return st.generations[len(st.generations)-1] }

// Publish makes g the current generation. Its timestamp must be later than that
// of the one before, and its chain the same: clients tell graphs apart by their
// timestamps.
func (s *Server) Publish(g *graph.Graph) error {
	s.publish.Lock()
	defer s.publish.Unlock()
	if g.Timestamp() == 0 {
		return fmt.Errorf("publish graph: it has no timestamp, and 0 is what clients without a graph ask for")
	}
	next := &state{answers: map[question]*answer{}}
	if st := s.state.Load(); st != nil {
		was := st.current()
		if was.Chain() != g.Chain() {
			return fmt.Errorf("publish graph: it is of %s, the one before of %s", rgs.NameOfChain(g.Chain()), rgs.NameOfChain(was.Chain()))
		}
		if was.Timestamp() >= g.Timestamp() {
			return fmt.Errorf("publish graph: its timestamp %d is not later than %d of the one before", g.Timestamp(), was.Timestamp())
		}
		held := st.generations
		next.generations = append(next.generations, held[max(0, len(held)+1-s.keep):]...)
	}
	next.generations = append(next.generations, g)
	for version := range uint8(2) {
		next.answers[question{version + 1, 0}] = &answer{}
		for _, held := range next.generations {
			next.answers[question{version + 1, held.Timestamp()}] = &answer{}
		}
	}
	s.state.Store(next)
	return nil
}

// Snapshot is the answer to a client whose graph is of the unix time since, 0 if
// it has none. Whole says that it holds the whole graph.
//
// A client may have its graph from an earlier run, another server, or a
// generation long gone. It gets the whole graph, which is a right answer for it
// as a delta as well: channels that it knows are passed over, and every update
// is a full one and later than what the client has. One that takes notice of
// whole drops at once what closed in the meantime, or was never of this network;
// any other forgets it within a week, as it would with deltas.
func (s *Server) Snapshot(version uint8, since uint32) (body *content.Body, whole bool, err error) {
	st := s.state.Load()
	if st == nil {
		return nil, false, fmt.Errorf("no graph was published yet")
	}
	q := question{version, since}
	a, ok := st.answers[q]
	if !ok {
		q.since = 0
		if a, ok = st.answers[q]; !ok {
			return nil, false, fmt.Errorf("version %d of snapshots is not known", version)
		}
	}
	a.once.Do(func() { a.body, a.err = st.encode(q) })
	return a.body, q.since == 0, a.err
}

func (st *state) encode(q question) (*content.Body, error) {
	var data []byte
	var err error
	opts := rgs.EncodeOptions{Version: q.version}
	if q.since == 0 {
		data, err = rgs.EncodeFull(st.current(), opts)
	} else {
		for _, held := range st.generations {
			// For the current generation that is a delta in which nothing
			// changed, with the timestamp that the client has already.
			if held.Timestamp() == q.since {
				data, err = rgs.EncodeDelta(held, st.current(), opts)
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("encode snapshot since %d: %w", q.since, err)
	}
	return content.New("application/octet-stream", data), nil
}
