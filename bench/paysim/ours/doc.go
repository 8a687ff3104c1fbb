// Package ours runs package pathfind on the network of a simulation.
//
// A Planner makes routes for what is missing and hears what became of them; the
// loop around it, in Runner, is the same for all: send what was planned, learn,
// plan again for what is still missing. Which planners there are, by name, is in
// planners.go: a way to split or an estimator that package pathfind gains is a
// line there.
//
// It imports packages graph and pathfind of the project, and htlc.
package ours
