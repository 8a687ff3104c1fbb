package protocol

import (
	"encoding/binary"
	"errors"
)

// ErrMalformed reports a frame that does not follow the description.
var ErrMalformed = errors.New("malformed message")

// Message is what a frame can carry: a pointer to any structure of messages.go.
type Message interface{ wire(*coder) }

// Tag is the byte after the id: an Op on the way to the worker, a Kind on the
// way back.
type Tag interface{ Op | Kind }

const headerSize = 4 + 1

// Frame writes a frame.
func Frame[T Tag](id uint32, tag T, m Message) []byte {
	c := coder{b: make([]byte, 0, 256)}
	c.b = binary.LittleEndian.AppendUint32(c.b, id)
	c.b = append(c.b, byte(tag))
	m.wire(&c)
	return c.b
}

// Parse splits a frame.
func Parse[T Tag](frame []byte) (id uint32, tag T, body []byte, err error) {
	if len(frame) < headerSize {
		return 0, 0, nil, ErrMalformed
	}
	return binary.LittleEndian.Uint32(frame), T(frame[4]), frame[headerSize:], nil
}

// Decode reads the body of a frame into m, which must be zero. After an error m
// holds what could be read.
func Decode(body []byte, m Message) error {
	c := coder{b: body, reading: true}
	m.wire(&c)
	if c.bad || len(c.b) != 0 {
		return ErrMalformed
	}
	return nil
}
