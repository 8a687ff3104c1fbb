package rgs

import "strconv"

// ErrorKind says why a snapshot was refused. The strings are stable.
type ErrorKind string

const (
	// Truncated: the snapshot ends before what it announces.
	Truncated ErrorKind = "truncated"
	// WrongMagic: the bytes are not a snapshot at all, a web page perhaps.
	WrongMagic ErrorKind = "wrong_magic"
	// WrongVersion: a version other than 1 and 2.
	WrongVersion ErrorKind = "wrong_version"
	// WrongChain: the snapshot is of another network.
	WrongChain ErrorKind = "wrong_chain"
	// Stale: the snapshot is more than 14 days old.
	Stale ErrorKind = "stale"
	// TooManyNodes: more nodes than MaxNodes.
	TooManyNodes ErrorKind = "too_many_nodes"
	// TooManyUpdates: more updates than MaxUpdates.
	TooManyUpdates ErrorKind = "too_many_updates"
	// BadValue: a number or a reference that the format does not allow.
	BadValue ErrorKind = "bad_value"
	// NodeOrder: a channel whose nodes are not in ascending order.
	NodeOrder ErrorKind = "node_order"
	// NotNewer: a delta cannot be written because the target is no newer than
	// the origin.
	NotNewer ErrorKind = "not_newer"
)

// Error is a snapshot refused. Nothing of it was applied.
type Error struct {
	Kind   ErrorKind
	Offset int    // the byte at which reading stopped
	Detail string // what was found there
}

func (e *Error) Error() string {
	return "rapid gossip sync: " + string(e.Kind) + " at byte " + strconv.Itoa(e.Offset) + ": " + e.Detail
}

// Is makes errors.Is(err, &rgs.Error{Kind: rgs.Stale}) true for every error of
// that kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}
