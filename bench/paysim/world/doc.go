// Package world sets the scene of a simulation: the channel graph, who pays
// whom, and how much each side of every channel holds.
//
// All of it follows from seeds. Randomness is splitmix64, so that anybody can
// draw the same pairs; a pair draws the same balances whatever runs before or
// after it, and whichever payments are tried on them.
//
// It sends nothing and finds no routes for anybody but its own imaginary
// traffic. It imports packages graph, graph/synth, rgs and rgs/source of the
// project, and package cheapest.
package world
