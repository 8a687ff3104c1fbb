package synth

import "context"

// link is a pair of nodes with at least one channel. Nodes are numbered by
// rank here: first those outside the stars, from most peers to fewest, then
// the star hubs, then their wallets.
type link struct {
	a, b     int32
	channels int32
	inStar   bool // between a star hub (a) and one of its wallets (b)
}

// topology is who is linked to whom, before anything is known about terms.
type topology struct {
	ordinary int     // ranks below are outside the stars
	stars    int     // the next so many ranks are star hubs
	peers    []int32 // by rank
	links    []link
}

// isWallet says whether a rank hangs on a star hub and on nothing else.
func (t *topology) isWallet(rank int32) bool { return int(rank) >= t.ordinary+t.stars }

// isStar says whether a rank is a star hub.
func (t *topology) isStar(rank int32) bool {
	return int(rank) >= t.ordinary && int(rank) < t.ordinary+t.stars
}

// newTopology links nodes nodes by channels channels.
func newTopology(ctx context.Context, seed uint64, nodes, channels int) (*topology, error) {
	r := newRNG(seed, streamTopology)
	wallets := planStars(nodes)
	t := &topology{stars: len(wallets)}
	t.ordinary = nodes - t.stars
	uplinks := 0
	for _, n := range wallets {
		t.ordinary -= n
		uplinks += n/starUplinks + 1
	}

	pairs := inProportion(channels, mainnetPairs, mainnetChannels)
	want := wantedPeers(t.ordinary, pairs-uplinks-(nodes-t.ordinary-t.stars))
	m := newMatcher(r, want, nodes)
	if err := m.matchClasses(ctx); err != nil {
		return nil, err
	}
	m.matchRest()
	m.attachStars(t.ordinary, wallets)
	t.links, t.peers = m.links, m.peers
	t.addParallels(newRNG(seed, streamParallels), channels-len(t.links))
	return t, nil
}

// planStars says how many wallets each star hub has. The share of nodes in
// stars is mainnet's.
func planStars(nodes int) []int {
	var wallets []int
	left := inProportion(nodes, mainnetStarNodes, mainnetNodes)
	for left >= starMinimum {
		n := min(left-1, starSizes[len(wallets)%len(starSizes)])
		wallets = append(wallets, n)
		left -= n + 1
	}
	return wallets
}

// wantedPeers gives n nodes their numbers of peers, from most to fewest, so
// that they make the given number of pairs.
func wantedPeers(n, pairs int) []int32 {
	want := make([]int32, n)
	surplus := int64(0) // beyond the one that every node has
	for rank := range want {
		// The middle of the node's share of all nodes, counted from the top.
		u := uint32(((uint64(2*(n-rank)) - 1) << 31) / uint64(n))
		want[rank] = min(int32(peerSpread.at(u)), int32(n-1))
		surplus += int64(want[rank]) - 1
	}
	// Scale what is beyond one peer to the number wanted, carrying the remainder
	// from node to node: most keep what the distribution gave them.
	wantSurplus, carry := int64(max(2*pairs-n, 0)), int64(0)
	if surplus == 0 {
		return want
	}
	for rank := range want {
		carry += (int64(want[rank]) - 1) * wantSurplus
		want[rank] = int32(min(1+carry/surplus, int64(n-1)))
		carry %= surplus
	}
	return want
}

// addParallels spreads the channels that are left over the links.
func (t *topology) addParallels(r *rng, left int) {
	bundler := make([]int, len(t.peers)) // 1 for those that are
	for rank := range bundler {
		is := r.chance(bundlers[sizeOf(t.peers[rank])])
		if style := t.hubStyleOf(int32(rank)); style != nil {
			is = style.bundler
		}
		if is {
			bundler[rank] = 1
		}
	}
	order := make([]int32, len(t.links))
	for i := range order {
		order[i] = int32(i)
		t.links[i].channels = 1
	}
	shuffle(r, order)
	// One round makes about as many as mainnet has. Further ones are for networks
	// with more channels than their pairs can take: there every pair gets some.
	for round := 0; left > 0; round++ {
		for _, i := range order {
			l := &t.links[i]
			p := &parallel[bundler[l.a]+bundler[l.b]]
			if l.inStar || round == 0 && !r.chance(p.chance) {
				continue
			}
			n := min(int(p.siblings.draw(r)), left)
			l.channels += int32(n)
			left -= n
		}
	}
}

// hubStyleOf is the hub that a rank stands for, nil for most ranks.
func (t *topology) hubStyleOf(rank int32) *hubStyle {
	switch {
	case t.isWallet(rank):
		return &walletStyle
	case t.isStar(rank):
		return &starStyle
	}
	const mainnetOrdinary = mainnetNodes - mainnetStarNodes
	at := inProportion(int(rank), mainnetOrdinary, t.ordinary)
	if at >= len(hubStyles) {
		return nil
	}
	return &hubStyles[at]
}
