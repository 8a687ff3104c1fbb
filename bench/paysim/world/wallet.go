package world

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/lightpane/lightpane/graph"
)

const (
	walletHubs     = 20
	walletChannels = 3 // at most
	// What a wallet's channel can hold, in sat: between these, every order of
	// magnitude as likely.
	walletLeast, walletMost = 500_000, 20_000_000
)

// walletBlock is the block of the wallets' channels: beyond every real one, so
// that the public channels keep their indices.
const walletBlock = 16_000_000

// walletPool draws wallets and whom they pay.
//
// Each wallet is a node of the pool's graph, but only the direction out of it
// has a policy: nobody can route through a wallet, as nobody can see a real
// one, and no wallet sees another's channels as a way. It holds between half
// and nearly all of each channel, whatever the truth says of the public ones.
func walletPool(g *graph.Graph, core []graph.NodeIndex, n int, seed uint64) (*Pool, error) {
	hubs := slices.Clone(core)
	slices.SortStableFunc(hubs, func(a, b graph.NodeIndex) int { return cmp.Compare(g.Degree(b), g.Degree(a)) })
	hubs = hubs[:min(walletHubs, len(hubs))]

	ed := g.Edit()
	payees := Draw(core, n, seed)
	keys := make([]graph.PublicKey, n)
	for i := range keys {
		random := stream(seed, forWalletKeys, uint64(i))
		keys[i][0] = 2
		for at := 1; at < len(keys[i]); at++ {
			keys[i][at] = byte(random.Next())
		}
	}
	wallets := ed.AddNodes(keys)
	type own struct {
		scid      graph.SCID
		direction graph.Direction
		amount    graph.Msat
	}
	var owned []own
	for i, wallet := range wallets {
		random := stream(seed, forWalletChannels, uint64(i))
		left := slices.Clone(hubs)
		for range min(1+random.Below(walletChannels), len(hubs)) {
			at := random.Below(len(left))
			hub := left[at]
			left = slices.Delete(left, at, at+1)
			capacity := graph.Sat(random.logUniform(walletLeast, walletMost))
			o := own{scid: graph.SCID(uint64(walletBlock)<<40 | uint64(len(owned))<<16)}
			ends := [2]graph.NodeIndex{wallet, hub}
			if bytes.Compare(keys[i][:], g.Keys()[hub][:]) > 0 {
				ends[0], ends[1] = hub, wallet
				o.direction = 1
			}
			if _, err := ed.AddChannel(graph.Announcement{SCID: o.scid, Node: ends, Capacity: capacity}); err != nil {
				return nil, fmt.Errorf("open a wallet's channel: %w", err)
			}
			ch, _ := ed.Channel(o.scid)
			// What the wallet asks for is never paid: it is the payer.
			ed.SetPolicy(ch, o.direction, graph.Policy{HtlcMin: 1, HtlcMax: graph.Msat(capacity) * 1000, CltvDelta: 40}, 0)
			o.amount = graph.Msat(float64(capacity) * 1000 * (0.5 + 0.48*random.Unit()))
			owned = append(owned, o)
		}
	}
	p := &Pool{Name: Wallets, Graph: ed.Commit()}
	for i := range payees {
		p.Pairs = append(p.Pairs, Pair{p.Graph.Node(keys[i]), p.Graph.Node(g.Key(payees[i].To))})
	}
	for _, o := range owned {
		p.fixed = append(p.fixed, balance{graph.Ref(p.Graph.Channel(o.scid), o.direction), o.amount})
	}
	return p, nil
}
