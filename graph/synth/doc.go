// Package synth makes the example network: a made-up Lightning Network, the
// size and shape of mainnet, from a seed. The demo serves it where no real
// snapshot can be had, and tests and benchmarks run on it at any size.
//
// # What is like mainnet
//
// Degrees from the single-channel majority to the hubs, which hubs the small
// nodes hang on, parallel channels, capacities and how they depend on who is at
// both ends, fees, cltv deltas, HTLC limits, how consistent a node is in them,
// and directions that nobody can use. The constants (calibration_*.go) are
// statistics of the mainnet graph of 2026-02-03 as Core Lightning's test data
// holds it, in the selection that Rapid Gossip Sync serves: the 33,892 of its
// 50,808 channels with a known policy in at least one direction. [Summarize]
// measures a network, and [Describe] prints two summaries side by side:
//
//	go test -run Distribution -v ./graph/synth
//
// # What is not
//
// Keys, names and short channel ids are invented. Keys are valid curve points
// whose private keys nobody knows. Some names are hostile, on purpose, and the
// hubs bear them, so that a page which does not escape them shows it at once.
// The source neither dates channels nor tells a disabled direction from one
// that was never announced: block heights, and the split between the two, are
// plausible and no more.
//
// # Determinism
//
// One seed gives one network, byte for byte, on every platform: randomness is
// splitmix64, floating point is used only where no multiply-add can be fused,
// and no map is iterated. The package reads no clock and no file. It is native
// only in practice (the curve arithmetic is too big for the graph's WebAssembly
// program) and imports nothing of this project.
package synth
