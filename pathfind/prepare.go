package pathfind

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

// special says what of the edges into a node the search has to treat otherwise
// than the graph's.
type special struct {
	ownFrom, ownTo   int32 // the payer's channels to the node
	hintFrom, hintTo int32 // hinted channels to the node
	banned           bool  // some edge into the node is excluded
	able             bool  // some channel of the payer's to the node takes the amount
}

// ownChannel is a usable channel of the payer's.
type ownChannel struct {
	bandwidth graph.Msat
	min, most graph.Msat // bounds on one HTLC
	scid      graph.SCID
	peer      graph.NodeIndex
	edge      graph.EdgeIndex // None if the graph does not know it
}

// hintEdge is a channel that a hint adds to the graph.
type hintEdge struct {
	scid     graph.SCID
	from, to graph.NodeIndex
	base     uint32
	ppm      uint32
	delta    uint16
}

// prepare gives nodes their indices and lays out what is special about a query.
func (f *Finder) prepare(g *graph.Graph, q *Query) error {
	if f.g != g {
		f.study(g)
	}
	f.q = *q
	f.known = g.Nodes()
	f.strangers = f.strangers[:0]
	clear(f.stranger)
	f.payer, f.payee = f.node(&q.From), f.node(&q.To)

	f.own, f.hints = f.own[:0], f.hints[:0]
	if err := f.gatherOwn(); err != nil {
		return err
	}
	f.gatherHints()

	n := f.known + len(f.strangers)
	f.dist = resize(f.dist, n)
	f.slot = resize(f.slot, n)
	f.special = resize(f.special, n)
	clear(f.special)
	f.specials = append(f.specials[:0], special{})
	f.markOwn()
	f.markHints()
	f.markBanned()

	if int(f.payer) >= f.known && len(f.own) == 0 {
		return &NoRouteError{Reason: UnknownPayer, Detail: "the graph does not know the payer " + q.From.String()}
	}
	if int(f.payee) >= f.known && f.special[f.payee] == 0 {
		return &NoRouteError{Reason: UnknownPayee, Detail: "neither the graph nor a hint leads to the payee " + q.To.String()}
	}
	if _, found := slices.BinarySearch(f.avoid, f.payee); found {
		return &NoRouteError{Reason: RequiredFeature, Detail: "the payee requires a feature that is unknown here: " + q.To.String()}
	}
	return nil
}

// study learns what holds for every query over a graph.
func (f *Finder) study(g *graph.Graph) {
	f.g, f.in = g, g.Incoming()
	f.avoid = unroutable(g, f.avoid[:0])
	f.blank = resize(f.blank, g.Nodes())
	for n := range f.blank {
		f.blank[n] = infinity
		// Nobody goes through a node with one neighbour, and nearly half of
		// all nodes are such.
		if first, last := f.in.Start[n], f.in.Start[n+1]-1; f.in.From[first] == f.in.From[last] {
			f.blank[n] = blocked
		}
	}
}

// reset forgets all labels.
func (f *Finder) reset() {
	copy(f.dist, f.blank)
	for n := f.known; n < len(f.dist); n++ {
		f.dist[n] = infinity
	}
	// Those with channels that the graph does not know have other neighbours.
	for i := range f.own {
		f.dist[f.own[i].peer] = infinity
	}
	for i := range f.hints {
		f.dist[f.hints[i].from], f.dist[f.hints[i].to] = infinity, infinity
	}
	for _, n := range f.avoid {
		f.dist[n] = blocked
	}
	for i := range f.q.ExcludeNodes {
		if n := f.lookUp(&f.q.ExcludeNodes[i]); n != graph.None {
			f.dist[n] = blocked
		}
	}
	f.dist[f.payer], f.dist[f.payee] = blocked, blocked
	f.payerDist = infinity
	f.labels = f.labels[:0]
	f.queue = f.queue[:0]
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/8+16)
	}
	return s[:n]
}

// lookUp is the index of a node that the graph or this query knows, or None.
func (f *Finder) lookUp(key *graph.PublicKey) graph.NodeIndex {
	if n := f.g.Node(*key); n != graph.None {
		return n
	}
	if n, ok := f.stranger[*key]; ok {
		return n
	}
	return graph.None
}

// node is the index of a node; one that nobody knew is a stranger from now on.
func (f *Finder) node(key *graph.PublicKey) graph.NodeIndex {
	if n := f.lookUp(key); n != graph.None {
		return n
	}
	if f.stranger == nil {
		f.stranger = make(map[graph.PublicKey]graph.NodeIndex)
	}
	n := graph.NodeIndex(f.known + len(f.strangers))
	f.strangers = append(f.strangers, *key)
	f.stranger[*key] = n
	return n
}

// key is the public key of a node.
func (f *Finder) key(n graph.NodeIndex) *graph.PublicKey {
	if int(n) < f.known {
		return &f.g.Keys()[n]
	}
	return &f.strangers[int(n)-f.known]
}

// excluded says whether a channel may not be used from one node to another.
func (f *Finder) excluded(scid graph.SCID, from, to graph.NodeIndex) bool {
	q := &f.q
	if slices.Contains(q.ExcludeChannels, scid) {
		return true
	}
	if len(q.ExcludeDirections) == 0 {
		return false
	}
	a, b := f.key(from), f.key(to)
	direction := graph.Direction(0)
	if bytes.Compare(a[:], b[:]) > 0 {
		direction = 1
	}
	return slices.Contains(q.ExcludeDirections, ChannelDirection{scid, direction})
}

// gatherOwn lists the payer's channels that are not excluded.
func (f *Finder) gatherOwn() error {
	if f.q.LocalChannels == nil {
		f.ownFromGraph()
		return nil
	}
	for i := range f.q.LocalChannels {
		c, err := f.local(&f.q.LocalChannels[i])
		if err != nil {
			return err
		}
		if !f.excluded(c.scid, f.payer, c.peer) {
			f.own = append(f.own, c)
		}
	}
	return nil
}

// ownFromGraph takes the channels that the graph knows of the payer as its own.
func (f *Finder) ownFromGraph() {
	if int(f.payer) >= f.known {
		return
	}
	for e := f.in.Start[f.payer]; e < f.in.Start[f.payer+1]; e++ {
		ch, back := f.in.Ref[e].Channel(), f.in.Ref[e].Direction()
		edge := f.g.Edge(ch, 1-back)
		p := &f.in.Policy[edge]
		peer, scid := f.in.From[e], f.g.SCID(ch)
		if p.Flags&graph.Known == 0 || f.excluded(scid, f.payer, peer) {
			continue
		}
		f.own = append(f.own, ownChannel{
			bandwidth: p.Carry, min: p.HtlcMin, most: min(p.HtlcMax, p.Carry),
			scid: scid, peer: peer, edge: edge,
		})
	}
}

// local is a channel that was handed in.
func (f *Finder) local(c *LocalChannel) (ownChannel, error) {
	own := ownChannel{bandwidth: c.Bandwidth, min: c.HtlcMin, most: c.Bandwidth, scid: c.SCID, edge: graph.None}
	if c.HtlcMax != 0 {
		own.most = min(own.most, c.HtlcMax)
	}
	nobody := c.Peer == graph.PublicKey{}
	if ch := f.g.Channel(c.SCID); ch != graph.None {
		for dir, end := range f.g.Ends(ch) {
			peer := f.g.Ends(ch)[1-dir]
			if end != f.payer || !nobody && f.g.Key(peer) != c.Peer {
				continue
			}
			own.peer, own.edge = peer, f.g.Edge(ch, graph.Direction(dir))
			if p := &f.in.Policy[own.edge]; p.Flags&graph.Known != 0 {
				own.min = max(own.min, p.HtlcMin)
				own.most = min(own.most, p.HtlcMax, p.Carry)
			}
			return own, nil
		}
	}
	switch {
	case nobody:
		return own, &InvalidError{"local channel", c.SCID.String() + " has no peer, and the graph knows no such channel of the payer"}
	case c.Peer == f.q.From:
		return own, &InvalidError{"local channel", c.SCID.String() + " leads to the payer itself"}
	}
	own.peer = f.node(&c.Peer)
	return own, nil
}

// gatherHints adds the channels of the hints. A channel that begins at the payer
// is skipped as in lnd: the payer knows its own channels. Only when those come
// from the graph, which lacks the private ones, it counts as one of them.
func (f *Finder) gatherHints() {
	for _, hint := range f.q.Hints {
		for i := range hint {
			hop := &hint[i]
			to := f.payee
			if i+1 < len(hint) {
				to = f.node(&hint[i+1].Node)
			}
			from := f.node(&hop.Node)
			switch {
			case from == to || from == f.payee || to == f.payer || f.excluded(hop.SCID, from, to):
			case from != f.payer:
				f.hints = append(f.hints, hintEdge{hop.SCID, from, to, hop.BaseFee, hop.FeePPM, hop.CltvDelta})
			case f.q.LocalChannels == nil:
				f.own = append(f.own, ownChannel{
					bandwidth: hintCarry, most: hintCarry, scid: hop.SCID, peer: to, edge: graph.None,
				})
			}
		}
	}
}

// at is the entry of a node in specials.
func (f *Finder) at(n graph.NodeIndex) *special {
	if f.special[n] == 0 {
		f.special[n] = int32(len(f.specials))
		f.specials = append(f.specials, special{})
	}
	return &f.specials[f.special[n]]
}

func (f *Finder) markOwn() {
	byPeer := func(a, b ownChannel) int { return cmp.Compare(a.peer, b.peer) }
	if !slices.IsSortedFunc(f.own, byPeer) {
		slices.SortStableFunc(f.own, byPeer)
	}
	f.able = false
	for i := range f.own {
		s := f.at(f.own[i].peer)
		if s.ownTo == 0 {
			s.ownFrom = int32(i)
		}
		s.ownTo = int32(i + 1)
		c := &f.own[i]
		s.able = s.able || f.q.Amount <= c.width()
		f.able = f.able || s.able
	}
}

func (f *Finder) markHints() {
	slices.SortStableFunc(f.hints, func(a, b hintEdge) int {
		if a.to != b.to {
			return cmp.Compare(a.to, b.to)
		}
		return cmp.Compare(a.from, b.from)
	})
	for i := range f.hints {
		s := f.at(f.hints[i].to)
		if s.hintTo == 0 {
			s.hintFrom = int32(i)
		}
		s.hintTo = int32(i + 1)
	}
}

// markBanned lists the graph's edges that are excluded, and has the search look
// them up when it comes to the nodes they lead to.
func (f *Finder) markBanned() {
	f.banned = f.banned[:0]
	for _, scid := range f.q.ExcludeChannels {
		f.ban(scid, 0)
		f.ban(scid, 1)
	}
	for _, c := range f.q.ExcludeDirections {
		f.ban(c.SCID, c.Direction)
	}
	slices.Sort(f.banned)
}

func (f *Finder) ban(scid graph.SCID, dir graph.Direction) {
	ch := f.g.Channel(scid)
	if ch == graph.None {
		return
	}
	f.banned = append(f.banned, f.g.Edge(ch, dir))
	f.at(f.g.Ends(ch)[1-dir]).banned = true
}
