package pathfind

import "github.com/lightpane/lightpane/graph"

// knownFeatures are the even bits of BOLT 9, and those lnd uses before their
// number is final, that a node may require of whoever routes through it: either
// every payer has them, or they matter to a node's peers alone.
var knownFeatures = [...]int{
	0,           // data loss protection
	4, 6, 8, 10, // upfront shutdown, gossip queries, variable onion, extended queries
	12, 14, 16, 18, // static remote key, payment secret, basic MPP, large channels
	20, 22, 24, 26, 28, // anchors (both), route blinding, any segwit, dual funding
	30, 34, 36, 38, // AMP, quiescence, attributable errors, onion messages
	40, 42, 44, 46, // zero-fee commitments, peer storage, channel type, scid alias
	48, 50, 54, // payment metadata, zero-conf, keysend
	60, 62, 80, // simple close, splicing, simple taproot
	160, 180, 260, 262, // simple close and taproot (early), accountability, blinded paths
	2022, 2026, // script-enforced lease, taproot overlay
}

// requiresUnknown says whether feature bits, big-endian as on the wire, have an
// even bit that is not among knownFeatures: BOLT 7 forbids to route through
// such a node.
func requiresUnknown(bits string) bool {
	for i := range len(bits) {
		b := bits[i] & 0b01010101
		for bit := 8 * (len(bits) - 1 - i); b != 0; bit, b = bit+2, b>>2 {
			if b&1 != 0 && !isKnown(bit) {
				return true
			}
		}
	}
	return false
}

func isKnown(bit int) bool {
	for _, k := range knownFeatures {
		if k == bit {
			return true
		}
	}
	return false
}

// unroutable appends the nodes of a graph that must not be routed through, in
// ascending order.
func unroutable(g *graph.Graph, to []graph.NodeIndex) []graph.NodeIndex {
	last, refused := "", false
	for n := range graph.NodeIndex(g.Nodes()) {
		// Most nodes have the features of some other; looking at a set once
		// is enough where the same comes again.
		if bits := g.NodeFeatures(n); bits != last {
			last, refused = bits, requiresUnknown(bits)
		}
		if refused {
			to = append(to, n)
		}
	}
	return to
}
