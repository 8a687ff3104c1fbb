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
	// What counts is how much less than all bitcoins gets through, so that the
	// widest comes first.
	const all = int64(graph.MaxSupplyMsat)
	less := func(carry graph.Msat) int64 { return all - int64(min(carry, graph.MaxSupplyMsat)) }
	level, payer := all, all
	for i := range f.own {
		level = min(level, less(f.own[i].width()))
	}
	flood := f.flood[:0]
	reach := func(node graph.NodeIndex, carry graph.Msat) {
		dist := max(level, less(carry))
		switch {
		case dist >= f.dist[node] || dist >= payer:
			return
		case dist == level:
			flood = append(flood, node)
		default:
			f.queue.push(entry{dist: dist, slot: int32(node)})
		}
		f.dist[node] = dist
	}
	flood = append(flood, f.payee)
	for rounds := 1; payer > level; rounds++ {
		if len(flood) == 0 {
			if len(f.queue) == 0 {
				break
			}
			if e := f.queue.pop(); e.dist == f.dist[e.slot] {
				level = e.dist
				flood = append(flood, graph.NodeIndex(e.slot))
			}
			continue
		}
		node := flood[len(flood)-1]
		flood = flood[:len(flood)-1]
		s := f.specials[f.special[node]]
		for i := s.ownFrom; i < s.ownTo; i++ {
			payer = min(payer, max(level, less(f.own[i].width())))
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
	return graph.Msat(all - payer), nil
}
