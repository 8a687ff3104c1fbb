package graph_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

// FuzzLoad mends the checksum of whatever comes, so that the structure is what
// is tested. What loads must be stored as the same bytes again.
func FuzzLoad(f *testing.F) {
	f.Add(triangle(f).AppendBinary(nil))
	f.Add(graph.New(graph.ChainHash{}).AppendBinary(nil))
	f.Fuzz(func(t *testing.T, record []byte) {
		if len(record) >= 4 {
			body := record[:len(record)-4]
			record = binary.LittleEndian.AppendUint32(append([]byte(nil), body...), crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
		}
		g, err := graph.Load(record)
		if err != nil {
			return
		}
		stored := g.AppendBinary(nil)
		again, err := graph.Load(stored)
		if err != nil || !bytes.Equal(again.AppendBinary(nil), stored) {
			t.Fatalf("a graph that loads does not survive being stored: %v", err)
		}
	})
}

// FuzzParseAddress: what is read of an address is what its descriptor holds.
func FuzzParseAddress(f *testing.F) {
	f.Add([]byte{1, 127, 0, 0, 1, 0x26, 0x07})
	f.Add([]byte{5, 3, 'a', '.', 'b', 0, 80})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, size, err := graph.ParseAddress(b)
		if err != nil {
			return
		}
		if size > len(b) || a.Host == "" && a.Type != graph.DNS || a.Port != binary.BigEndian.Uint16(b[size-2:size]) {
			t.Fatalf("%x gave %+v of %d bytes", b, a, size)
		}
	})
}
