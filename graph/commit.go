package graph

// Commit makes the successor. The editor must not be used afterwards.
//
// Without a channel opened or closed, the successor shares the topology and
// only the policies are its own (or not even those). Otherwise the channel
// arrays are merged and the incoming edges laid out anew by two counting
// sorts, all in time proportional to the size of the graph.
func (e *Editor) Commit() *Graph {
	if len(e.added) == 0 && e.removed == 0 {
		return &Graph{
			chain: e.base.chain, timestamp: e.timestamp, topology: e.base.topology,
			policy: e.policy, inbound: e.inbound, updated: e.updated,
			info: e.mergeInfo(len(e.base.keys), func(n NodeIndex) NodeIndex {
				if int(n) < len(e.base.keys) {
					return n
				}
				return None // new, and still without a channel
			}),
		}
	}
	t := &topology{}
	order := e.mergeChannels(t)
	node := e.mergeNodes(t)
	t.layOut()

	g := &Graph{chain: e.base.chain, timestamp: e.timestamp, topology: t}
	g.policy = make([]Policy, 2*len(order))
	g.updated = make([]uint32, 2*len(order))
	if e.inbound != nil {
		g.inbound = make([]InboundFee, 2*len(order))
	}
	for i, old := range order {
		for dir := range Direction(2) {
			from, to := e.slot(old, dir), t.slot[Ref(ChannelIndex(i), dir)]
			if from >= len(e.policy) {
				continue // added, and never given a policy
			}
			g.policy[to] = e.policy[from]
			g.updated[2*i+int(dir)] = e.updated[2*int(old)+int(dir)]
			if from < len(e.inbound) {
				g.inbound[to] = e.inbound[from]
			}
		}
	}
	g.info = e.mergeInfo(len(t.keys), func(n NodeIndex) NodeIndex { return node[n] })
	return g
}

// mergeChannels fills in the channel arrays of t, with the editor's own node
// indices, and returns which channel of the editor each one is.
func (e *Editor) mergeChannels(t *topology) []ChannelRef {
	base := e.base.scid
	n := e.Channels()
	order := make([]ChannelRef, 0, n)
	t.scid = make([]SCID, 0, n)
	t.ends = make([][2]NodeIndex, 0, n)
	t.capacity = make([]Sat, 0, n)
	t.announced = make([]uint32, 0, n)

	features := e.base.features
	i, j := 0, 0
	for i < len(base) || j < len(e.added) {
		if i < len(base) && (j == len(e.scids) || base[i] <= e.scids[j]) {
			ch := ChannelIndex(i)
			i++
			for len(features) > 0 && features[0].channel < ch {
				features = features[1:]
			}
			if e.isGone(ChannelRef(ch)) {
				continue
			}
			if len(features) > 0 && features[0].channel == ch {
				t.features = append(t.features, channelFeature{ChannelIndex(len(order)), features[0].bits})
			}
			order = append(order, ChannelRef(ch))
			t.scid = append(t.scid, base[ch])
			t.ends = append(t.ends, e.base.ends[ch])
			t.capacity = append(t.capacity, e.base.capacity[ch])
			t.announced = append(t.announced, e.base.announced[ch])
			continue
		}
		r, scid := ChannelRef(len(base)+e.order(j)), e.scids[j]
		j++
		if e.isGone(r) {
			continue
		}
		c := &e.added[int(r)-len(base)]
		if c.features != None {
			t.features = append(t.features, channelFeature{ChannelIndex(len(order)), e.features[c.features]})
		}
		order = append(order, r)
		t.scid = append(t.scid, scid)
		t.ends = append(t.ends, c.node)
		t.capacity = append(t.capacity, c.capacity)
		t.announced = append(t.announced, c.announced)
	}
	return order
}

// mergeNodes keeps the nodes that have a channel, in their order, renumbers the
// ends of the channels, and returns the new index of each of the editor's nodes.
func (e *Editor) mergeNodes(t *topology) []NodeIndex {
	node := make([]NodeIndex, len(e.base.keys)+len(e.newKeys))
	for i := range node {
		node[i] = None
	}
	for _, ends := range t.ends {
		node[ends[0]], node[ends[1]] = 0, 0
	}
	count := 0
	for i := range node {
		if node[i] != None {
			node[i] = NodeIndex(count)
			count++
		}
	}
	t.keys = make([]PublicKey, count)
	for i, at := range node {
		if at != None {
			t.keys[at] = *e.Key(NodeIndex(i))
		}
	}
	for i := range t.ends {
		t.ends[i] = [2]NodeIndex{node[t.ends[i][0]], node[t.ends[i][1]]}
	}
	merged := mergeByKey(e.base.byKey, e.newByKey, e.Key)
	t.byKey = make([]NodeIndex, 0, count)
	for _, n := range merged {
		if node[n] != None {
			t.byKey = append(t.byKey, node[n])
		}
	}
	return node
}

// layOut orders the directed edges by the node they lead to, then by the node
// they come from, then by short channel id: two stable counting sorts over the
// channels, which are in order already.
func (t *topology) layOut() {
	n, edges := len(t.keys), 2*len(t.scid)
	t.start = make([]EdgeIndex, n+1)
	for _, ends := range t.ends {
		t.start[ends[0]+1]++
		t.start[ends[1]+1]++
	}
	for i := range n {
		t.start[i+1] += t.start[i]
	}

	// A channel gives each of its ends one edge out and one edge in, so both
	// sorts have the same bounds.
	next := make([]EdgeIndex, n)
	copy(next, t.start)
	byFrom := make([]EdgeRef, edges)
	for i, ends := range t.ends {
		for dir, from := range ends {
			byFrom[next[from]] = Ref(ChannelIndex(i), Direction(dir))
			next[from]++
		}
	}
	copy(next, t.start)
	t.from = make([]NodeIndex, edges)
	t.ref = make([]EdgeRef, edges)
	t.slot = make([]EdgeIndex, edges)
	for _, r := range byFrom {
		ends := t.ends[r.Channel()]
		from, to := ends[r.Direction()], ends[1-r.Direction()]
		at := next[to]
		next[to]++
		t.from[at], t.ref[at], t.slot[r] = from, r, at
	}
}

// mergeInfo is the side table of nodes for n nodes, moved from the editor's
// indices to the successor's.
func (e *Editor) mergeInfo(n int, moved func(NodeIndex) NodeIndex) []nodeInfo {
	if len(e.info) == 0 && e.base.info == nil {
		return nil
	}
	info := make([]nodeInfo, n)
	for i := range e.base.info {
		if to := moved(NodeIndex(i)); to != None {
			info[to] = e.base.info[i]
		}
	}
	for i, in := range e.info {
		if to := moved(i); to != None {
			info[to] = in
		}
	}
	return info
}

// EdgesFrom lists the edges that lead out of a node, in the order of the nodes
// they lead to.
func (g *Graph) EdgesFrom(n NodeIndex, yield func(EdgeIndex) bool) {
	for in := g.start[n]; in < g.start[n+1]; in++ {
		r := g.ref[in]
		if !yield(g.slot[Ref(r.Channel(), 1-r.Direction())]) {
			return
		}
	}
}

// To is the node that an edge leads to.
func (g *Graph) To(e EdgeIndex) NodeIndex {
	r := g.ref[e]
	return g.ends[r.Channel()][1-r.Direction()]
}
