package rgs

import (
	"bytes"

	"github.com/lightpane/lightpane/graph"
)

// reminderDays is how often a delta reminds the client of what did not change.
// A client forgets what was not mentioned for seven days of its snapshots'
// time, so a reminder at every third day's boundary that a delta crosses keeps
// all of the living graph, however often the client asks. (LDK's server reminds
// so rarely that a client which asks daily loses its graph.)
const reminderDays = 3 * 24 * 3600

// EncodeDelta writes what brings a client from one graph to a later one:
// announcements of new channels, changes of policies, and reminders of what
// stayed. A closed channel cannot be said in this format; the client forgets it
// when nobody mentions it any longer.
//
// The delta is an error of kind NotNewer if from is not the earlier one: the
// client would ignore it.
func EncodeDelta(from, to *graph.Graph, opts EncodeOptions) ([]byte, error) {
	if opts.Timestamp == 0 {
		opts.Timestamp = to.Timestamp()
	}
	if from.Chain() != to.Chain() {
		return nil, &Error{Kind: WrongChain, Detail: "no delta leads from " + NameOfChain(from.Chain()) + " to " + NameOfChain(to.Chain())}
	}
	w, err := newWriter(to, opts)
	if err != nil {
		return nil, err
	}
	remind := from.Timestamp()/reminderDays != opts.Timestamp/reminderDays
	for ch := range graph.ChannelIndex(to.Channels()) {
		scid := to.SCID(ch)
		old := from.Channel(scid)
		if old == graph.None {
			w.channels = append(w.channels, ch)
		}
		for dir := range graph.Direction(2) {
			p := to.Policy(ch, dir)
			if p.Flags&graph.Known == 0 {
				continue
			}
			u := update{scid: scid, dir: dir, policy: p}
			if old != graph.None {
				if held := from.Policy(old, dir); held.Flags&graph.Known != 0 {
					if !remind && changes(p, held) == 0 && p.Flags == held.Flags {
						continue
					}
					u.base = held
				}
			}
			w.updates = append(w.updates, u)
		}
	}
	if opts.Version >= 2 {
		w.details = changedDetails(from, to)
	}
	if opts.Timestamp <= from.Timestamp() && len(w.channels)+len(w.updates)+len(w.details) > 0 {
		return nil, &Error{Kind: NotNewer, Detail: "a delta from " + date(int64(from.Timestamp())) + " to " + date(int64(opts.Timestamp)) + " would be ignored"}
	}
	return w.encode()
}

// changedDetails are the nodes whose features or addresses are not what from
// has.
func changedDetails(from, to *graph.Graph) []graph.NodeIndex {
	var out []graph.NodeIndex
	for n := range graph.NodeIndex(to.Nodes()) {
		if to.NodeUpdated(n) == 0 {
			continue
		}
		info := to.NodeInfo(n)
		var held graph.NodeInfo
		if old := from.Node(to.Key(n)); old != graph.None {
			held = from.NodeInfo(old)
		}
		if held.Updated == 0 || !bytes.Equal(held.Features, info.Features) || !bytes.Equal(held.Addresses, info.Addresses) {
			out = append(out, n)
		}
	}
	return out
}
