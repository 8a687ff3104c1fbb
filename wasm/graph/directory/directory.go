// Package directory reads and writes the directory file: what a server can tell
// of nodes that a Rapid Gossip Sync snapshot does not, their names and places on
// a picture of the graph.
//
// # Format
//
// All numbers are big-endian.
//
//	"LPD1" | count u32 | count entries, by ascending key
//	entry: key 8 | x i16 | y i16 | length u8 | name
//
// The key is bytes 1 to 8 of the node's public key, those after the parity byte:
// enough to tell the nodes of one graph apart. A name is the alias of a
// node_announcement (BOLT 7), at most 32 bytes. It is text from a stranger.
// A file in which every position is 0, 0 has no positions.
//
// # What it is not
//
// Nothing in it is signed, so a name says nothing about who a node is. Names are
// kept as they came, except that what is not UTF-8 is replaced and the zero bytes
// that fill up an alias are cut off; whoever shows one has to escape it.
//
// The package imports nothing of this project and compiles for js/wasm.
package directory

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"
)

const magic = "LPD1"

const (
	keySize   = 8
	entrySize = keySize + 2 + 2 + 1 // without its name
	// MaxEntries is as many nodes as a snapshot may name.
	MaxEntries = 200_000
	// MaxName is the longest name, in bytes (BOLT 7).
	MaxName = 32
)

// ErrBad reports bytes that are no directory file.
var ErrBad = errors.New("not a directory file")

// damaged is an ErrBad with what is wrong; package fmt would make the program
// larger by a fifth.
type damaged string

func (d damaged) Error() string { return ErrBad.Error() + ": " + string(d) }
func (d damaged) Unwrap() error { return ErrBad }

// entry names one of the entries in an error.
func entry(i int) string { return "entry " + strconv.Itoa(i) }

// Key is the part of a node's public key that a directory knows it by.
type Key [keySize]byte

// KeyOf cuts a Key out of a compressed public key.
func KeyOf(public [33]byte) Key { return Key(public[1 : 1+keySize]) }

// Entry is what a directory says of a node.
type Entry struct {
	Key  Key
	X, Y int16
	Name string
}

// Directory is a list of entries that can be looked up. It never changes; nil is
// an empty one.
type Directory struct {
	entries    []Entry
	positioned bool
}

// Names counts the entries that have a name.
func (d *Directory) Names() int {
	n := 0
	for i := range d.all() {
		if d.entries[i].Name != "" {
			n++
		}
	}
	return n
}

// Positioned says whether there are positions.
func (d *Directory) Positioned() bool { return d != nil && d.positioned }

func (d *Directory) all() []Entry {
	if d == nil {
		return nil
	}
	return d.entries
}

// Find gives the entry of a node, nil if there is none.
func (d *Directory) Find(key Key) *Entry {
	lo, hi := 0, len(d.all())
	for lo < hi {
		switch mid := int(uint(lo+hi) >> 1); bytes.Compare(d.entries[mid].Key[:], key[:]) {
		case 0:
			return &d.entries[mid]
		case -1:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return nil
}

// Parse reads a directory file. Any fault gives an error that wraps ErrBad.
func Parse(file []byte) (*Directory, error) {
	if len(file) < len(magic)+4 || string(file[:len(magic)]) != magic {
		return nil, damaged("it does not begin with " + magic)
	}
	count := binary.BigEndian.Uint32(file[len(magic):])
	rest := file[len(magic)+4:]
	if count > MaxEntries || uint64(count)*entrySize > uint64(len(rest)) {
		return nil, damaged(strconv.FormatUint(uint64(count), 10) + " entries in " + strconv.Itoa(len(rest)) + " bytes")
	}
	d := &Directory{entries: make([]Entry, count)}
	// Names share one string instead of being allocated one by one.
	names := strings.Builder{}
	names.Grow(len(rest) - int(count)*entrySize)
	ends := make([]int, count)
	for i := range d.entries {
		if len(rest) < entrySize || len(rest) < entrySize+int(rest[entrySize-1]) {
			return nil, damaged("it ends in " + entry(i) + " of " + strconv.FormatUint(uint64(count), 10))
		}
		e, length := &d.entries[i], int(rest[entrySize-1])
		e.Key = Key(rest[:keySize])
		if i > 0 && bytes.Compare(d.entries[i-1].Key[:], e.Key[:]) >= 0 {
			return nil, damaged(entry(i) + " is out of order")
		}
		e.X = int16(binary.BigEndian.Uint16(rest[keySize:]))
		e.Y = int16(binary.BigEndian.Uint16(rest[keySize+2:]))
		d.positioned = d.positioned || e.X != 0 || e.Y != 0
		if length > MaxName {
			return nil, damaged(entry(i) + " has a name of " + strconv.Itoa(int(length)) + " bytes")
		}
		name := strings.TrimRight(string(rest[entrySize:entrySize+length]), "\x00")
		names.WriteString(strings.ToValidUTF8(name, "\uFFFD"))
		ends[i] = names.Len()
		rest = rest[entrySize+length:]
	}
	if len(rest) > 0 {
		return nil, damaged(strconv.Itoa(len(rest)) + " bytes follow it")
	}
	begin := 0
	for i, end := range ends {
		d.entries[i].Name = names.String()[begin:end]
		begin = end
	}
	return d, nil
}

// Append writes a directory file. The entries must be in ascending order of
// their keys, at most MaxEntries; names are cut to MaxName bytes.
func Append(b []byte, entries []Entry) ([]byte, error) {
	if len(entries) > MaxEntries {
		return nil, errors.New("a directory of " + strconv.Itoa(len(entries)) + " entries: at most " + strconv.Itoa(MaxEntries) + " fit")
	}
	b = append(b, magic...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(entries)))
	for i := range entries {
		e := &entries[i]
		if i > 0 && bytes.Compare(entries[i-1].Key[:], e.Key[:]) >= 0 {
			return nil, errors.New("directory " + entry(i) + " is out of order: want ascending keys")
		}
		name := e.Name[:min(len(e.Name), MaxName)]
		b = append(b, e.Key[:]...)
		b = binary.BigEndian.AppendUint16(b, uint16(e.X))
		b = binary.BigEndian.AppendUint16(b, uint16(e.Y))
		b = append(b, byte(len(name)))
		b = append(b, name...)
	}
	return b, nil
}

// Sort puts entries into the order that Append wants.
func Sort(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int { return bytes.Compare(a.Key[:], b.Key[:]) })
}
