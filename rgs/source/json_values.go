package source

import (
	"bytes"
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// lnd writes 64-bit numbers as JSON strings and 32-bit ones as numbers; other
// tools that print the same structure are less strict. These types take both,
// and null as zero.
type (
	unsigned uint64
	signed   int64
	scid     graph.SCID
	key      graph.PublicKey
)

// text is the value without its quotes; ok is false for null. No value of these
// types holds an escape.
func text(value []byte) (s string, ok bool) {
	if string(value) == "null" {
		return "", false
	}
	return string(bytes.Trim(value, `"`)), true
}

func (n *unsigned) UnmarshalJSON(value []byte) error {
	s, ok := text(value)
	if !ok {
		return nil
	}
	v, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return badValue("%.40q: want a whole number", s)
	}
	*n = unsigned(v)
	return nil
}

func (n *signed) UnmarshalJSON(value []byte) error {
	s, ok := text(value)
	if !ok {
		return nil
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return badValue("%.40q: want a whole number", s)
	}
	*n = signed(v)
	return nil
}

func (c *scid) UnmarshalJSON(value []byte) error {
	s, _ := text(value)
	v, err := graph.ParseSCID(s)
	*c = scid(v)
	return err
}

func (k *key) UnmarshalJSON(value []byte) error {
	s, _ := text(value)
	v, err := graph.ParseKey(s)
	*k = key(v)
	return err
}
