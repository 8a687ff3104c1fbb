package source

import (
	"errors"
	"fmt"
)

// Format is a kind of file.
type Format string

const (
	Snapshot      Format = "rapid gossip sync snapshot"
	DescribeGraph Format = "describegraph json"
	CSV           Format = "csv"
	Aliases       Format = "aliases csv"
	Generated     Format = "example network"
)

// Error is a file refused.
type Error struct {
	Format Format
	// Where the fault lies: "line 7", "edge 12", "node 3"; empty if it is
	// about the whole file.
	Where string
	Err   error
}

func (e *Error) Error() string {
	if e.Where == "" {
		return fmt.Sprintf("%s: %s", e.Format, e.Err)
	}
	return fmt.Sprintf("%s: %s: %s", e.Format, e.Where, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

var (
	// ErrUnknownFormat reports a file that is of none of the formats.
	ErrUnknownFormat = errors.New("unknown format")
	// ErrTooLarge reports a file, or a record of one, above its bound.
	ErrTooLarge = errors.New("too large")
	// ErrBadValue reports a number, key or reference that makes no sense.
	ErrBadValue = errors.New("bad value")
)

func badValue(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBadValue, fmt.Sprintf(format, args...))
}
