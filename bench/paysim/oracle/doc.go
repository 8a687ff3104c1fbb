// Package oracle asks lnd and package pathfind the same questions, without any
// history: who finds a route, how good it is in lnd's eyes, and what it costs to
// find.
//
// Distances are compared, not hops: where two routes are equally good, lnd takes
// the one that the order of a Go map brings first.
//
// It imports packages graph and pathfind of the project, cputime, htlc, lnd,
// ours, sim and world.
package oracle
