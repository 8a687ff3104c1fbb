package dispatch

import (
	"context"
	"time"
)

// turn is how long a request may hold the only thread before the event loop has
// to run: half a frame, so that a cancel message or progress is never late.
const turn = 8 * time.Millisecond

// paced is a context whose Err is also where long work lets the event loop run.
// It belongs to one goroutine.
type paced struct {
	context.Context
	host  Host
	since time.Duration
}

// Err is the context's, after the event loop has run if its turn has come.
func (p *paced) Err() error {
	if p.host.Stopwatch()-p.since >= turn {
		p.host.Yield()
		p.since = p.host.Stopwatch()
	}
	return p.Context.Err()
}
