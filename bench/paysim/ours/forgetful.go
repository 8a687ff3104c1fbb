package ours

import (
	"context"
	"errors"

	"github.com/lightpane/lightpane/bench/paysim/htlc"
	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// forgetful sends one part along the best path in lnd's cost model and, when it
// fails, avoids the pair of nodes where it did: what package pathfind does
// without any estimator.
type forgetful struct {
	g      *graph.Graph
	net    *htlc.Network
	finder *pathfind.Finder
	route  pathfind.Route
	failed []pathfind.ChannelDirection
}

func newForgetful(g *graph.Graph) *forgetful {
	return &forgetful{g: g, finder: pathfind.NewFinder()}
}

func (f *forgetful) Begin(net *htlc.Network) {
	f.net = net
	f.failed = f.failed[:0]
}

func (f *forgetful) Plan(ctx context.Context, amount, maxFee graph.Msat) ([]htlc.Part, string, error) {
	q := query(f.net, amount, maxFee)
	q.ExcludeDirections = f.failed
	var none *pathfind.NoRouteError
	if err := f.finder.Find(ctx, f.g, &q, &f.route); errors.As(err, &none) {
		return nil, string(none.Reason), nil
	} else if err != nil {
		return nil, "", err
	}
	return []htlc.Part{Part(f.g, &q, &f.route)}, "", nil
}

// Learn excludes all channels between the two nodes: one that could have carried
// the amount would have been used (htlc.NonStrict).
func (f *forgetful) Learn(p *htlc.Part, outcome htlc.Outcome) {
	if outcome.Held {
		return
	}
	ref := p.Hops[outcome.At].Ref
	ends := f.g.Ends(ref.Channel())
	from, to := ends[ref.Direction()], ends[1-ref.Direction()]
	in := f.g.Incoming()
	for e := in.Start[to]; e < in.Start[to+1]; e++ {
		if in.From[e] == from {
			f.failed = append(f.failed, pathfind.ChannelDirection{
				SCID: f.g.SCID(in.Ref[e].Channel()), Direction: in.Ref[e].Direction(),
			})
		}
	}
}
