package synth

import (
	"context"
	"math"
)

// matcher links nodes at random, given how many peers each wants: a
// configuration model, with the classes of both ends drawn from mainnet's
// mixing matrix and no pair linked twice.
type matcher struct {
	r      *rng
	stubs  [peerClasses][]int32 // a node occurs as often as it wants peers
	taken  map[uint64]struct{}  // linked pairs
	peers  []int32              // by rank, so far
	region []uint8              // by rank, of those with wishes
	links  []link
}

// tries is how many partners are tried for a stub before it is set aside.
const tries = 32

// Nodes prefer peers from their own of many regions (countries, rings of
// friends): the first few partners tried must be from there. It makes peers of
// a node peers of each other as often as on mainnet, and paths as long.
const (
	regions   = 60
	homeTries = 24
)

// newMatcher makes a matcher for ranks up to nodes, of which the first have
// wishes.
func newMatcher(r *rng, want []int32, nodes int) *matcher {
	m := &matcher{
		r: r, taken: make(map[uint64]struct{}, len(want)*5),
		peers: make([]int32, nodes), region: make([]uint8, len(want)),
	}
	for rank, n := range want {
		m.region[rank] = uint8(r.below(regions))
		c := classOf(n)
		for range n {
			m.stubs[c] = append(m.stubs[c], int32(rank))
		}
	}
	for c := range m.stubs {
		shuffle(r, m.stubs[c])
	}
	return m
}

// join links a and b, unless they are one node or linked already.
func (m *matcher) join(a, b int32) bool {
	key := uint64(min(a, b))<<32 | uint64(max(a, b))
	if _, dup := m.taken[key]; a == b || dup {
		return false
	}
	m.taken[key] = struct{}{}
	m.peers[a]++
	m.peers[b]++
	m.links = append(m.links, link{a: a, b: b})
	return true
}

// matchClasses makes the links that the mixing matrix asks for, hubs first,
// because they have the fewest nodes to choose from among themselves.
func (m *matcher) matchClasses(ctx context.Context) error {
	pairs := m.expectedPairs()
	for i := peerClasses - 1; i >= 0; i-- {
		for j := i; j >= 0; j-- {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			for range m.round(pairs[i][j]) {
				m.linkClasses(i, j)
			}
		}
	}
	return nil
}

// round is x rounded up as often as its fraction says.
func (m *matcher) round(x float64) int {
	whole := math.Floor(x)
	if float64(m.r.unit()) < (x-whole)*(1<<32) {
		whole++
	}
	return int(whole)
}

// linkClasses links a stub of class i to the first that fits among a few of
// class j, which at first must be from the same region. If none fits, both
// classes keep their stubs.
func (m *matcher) linkClasses(i, j int) {
	if len(m.stubs[i]) == 0 {
		return
	}
	a := m.take(i, m.r.below(len(m.stubs[i])))
	for try := range tries {
		if len(m.stubs[j]) == 0 {
			break
		}
		k := m.r.below(len(m.stubs[j]))
		if try < homeTries && m.region[a] != m.region[m.stubs[j][k]] {
			continue
		}
		if m.join(a, m.stubs[j][k]) {
			m.take(j, k)
			return
		}
	}
	m.stubs[i] = append(m.stubs[i], a)
}

// take removes the k-th stub of class c.
func (m *matcher) take(c, k int) int32 {
	s := m.stubs[c]
	rank := s[k]
	s[k] = s[len(s)-1]
	m.stubs[c] = s[:len(s)-1]
	return rank
}

// matchRest links the stubs that are left without regard to class, and drops
// those that find no partner. A node that would be left without a channel gets
// one with an end of a random link, which is likely to be a hub.
func (m *matcher) matchRest() {
	var rest []int32
	for c := range m.stubs {
		rest = append(rest, m.stubs[c]...)
	}
	shuffle(m.r, rest)
	for len(rest) > 0 {
		a := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		for range min(tries, len(rest)) {
			k := m.r.below(len(rest))
			if m.join(a, rest[k]) {
				rest[k] = rest[len(rest)-1]
				rest = rest[:len(rest)-1]
				break
			}
		}
		if m.peers[a] == 0 {
			m.join(a, m.anyEnd())
		}
	}
}

// anyEnd is an end of a random link, or the first node where there is none.
func (m *matcher) anyEnd() int32 {
	if len(m.links) == 0 {
		return 0
	}
	return m.links[m.r.below(len(m.links))].a
}

// attachStars adds the star hubs, from rank first, and their wallets after
// them, and a few links from each hub into the rest of the network.
func (m *matcher) attachStars(first int, wallets []int) {
	wallet := int32(first + len(wallets))
	ordinary := len(m.links)
	for i, n := range wallets {
		hub := int32(first + i)
		for range n/starUplinks + 1 {
			l := m.links[m.r.below(ordinary)]
			end := l.a
			if m.r.chance(certain / 2) {
				end = l.b
			}
			m.join(hub, max(end, starUplinkRank))
		}
		for range n {
			m.join(hub, wallet)
			m.links[len(m.links)-1].inStar = true
			wallet++
		}
	}
}

// expectedPairs fits mainnet's mixing matrix to the stubs at hand: the number
// of links between two classes such that every class uses up its stubs.
//
// The matrix is scaled by a factor for each class, found by iteration (Sinkhorn
// and Knopp, symmetric). Products are converted before they are added, which
// keeps compilers from fusing the two, so that the result has the same bits on
// every platform.
func (m *matcher) expectedPairs() [peerClasses][peerClasses]float64 {
	var factor [peerClasses]float64
	for i := range factor {
		factor[i] = 1
	}
	ends := func(i, j int) float64 { // stubs of class i that a unit of mixing uses
		if i == j {
			return 2 * mixing[i][j]
		}
		return mixing[i][j]
	}
	const rounds = 200
	for range rounds {
		for i := range factor {
			used := 0.0
			for j := range factor {
				used += float64(float64(factor[i]*factor[j]) * ends(i, j))
			}
			if used > 0 {
				factor[i] *= math.Sqrt(float64(len(m.stubs[i])) / used)
			}
		}
	}
	var pairs [peerClasses][peerClasses]float64
	for i := range pairs {
		for j := range pairs {
			pairs[i][j] = float64(factor[i]*factor[j]) * mixing[i][j]
		}
	}
	return pairs
}
