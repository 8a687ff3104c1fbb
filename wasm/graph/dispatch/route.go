package dispatch

import (
	"errors"
	"math"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
	"github.com/lightpane/lightpane/wasm/graph/protocol"
)

func (s *session) findRoute(c *call, r *protocol.FindRouteRequest) (protocol.Message, []byte, error) {
	begun := c.host.Stopwatch()
	if s.graph == nil || s.graph.Channels() == 0 {
		return nil, nil, errNoGraph
	}
	query, err := queryOf(r)
	if err != nil {
		return nil, nil, err
	}
	finder := s.borrowFinder()
	var found pathfind.Route
	err = finder.Find(c.ctx, s.graph, query, &found)
	s.idle = append(s.idle, finder)

	reply := &protocol.FindRouteReply{TookMs: milliseconds(c.host.Stopwatch() - begun)}
	var none *pathfind.NoRouteError
	switch {
	case errors.As(err, &none):
		reply.Why = protocol.NoRoute{
			Reason: string(none.Reason), Detail: none.Detail,
			LeastFee: uint64(none.LeastFee), LeastCltv: none.LeastCltv, BestProbability: none.BestProbability,
			LeastAmount: uint64(none.LeastAmount), MostAmount: uint64(none.MostAmount),
		}
	case err != nil:
		return nil, nil, err
	default:
		reply.Route = s.describeRoute(&found)
	}
	return reply, nil, nil
}

// borrowFinder takes scratch memory for one search. There are as many as there
// ever were searches at the same time.
func (s *session) borrowFinder() *pathfind.Finder {
	last := len(s.idle) - 1
	if last < 0 {
		return pathfind.NewFinder()
	}
	f := s.idle[last]
	s.idle = s.idle[:last]
	return f
}

func (s *session) describeRoute(r *pathfind.Route) *protocol.Route {
	out := &protocol.Route{
		Hops:   make([]protocol.RouteHop, len(r.Hops)),
		Amount: uint64(r.Amount), Fee: uint64(r.Fee), Cltv: r.Cltv,
		Probability: r.Probability, Distance: float64(r.Distance),
	}
	for i := range r.Hops {
		h := &r.Hops[i]
		out.Hops[i] = protocol.RouteHop{
			SCID: h.SCID.String(), Node: h.Node.String(), Alias: s.alias(h.Node),
			Amount: uint64(h.Amount), Fee: uint64(r.HopFee(i)), Cltv: uint32(h.CltvDelta), Probability: h.Probability,
		}
	}
	return out
}

func queryOf(r *protocol.FindRouteRequest) (*pathfind.Query, error) {
	p := parser{}
	var from graph.PublicKey
	if r.From != "" {
		from = p.key(r.From)
	}
	q := pathfind.DefaultQuery(from, p.key(r.To), graph.Msat(r.Amount))
	q.TimePreference = r.TimePreference
	if r.MaxFee != nil {
		q.MaxFee = graph.Msat(*r.MaxFee)
	}
	if r.FinalCltv != nil {
		q.FinalCltv = *r.FinalCltv
	}
	if r.MaxCltv != nil {
		q.CltvLimit = *r.MaxCltv
	}
	for _, h := range r.Hints {
		var hint pathfind.Hint
		for _, hop := range h.Hops {
			hint = append(hint, pathfind.HintHop{
				Node: p.key(hop.Node), SCID: p.scid(hop.SCID),
				BaseFee: hop.BaseFee, FeePPM: hop.FeePPM, CltvDelta: hop.Cltv,
			})
		}
		q.Hints = append(q.Hints, hint)
	}
	if r.From == "" && len(r.OwnChannels) == 0 {
		return nil, &pathfind.InvalidError{Field: "from", Detail: "missing, and no own channels either: whose payment is it?"}
	}
	for _, ch := range r.OwnChannels {
		q.LocalChannels = append(q.LocalChannels, pathfind.LocalChannel{
			SCID: p.scid(ch.SCID), Peer: p.key(ch.Peer), Bandwidth: graph.Msat(min(ch.Spendable, math.MaxInt64)),
		})
	}
	for _, key := range r.ExcludeNodes {
		q.ExcludeNodes = append(q.ExcludeNodes, p.key(key))
	}
	for _, scid := range r.ExcludeChannels {
		q.ExcludeChannels = append(q.ExcludeChannels, p.scid(scid))
	}
	return &q, p.err
}

// parser reads keys and short channel ids and remembers the first that is none.
type parser struct{ err error }

func (p *parser) key(text string) graph.PublicKey {
	k, err := graph.ParseKey(text)
	if p.err == nil && err != nil {
		p.err = err
	}
	return k
}

func (p *parser) scid(text string) graph.SCID {
	s, err := graph.ParseSCID(text)
	if p.err == nil && err != nil {
		p.err = err
	}
	return s
}
