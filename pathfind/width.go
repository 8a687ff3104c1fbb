package pathfind

import (
	"context"

	"github.com/lightpane/lightpane/graph"
)

// width is what one channel lets through: HTLCs may be no larger, whatever the
// payer could send.
func (c *ownChannel) width() graph.Msat { return min(c.most, c.bandwidth) }

// widest is the most that the channels of some way can all carry, whatever they
// ask for it; 0 if there is no way. It fills the graph from the payee, level by
// level: all nodes that the greatest amount reaches, then those that the next
// greatest does.
func (f *Finder) widest(ctx context.Context) (graph.Msat, error) {
	f.reset()
	// Amounts are kept negative: in order, and below infinity.
	level, payer := int64(0), int64(0)
	for i := range f.own {
		level = min(level, -int64(min(f.own[i].width(), graph.MaxSupplyMsat)))
	}
	flood := f.flood[:0]
	reach := func(node graph.NodeIndex, carry graph.Msat) {
		width := max(level, -int64(min(carry, graph.MaxSupplyMsat)))
		switch {
		case width >= f.dist[node] || width >= payer:
			return
		case width == level:
			flood = append(flood, node)
		default:
			f.labels = append(f.labels, label{node: node})
			f.push(entry{width, int32(len(f.labels) - 1)})
		}
		f.dist[node] = width
	}
	flood = append(flood, f.payee)
	for rounds := 1; payer > level; rounds++ {
		if len(flood) == 0 {
			if len(f.queue) == 0 {
				break
			}
			e := f.pop()
			if node := f.labels[e.slot].node; e.dist == f.dist[node] {
				level = e.dist
				flood = append(flood, node)
			}
			continue
		}
		node := flood[len(flood)-1]
		flood = flood[:len(flood)-1]
		s := f.specials[f.special[node]]
		for i := s.ownFrom; i < s.ownTo; i++ {
			payer = min(payer, max(level, -int64(min(f.own[i].width(), graph.MaxSupplyMsat))))
		}
		for i := s.hintFrom; i < s.hintTo; i++ {
			reach(f.hints[i].from, hintCarry)
		}
		if int(node) < f.known {
			for edge := f.in.Start[node]; edge < f.in.Start[node+1]; edge++ {
				from := f.in.From[edge]
				if f.dist[from] <= level || !f.open(edge, s.banned) {
					continue
				}
				p := &f.in.Policy[edge]
				reach(from, min(p.HtlcMax, p.Carry))
			}
		}
		if rounds%ctxEvery == 0 {
			if err := ended(ctx); err != nil {
				return 0, err
			}
		}
	}
	f.flood = flood[:0]
	return graph.Msat(-payer), nil
}
