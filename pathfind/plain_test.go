package pathfind_test

import (
	"bytes"
	"maps"
	"math"
	"math/big"
	"slices"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
)

// This file is lnd's search once more, written for nothing but to be right: no
// cleverness, maps for everything. Tests hold the package against it.

// plainEdge is one channel in one direction.
type plainEdge struct {
	scid      graph.SCID
	from, to  graph.PublicKey
	min, most graph.Msat
	carry     graph.Msat // capacity, or HtlcMax
	base, ppm uint64
	delta     uint16
	disabled  bool
	inbound   graph.InboundFee
	bandwidth graph.Msat // of the payer's own
}

// plainGraph is everything a query may use, by the node an edge leads to.
type plainGraph struct {
	q     *pathfind.Query
	p     pathfind.Params
	into  map[graph.PublicKey][]plainEdge
	order map[graph.PublicKey]int // the index of a node
	avoid map[graph.PublicKey]bool
}

func newPlain(g *graph.Graph, q *pathfind.Query) *plainGraph {
	pg := &plainGraph{
		q: q, p: pathfind.DefaultParams(), into: map[graph.PublicKey][]plainEdge{},
		order: map[graph.PublicKey]int{}, avoid: map[graph.PublicKey]bool{},
	}
	if q.Params != nil {
		pg.p = *q.Params
	}
	for _, k := range g.Keys() {
		pg.order[k] = len(pg.order)
	}
	meet := func(k graph.PublicKey) {
		if _, ok := pg.order[k]; !ok {
			pg.order[k] = len(pg.order)
		}
	}
	meet(q.From)
	meet(q.To)
	for _, k := range q.ExcludeNodes {
		pg.avoid[k] = true
	}
	fromGraph := q.LocalChannels == nil
	for ch := range graph.ChannelIndex(g.Channels()) {
		for dir := range graph.Direction(2) {
			p := g.Policy(ch, dir)
			from, to := g.Key(g.Ends(ch)[dir]), g.Key(g.Ends(ch)[1-dir])
			if p.Flags&graph.Known == 0 || from == q.From && !fromGraph {
				continue
			}
			e := plainEdge{
				scid: g.SCID(ch), from: from, to: to, min: p.HtlcMin, most: min(p.HtlcMax, p.Carry), carry: p.Carry,
				base: uint64(p.BaseFee), ppm: uint64(p.FeePPM), delta: p.CltvDelta,
				disabled: p.Flags&graph.Disabled != 0, bandwidth: p.Carry,
			}
			if in := g.Incoming().Inbound; in != nil {
				e.inbound = in[g.Edge(ch, dir)]
			}
			pg.add(e)
		}
	}
	for _, l := range q.LocalChannels {
		e := plainEdge{scid: l.SCID, from: q.From, to: l.Peer, min: l.HtlcMin, most: math.MaxUint64, bandwidth: l.Bandwidth}
		if l.HtlcMax != 0 {
			e.most = l.HtlcMax
		}
		if ch := g.Channel(l.SCID); ch != graph.None {
			for dir := range graph.Direction(2) {
				if g.Key(g.Ends(ch)[dir]) != q.From {
					continue
				}
				e.to = g.Key(g.Ends(ch)[1-dir])
				if p := g.Policy(ch, dir); p.Flags&graph.Known != 0 {
					e.min, e.most = max(e.min, p.HtlcMin), min(e.most, p.HtlcMax, p.Carry)
				}
				if in := g.Incoming().Inbound; in != nil {
					e.inbound = in[g.Edge(ch, dir)]
				}
			}
		}
		meet(e.to)
		pg.add(e)
	}
	const tenBitcoins = 1_000_000_000_000
	for _, hint := range q.Hints {
		for i, hop := range hint {
			to := q.To
			if i+1 < len(hint) {
				to = hint[i+1].Node
			}
			meet(to)
			meet(hop.Node)
			if hop.Node == q.From && !fromGraph {
				continue
			}
			pg.add(plainEdge{
				scid: hop.SCID, from: hop.Node, to: to, most: tenBitcoins, carry: tenBitcoins,
				base: uint64(hop.BaseFee), ppm: uint64(hop.FeePPM), delta: hop.CltvDelta, bandwidth: tenBitcoins,
			})
		}
	}
	return pg
}

func (pg *plainGraph) add(e plainEdge) {
	direction := graph.Direction(0)
	if bytes.Compare(e.from[:], e.to[:]) > 0 {
		direction = 1
	}
	if slices.Contains(pg.q.ExcludeChannels, e.scid) || pg.avoid[e.from] || pg.avoid[e.to] ||
		slices.Contains(pg.q.ExcludeDirections, pathfind.ChannelDirection{SCID: e.scid, Direction: direction}) {
		return
	}
	pg.into[e.to] = append(pg.into[e.to], e)
}

// plainLabel is what the search knows of a node.
type plainLabel struct {
	dist, weight int64
	net          graph.Msat
	outbound     int64
	cltv         uint64
	probability  float64
	onion        int
	hops         []plainHop // on to the payee
	age          int
}

// plainHop is a step of a way, with what it costs.
type plainHop struct {
	edge     plainEdge
	amount   graph.Msat
	outbound int64
	inbound  int64
	delta    uint16
}

// tooMuch is an amount that cannot go, and keeps the arithmetic below in range.
const tooMuch = float64(graph.MaxSupplyMsat)

// fees are what the two ends ask for an amount over an edge. ok is false if no
// such amount exists.
func (pg *plainGraph) fees(e *plainEdge, to *plainLabel) (amount graph.Msat, outbound, inbound int64, ok bool) {
	if e.to != pg.q.To {
		rate := min(max(int64(e.inbound.PPM), -10_000_000), 10_000_000)
		fee := portion(uint64(to.net), rate)
		fee.Add(fee, big.NewInt(int64(e.inbound.Base)))
		if fee.Cmp(big.NewInt(-to.outbound)) < 0 {
			fee.SetInt64(-to.outbound)
		}
		if !fee.IsInt64() {
			return 0, 0, 0, false
		}
		inbound = fee.Int64()
	}
	amount = to.net + graph.Msat(inbound)
	if amount > graph.MaxSupplyMsat {
		return 0, 0, 0, false
	}
	if e.from != pg.q.From {
		fee := portion(uint64(amount), int64(e.ppm))
		fee.Add(fee, new(big.Int).SetUint64(e.base))
		if fee.Cmp(big.NewInt(int64(graph.MaxSupplyMsat))) > 0 {
			return 0, 0, 0, false
		}
		outbound = fee.Int64()
	}
	return amount, outbound, inbound, true
}

// portion is so many millionths of an amount, rounded towards zero.
func portion(amount uint64, ppm int64) *big.Int {
	p := new(big.Int).SetUint64(amount)
	p.Mul(p, big.NewInt(ppm))
	return p.Quo(p, big.NewInt(1_000_000))
}

// unified is the parallel edges from one node as one.
func (pg *plainGraph) unified(edges []plainEdge, to *plainLabel) (h plainHop, capacity graph.Msat, ok bool) {
	local := edges[0].from == pg.q.From
	best := int64(math.MinInt64)
	bandwidth := graph.Msat(0)
	for _, e := range edges {
		amount, outbound, inbound, possible := pg.fees(&e, to)
		if !possible || amount < e.min || amount > e.most {
			continue
		}
		if local {
			if amount > e.bandwidth || e.bandwidth < bandwidth {
				continue
			}
			bandwidth = e.bandwidth
			h, ok = plainHop{e, amount, 0, inbound, 0}, true
			continue
		}
		if e.disabled {
			continue
		}
		capacity = max(capacity, e.carry)
		delta := max(h.delta, e.delta)
		if fee := outbound + inbound; fee >= best {
			best = fee
			h, ok = plainHop{e, amount, outbound, inbound, 0}, true
		}
		h.delta = delta
	}
	return h, capacity, ok
}

func (pg *plainGraph) chance(amount, carry graph.Msat) float64 {
	capacity := float64(carry / 1000 * 1000)
	factor := 1.0
	switch {
	case pg.p.CapacityFraction == 1 || capacity == 0:
	case float64(amount) > capacity:
		factor = 0
	default:
		factor = 1 - 0.5/(1+math.Exp(-(float64(amount)-pg.p.CapacityFraction*capacity)/(0.025*capacity)))
	}
	return pg.p.HopProbability * factor
}

func (pg *plainGraph) attemptCost() float64 {
	amount, ppm := uint64(pg.q.Amount), uint64(pg.p.AttemptCostPPM)
	cost := uint64(pg.p.AttemptCost) + amount/1_000_000*ppm + amount%1_000_000*ppm/1_000_000
	return float64(cost) * (1/(0.5-pg.q.TimePreference*0.9/2) - 1)
}

func (pg *plainGraph) start() *plainLabel {
	q := pg.q
	records := 2 + size(q.Amount) + 5 + q.FinalRecordBytes
	if q.PaymentSecret {
		records += 2 + 32 + size(q.Amount)
	}
	return &plainLabel{net: q.Amount, cltv: uint64(q.FinalCltv), probability: 1, onion: records + 33}
}

func size(a graph.Msat) int {
	n := 0
	for ; a > 0; a /= 256 {
		n++
	}
	return n
}

// extend puts a hop in front of a label, nil if that breaks a limit.
func (pg *plainGraph) extend(to *plainLabel, h plainHop, capacity graph.Msat) *plainLabel {
	q, own := pg.q, h.edge.from == pg.q.From
	if h.amount > q.Amount && h.amount-q.Amount > q.MaxFee {
		return nil
	}
	chance := pg.p.OwnProbability
	if !own {
		chance = pg.chance(h.amount, capacity)
	}
	l := &plainLabel{
		net: h.amount + graph.Msat(h.outbound), outbound: h.outbound,
		cltv: to.cltv + uint64(h.delta), probability: to.probability * chance, onion: to.onion,
	}
	if !own {
		l.onion += 2 + size(h.amount) + 5 + 10 + 33
	}
	risk := float64(h.amount) * float64(h.delta) * float64(pg.p.RiskFactor)
	if risk < 9e18 {
		risk = float64(int64(h.amount) * int64(h.delta) * int64(pg.p.RiskFactor) / 1_000_000_000)
	} else {
		risk = math.Floor(risk / 1e9)
	}
	weight := float64(to.weight) + float64(max(0, h.inbound+h.outbound)) + risk
	if chance == 0 || l.cltv > uint64(q.CltvLimit) || l.probability < pg.p.MinProbability ||
		l.onion > pg.p.OnionBytes || float64(l.net) > tooMuch || weight > tooMuch {
		return nil
	}
	l.weight = to.weight + max(0, h.inbound+h.outbound) + int64(risk)
	if l.probability == 0 {
		return nil
	}
	l.dist = int64(float64(l.weight) + pg.attemptCost()/l.probability)
	l.hops = append([]plainHop{h}, to.hops...)
	return l
}

// inOrder lists the neighbours: the payer, then by index. lnd takes them as a map
// happens to have them, which matters where everything else is equal.
func (pg *plainGraph) inOrder(from map[graph.PublicKey][]plainEdge) []graph.PublicKey {
	return slices.SortedFunc(maps.Keys(from), func(a, b graph.PublicKey) int {
		switch {
		case a == pg.q.From:
			return -1
		case b == pg.q.From:
			return 1
		}
		return pg.order[a] - pg.order[b]
	})
}

// search is lnd's findPath; nil if it finds none.
func (pg *plainGraph) search() *plainLabel {
	labels := map[graph.PublicKey]*plainLabel{}
	waiting := map[graph.PublicKey]bool{}
	pivot, at, age := pg.q.To, pg.start(), 0
	for {
		from := map[graph.PublicKey][]plainEdge{}
		for _, e := range pg.into[pivot] {
			from[e.from] = append(from[e.from], e)
		}
		for _, k := range pg.inOrder(from) {
			edges := from[k]
			if k == pg.q.To {
				continue
			}
			h, capacity, ok := pg.unified(edges, at)
			if !ok {
				continue
			}
			l := pg.extend(at, h, capacity)
			if l == nil {
				continue
			}
			if old := labels[k]; old != nil &&
				(l.dist > old.dist || l.dist == old.dist && l.probability <= old.probability) {
				continue
			}
			l.age = age
			age++
			labels[k], waiting[k] = l, true
		}
		if len(waiting) == 0 {
			return nil
		}
		first := true
		for k := range waiting {
			l := labels[k]
			if first || l.dist < at.dist || l.dist == at.dist && (l.probability > at.probability ||
				l.probability == at.probability && l.age < at.age) {
				pivot, at, first = k, l, false
			}
		}
		if pivot == pg.q.From {
			return at
		}
		delete(waiting, pivot)
	}
}

// best is the least distance over all simple ways, nil if there is none.
func (pg *plainGraph) best() *plainLabel {
	var best *plainLabel
	var walk func(node graph.PublicKey, l *plainLabel, seen []graph.PublicKey)
	walk = func(node graph.PublicKey, l *plainLabel, seen []graph.PublicKey) {
		if node == pg.q.From {
			if best == nil || l.dist < best.dist {
				best = l
			}
			return
		}
		from := map[graph.PublicKey][]plainEdge{}
		for _, e := range pg.into[node] {
			if !slices.Contains(seen, e.from) {
				from[e.from] = append(from[e.from], e)
			}
		}
		for k, edges := range from {
			if h, capacity, ok := pg.unified(edges, l); ok {
				if next := pg.extend(l, h, capacity); next != nil {
					walk(k, next, append(slices.Clone(seen), k))
				}
			}
		}
	}
	walk(pg.q.To, pg.start(), []graph.PublicKey{pg.q.To})
	return best
}
