// Package server serves the channel graph as Rapid Gossip Sync snapshots over
// HTTP.
//
//	s := server.New(server.Options{})
//	err := s.Publish(g)
//	http.Handle("/", s)
//
// A client that has nothing asks for /snapshot/0 and gets the whole graph. One
// that has synced before asks for /snapshot/<timestamp of what it got last> and
// gets what changed since: a delta where that graph is still held, the whole
// graph otherwise. /v2/snapshot/ does the same in version 2 of the format.
//
// Every published graph is a generation. Answers are encoded and compressed when
// they are first asked for and kept until the next generation; there is one for
// each generation held and version, whatever clients ask for, so that memory is
// bounded and nobody can make the server work more than that.
//
// # What it is not
//
// It does not gather gossip yet: where graphs come from is its caller's concern.
// It imports packages graph, rgs and content.
package server
