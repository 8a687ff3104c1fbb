// Package rgs reads and writes Rapid Gossip Sync snapshots, versions 1 and 2:
// the compact form of the public channel graph that a light client downloads
// instead of listening to gossip.
//
// # Reading
//
// [Apply] decodes a snapshot and gives the graph that results, whole or not at
// all: on any error the caller still holds the graph that it had.
//
//	next, report, err := rgs.Apply(ctx, g, data, rgs.Options{Now: time.Now})
//
// A client without a graph asks its server for everything since time 0 and
// applies the answer with Options.Full; later it asks for everything since
// [graph.Graph.Timestamp] and applies the answer as a delta. A snapshot says of
// itself neither which of the two it is nor when each policy was announced:
// everything in it is dated a week before its own timestamp, as LDK does, so
// that a direction that no snapshot refreshes is forgotten in time. That
// happens only while a snapshot is applied and a clock was given; a graph that
// is merely kept does not decay.
//
// What LDK's client ignores is ignored here and counted by [SkipReason]; what
// it refuses is an [*Error] with a stable [ErrorKind].
//
// # Writing
//
// [EncodeFull] and [EncodeDelta] write snapshots that this package and LDK's
// client read back. The same graph gives the same bytes.
//
// # What it is not
//
// It fetches nothing, verifies no signatures (the format has none), and reads
// no clock but the one it is given. It imports package graph alone and compiles
// for js/wasm.
//
// The format is not a BOLT. Facts about it are from LDK's client
// (lightning-rapid-gossip-sync) and server (rapid-gossip-sync-server).
package rgs
