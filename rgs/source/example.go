package source

import (
	"fmt"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
)

// Example makes the graph and the names of a generated network. What the network
// does not know of a direction stays unknown.
func Example(net *synth.Network, chain graph.ChainHash) (*Loaded, error) {
	out := &Loaded{Format: Generated, Aliases: make(map[graph.PublicKey]string, len(net.Nodes))}
	ed := graph.New(chain).Edit()
	keys := make([]graph.PublicKey, len(net.Nodes))
	for i, n := range net.Nodes {
		keys[i] = n.Key
		if n.Alias != "" {
			out.Aliases[n.Key] = n.Alias
		}
	}
	node := ed.AddNodes(keys)
	ed.Grow(len(net.Channels))
	for i := range net.Channels {
		c := &net.Channels[i]
		a := graph.Announcement{
			SCID: graph.SCID(c.SCID), Node: [2]graph.NodeIndex{node[c.Node1], node[c.Node2]}, Capacity: graph.Sat(c.CapacitySat),
		}
		if _, err := ed.AddChannel(a); err != nil {
			return nil, &Error{Format: Generated, Where: fmt.Sprint("channel ", i), Err: err}
		}
		ch, _ := ed.Channel(a.SCID)
		for dir, from := range c.Policy {
			if from.Known {
				ed.SetPolicy(ch, graph.Direction(dir), policy(from), 0)
			}
		}
	}
	out.Graph = ed.Commit()
	return out, nil
}

func policy(p synth.Policy) graph.Policy {
	out := graph.Policy{
		HtlcMin: graph.Msat(p.HtlcMinMsat), HtlcMax: graph.Msat(p.HtlcMaxMsat),
		BaseFee: p.BaseMsat, FeePPM: p.PPM, CltvDelta: p.CltvDelta,
	}
	if p.Disabled {
		out.Flags = graph.Disabled
	}
	return out
}
