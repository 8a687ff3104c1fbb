// Package sim runs payments of several runners on the same pairs and balances,
// and writes down what each took.
//
// A cell is a pool of pairs, a truth about balances and a fee limit. Within it,
// every runner meets every pair with every amount, each time with the same
// hidden balances and no knowledge from before. A payment that could not be made
// even by somebody who saw all balances is counted and, unless asked for, not
// tried: no runner can make it.
//
// It imports packages graph of the project, cputime, htlc, maxflow and world;
// which runners there are is its caller's business.
package sim
