// Package graph holds the public channel graph of the Lightning Network in
// memory: which nodes there are, which channels join them, and on what terms
// each side of a channel forwards (BOLT 7).
//
// # Shape
//
// A [Graph] is immutable. Any number of goroutines may read one while a
// successor is prepared; whoever owns the current graph swaps a pointer when
// the successor is ready. A successor comes from an [Editor]:
//
//	ed := g.Edit()
//	node := ed.AddNodes([]graph.PublicKey{alice, bob})
//	ed.AddChannel(graph.Announcement{SCID: scid, Node: [2]graph.NodeIndex{node[0], node[1]}})
//	ch, _ := ed.Channel(scid)
//	ed.SetPolicy(ch, 0, policy, timestamp)
//	g = ed.Commit()
//
// Nothing is a map or a tree. Nodes and channels are int32 indices into flat
// arrays; channels are ordered by short channel id, and each channel has two
// directed edges, kept in a reverse compressed sparse row layout: all edges
// into one node lie side by side, ordered by the node they come from, so that a
// search from payee to payer reads memory in order and parallel channels are
// neighbours. [Graph.Incoming] hands out those arrays.
//
// An edit that only changes policies copies the policy array (40 bytes an edge)
// and shares everything else with its predecessor. An edit that opens or closes
// channels merges the arrays once, at Commit; untouched entries are moved, not
// rebuilt. Indices are stable between two graphs that share a
// [Graph.Topology], and only then.
//
// # What it is not
//
// It does not parse or verify gossip (package rgs reads snapshots), knows no
// clock, and holds no aliases: Rapid Gossip Sync carries none.
//
// It imports nothing of this project, and compiles for js/wasm without
// cryptography, networking or reflection.
package graph
