package rgs_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// FuzzApply applies any bytes to an empty graph and to one with a channel. What
// is accepted must survive being written and read again.
func FuzzApply(f *testing.F) {
	f.Add([]byte(base()))
	f.Add([]byte(richV2()))
	f.Add([]byte(delta(1).u8(5, 0xfc).allFields()))
	f.Add(encodeFull(f, random(f, rand.New(rand.NewPCG(1, 1)), 20, seen), 2))
	held, _ := apply(f, empty(f), base())
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, g := range []*graph.Graph{empty(t), held} {
			next, _, err := rgs.Apply(context.Background(), g, b, at(seen))
			if err != nil {
				continue
			}
			version := uint8(2)
			for _, k := range next.Keys() {
				if k[0] > 3 {
					version = 1 // which alone can carry what is no public key
				}
			}
			again, _, err := rgs.Apply(context.Background(), empty(t), encodeFull(t, next, version), rgs.Options{Full: true})
			if err != nil {
				t.Fatalf("what was accepted cannot be read again: %v", err)
			}
			if again.Channels() != next.Channels() || again.Policies() != next.Policies() {
				t.Fatalf("%d channels and %d policies became %d and %d", next.Channels(), next.Policies(), again.Channels(), again.Policies())
			}
			loaded, err := graph.Load(next.AppendBinary(nil))
			if err != nil || !bytes.Equal(loaded.AppendBinary(nil), next.AppendBinary(nil)) {
				t.Fatalf("the graph does not survive being stored: %v", err)
			}
		}
	})
}

// TestMemoryBound applies snapshots made to cost as much memory as they can and
// holds what is allocated against their size. The dearest byte is that of the
// shortest announcement: five of them open a channel.
func TestMemoryBound(t *testing.T) {
	const perByte, fixed = 56, 1 << 16
	announcements := v1(seen, 2).u32(100_000)
	for range 100_000 {
		announcements = announcements.announce(1, 0, 1)
	}
	keys := asm{}.header(1, seen).u32(20_000)
	for i := range 20_000 {
		keys = keys.u8(2).u64(0).u64(0).u64(0).u64(uint64(i))
	}
	addresses := v2(seen).u32(2000)
	for i := range 2000 {
		addresses = addresses.u8(0x04 | 2).u64(0).u64(0).u64(0).u64(uint64(i)).u8(255)
		for range 255 {
			addresses = addresses.u8(0)
		}
	}
	for name, s := range map[string]asm{
		"announcements":          announcements.u32(0),
		"keys":                   keys.u32(0).u32(0),
		"empty addresses":        addresses.u32(0).u32(0),
		"counts without content": v1(seen, 0).u32(1<<32 - 1),
		"nodes without content":  asm{}.header(2, seen).u8(255).u32(200_000),
		"a length of 10 GB":      asm{}.header(2, seen).u8(1).u16(0xffff).u64(10_000_000_000),
		"mainnet-like":           encodeFull(t, random(t, rand.New(rand.NewPCG(7, 7)), 5000, seen), 2),
	} {
		t.Run(name, func(t *testing.T) {
			g := empty(t)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := rgs.Apply(context.Background(), g, s, rgs.Options{})
			runtime.ReadMemStats(&after)
			used, limit := after.TotalAlloc-before.TotalAlloc, uint64(perByte*len(s)+fixed)
			t.Logf("%d bytes of input, %d allocated, %.1f a byte (%v)", len(s), used, float64(used)/float64(len(s)), err)
			if used > limit {
				t.Errorf("%d bytes allocated for %d of input, more than %d", used, len(s), limit)
			}
		})
	}
}
