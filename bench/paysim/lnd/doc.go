// Package lnd runs the routing package of lnd v0.21.2 in this process: its path
// finding, its mission control, its estimators and its way of splitting, on the
// graph of a simulation.
//
// What is lnd's own: routing.SessionSource and the payment sessions it makes,
// routing.MissionControl over a bolt database in a temporary directory, the
// estimators with their defaults, and graphdb.GraphCache, which path finding
// reads in a running node. What is written here is what a node has around
// them: links that tell the bandwidth of the payer's channels, and the loop of
// a payment (lnd keeps its own to itself, since it wants a database and a
// switch). The loop follows lnd's: parts are sent without waiting until the
// whole amount is under way, then failures are taken in one by one, each
// followed by a new route for what is missing; success is reported when all
// parts have settled; a request that finds no route ends the payment.
//
// Two things differ from a node on mainnet: nodes announce no features, as the
// data has none, and lnd reads the wall clock, so that knowledge is minutes old
// at most.
//
// It imports packages graph of the project and htlc.
package lnd
