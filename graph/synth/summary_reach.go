package synth

// directed is the usable directions as adjacency lists: the nodes that a can
// pay through lie at to[first[a]:first[a+1]].
type directed struct {
	first, to []int32
}

// newDirected collects the usable directions, reversed if so asked.
func newDirected(n *Network, reversed bool) *directed {
	d := &directed{first: make([]int32, len(n.Nodes)+2)}
	each := func(f func(from, to int32)) {
		n.usable(func(from int32, c *Channel, _ *Policy) {
			to := c.Node1 + c.Node2 - from
			if reversed {
				from, to = to, from
			}
			f(from, to)
		})
	}
	// Two steps ahead while counting, so that filling leaves the starts in place.
	each(func(from, _ int32) { d.first[from+2]++ })
	for i := 2; i < len(d.first); i++ {
		d.first[i] += d.first[i-1]
	}
	d.to = make([]int32, d.first[len(d.first)-1])
	each(func(from, to int32) {
		d.to[d.first[from+1]] = to
		d.first[from+1]++
	})
	return d
}

// hops fills distance with the number of hops from one node to each, or -1.
func (d *directed) hops(from int32, distance []int32) {
	for i := range distance {
		distance[i] = -1
	}
	distance[from] = 0
	queue := []int32{from}
	for len(queue) > 0 {
		a := queue[0]
		queue = queue[1:]
		for _, b := range d.to[d.first[a]:d.first[a+1]] {
			if distance[b] < 0 {
				distance[b] = distance[a] + 1
				queue = append(queue, b)
			}
		}
	}
}

// reach measures who can pay whom: the strongly connected component of the
// node with the most channels, which is the largest in any network of this
// kind, and the hops between its nodes.
func (s *Summary) reach(n *Network) {
	hub, degree := int32(0), degreesOf(n)
	for i, d := range degree {
		if d > degree[hub] {
			hub = int32(i)
		}
	}
	forward := newDirected(n, false)
	out, in := make([]int32, len(n.Nodes)), make([]int32, len(n.Nodes))
	forward.hops(hub, out)
	newDirected(n, true).hops(hub, in)
	var core []int32
	onlyIn, onlyOut := 0, 0
	for i := range n.Nodes {
		switch {
		case out[i] >= 0 && in[i] >= 0:
			core = append(core, int32(i))
		case in[i] >= 0:
			onlyOut++
		case out[i] >= 0:
			onlyIn++
		}
	}
	s.share("nodes in the largest strong component", len(core), len(n.Nodes))
	s.share("nodes that can only be paid", onlyIn, len(n.Nodes))
	s.share("nodes that can only pay", onlyOut, len(n.Nodes))

	const sources = 256
	sum, pairs, far := 0, 0, 0
	for k := range min(sources, len(core)) {
		forward.hops(core[k*len(core)/min(sources, len(core))], out)
		for _, b := range core {
			sum += int(out[b])
			if out[b] > 0 {
				pairs++
			}
			if out[b] > 4 {
				far++
			}
		}
	}
	s.number("mean hops", float64(sum)/float64(max(pairs, 1)))
	s.share("more than 4 hops apart", far, pairs)
}

// clustering measures how often two peers of a node are peers themselves: the
// mean over nodes with 2 to 64 peers, as larger ones take long to count and
// have little of it.
func (s *Summary) clustering(n *Network) {
	const most = 64
	peers := make([][]int32, len(n.Nodes))
	linked := make(map[[2]int32]bool, len(n.Channels))
	for i := range n.Channels {
		a, b := n.Channels[i].Node1, n.Channels[i].Node2
		if !linked[[2]int32{a, b}] {
			linked[[2]int32{a, b}] = true
			peers[a], peers[b] = append(peers[a], b), append(peers[b], a)
		}
	}
	sum, nodes := 0.0, 0
	for _, p := range peers {
		if len(p) < 2 || len(p) > most {
			continue
		}
		closed := 0
		for i, a := range p {
			for _, b := range p[:i] {
				if linked[[2]int32{min(a, b), max(a, b)}] {
					closed++
				}
			}
		}
		nodes++
		sum += float64(2*closed) / float64(len(p)*(len(p)-1))
	}
	*s = append(*s, Stat{Name: "clustering", Value: sum / float64(max(nodes, 1)), Share: true})
}
