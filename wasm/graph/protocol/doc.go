// Package protocol is the language that a page and the graph worker speak: what
// can be asked, what is answered, and how that looks in bytes.
//
// # One description
//
// messages.go is the description. Each operation Op… there has a request type
// of the same name, and a reply and perhaps a progress type:
//
//	OpFindRoute   FindRouteRequest → FindRouteReply
//	OpApply       ApplyRequest → ApplyProgress* → ApplyReply
//
// The program in generate reads it and writes both ends: codec.go for Go, and
// web/lightpane/src/protocol.ts for TypeScript. After a change run
//
//	go generate ./wasm/graph/protocol
//
// # Frames
//
// A message is a frame, and a payload where bulk bytes go along. A request is
//
//	id u32 | operation u8 | request
//
// and everything that comes back begins with
//
//	id u32 | kind u8 | reply, progress, failure or question, as the kind says
//
// where id is the one of the request. Numbers are little-endian; a text, bytes
// or a list begins with its length as u32; an optional value begins with a byte
// that is 0 or 1; a structure is its fields in order. Nothing is allocated on
// the word of a length alone.
//
// # Who answers
//
// The worker is two programs: a shell in TypeScript that owns network and
// storage, and the graph in Go that owns the graph. Operations up to OpAnswer
// are the shell's; it passes those of the page that come after on to Go without
// looking into them, and uses the last group itself.
//
// The package imports nothing of this project, uses no reflection, and compiles
// everywhere.
package protocol

//go:generate go run ./generate
