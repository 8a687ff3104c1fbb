package rgs_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// asm assembles a snapshot byte by byte, straight from the description of the
// format and independent of the encoder.
type asm []byte

func (a asm) u8(v ...uint8) asm { return append(a, v...) }
func (a asm) u16(v uint16) asm  { return binary.BigEndian.AppendUint16(a, v) }
func (a asm) u32(v uint32) asm  { return binary.BigEndian.AppendUint32(a, v) }
func (a asm) u64(v uint64) asm  { return binary.BigEndian.AppendUint64(a, v) }
func (a asm) raw(b []byte) asm  { return append(a, b...) }
func (a asm) vec(b ...byte) asm { return a.u16(uint16(len(b))).raw(b) }
func (a asm) header(version uint8, seen uint32) asm {
	return a.raw([]byte("LDK")).u8(version).raw(mainnetHash).u32(seen)
}

// key is node n's key: keys ascend with n.
func (a asm) key(n byte) asm { return a.keyFlags(2, n) }

func (a asm) keyFlags(flags, n byte) asm {
	k := nodeKey(n)
	k[0] = flags
	return a.raw(k[:])
}

func nodeKey(n byte) graph.PublicKey {
	k := graph.PublicKey{2}
	for i := range 32 {
		k[i+1] = n
	}
	return k
}

// announce is an announcement without features, for small indices and deltas.
func (a asm) announce(delta, n1, n2 byte) asm { return a.vec().u8(delta, n1, n2) }

// defaults are cltv 40, htlc_min 1, base 1000, ppm 100, htlc_max 5,000,000.
func (a asm) defaults() asm { return a.u16(40).u64(1).u32(1000).u32(100).u64(5_000_000) }

var mainnetHash = []byte{
	0x6f, 0xe2, 0x8c, 0x0a, 0xb6, 0xf1, 0xb3, 0x72, 0xc1, 0xa6, 0xa2, 0x46, 0xae, 0x63, 0xf7, 0x4f,
	0x93, 0x1e, 0x83, 0x65, 0xe1, 0x5a, 0x08, 0x9c, 0x68, 0xd6, 0x19, 0x00, 0x00, 0x00, 0x00, 0x00,
}

const (
	day  = 24 * 3600
	seen = 1_700_000_000 // the time of the first snapshot in most tests
)

// v1 is a version 1 snapshot up to and with the list of n nodes.
func v1(at uint32, nodes byte) asm {
	a := asm{}.header(1, at).u32(uint32(nodes))
	for n := range nodes {
		a = a.key(n + 1)
	}
	return a
}

// base is one channel, scid 5, between nodes 0 and 1, with both directions at
// the defaults.
func base() asm {
	return v1(seen, 2).u32(1).announce(5, 0, 1).u32(2).defaults().u8(5, 0x00).u8(0, 0x01)
}

func at(unix int64) rgs.Options {
	return rgs.Options{Now: func() time.Time { return time.Unix(unix, 0) }}
}

func empty(t testing.TB) *graph.Graph { return graph.New(bitcoin(t)) }

// apply applies snapshots one after another, each as a delta, without a clock.
func apply(t testing.TB, g *graph.Graph, snapshots ...asm) (*graph.Graph, rgs.Report) {
	t.Helper()
	var report rgs.Report
	for i, s := range snapshots {
		var err error
		if g, report, err = rgs.Apply(context.Background(), g, s, rgs.Options{}); err != nil {
			t.Fatalf("snapshot %d: %v", i, err)
		}
	}
	return g, report
}

// refuse applies a snapshot that must fail with an error of a kind, and checks
// that nothing changed.
func refuse(t testing.TB, g *graph.Graph, s asm, opts rgs.Options, kind rgs.ErrorKind) {
	t.Helper()
	before := g.AppendBinary(nil)
	next, _, err := rgs.Apply(context.Background(), g, s, opts)
	if !errors.Is(err, &rgs.Error{Kind: kind}) {
		t.Errorf("error %v, want kind %s", err, kind)
	}
	if next != nil {
		t.Error("an error came with a graph")
	}
	if !bytes.Equal(before, g.AppendBinary(nil)) {
		t.Error("an error changed the graph")
	}
}

// policy is what a test expects of one direction.
func policy(t testing.TB, g *graph.Graph, scid graph.SCID, dir graph.Direction) graph.Policy {
	t.Helper()
	ch := g.Channel(scid)
	if ch == graph.None {
		t.Fatalf("no channel %s", scid)
	}
	return *g.Policy(ch, dir)
}

func skipped(t testing.TB, r rgs.Report, why rgs.SkipReason, n int) {
	t.Helper()
	if r.Skipped[why] != n {
		t.Errorf("%d records skipped as %s, want %d", r.Skipped[why], why, n)
	}
}
