package synth

import (
	"errors"
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	a := Summary{{Name: "nodes", Value: 200}, {Name: "leaves", Value: 0.5, Share: true}, {Name: "only here", Value: 1}}
	b := Summary{{Name: "leaves", Value: 0.4875, Share: true}, {Name: "nodes", Value: 210.25}}
	var out strings.Builder
	if err := Describe(&out, "first", a, "second", b); err != nil {
		t.Fatal(err)
	}
	const want = `
            first   second    difference
   nodes      200   210.25        +5.1 %
  leaves  50.00 %  48.75 %  -1.25 points
`
	if got := "\n" + out.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
	if err := Describe(brokenPipe{}, "first", a, "second", b); !errors.Is(err, errBroken) {
		t.Errorf("to a broken writer: %v", err)
	}
}

var errBroken = errors.New("broken")

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

// Three nodes in a row, the last with two channels, one of them one way only.
func TestSummarize(t *testing.T) {
	open := Policy{Known: true, CltvDelta: 40, PPM: 1, BaseMsat: 1000, HtlcMaxMsat: 99_000_000, HtlcMinMsat: 1000}
	shut := open
	shut.Disabled = true
	n := &Network{
		Nodes: make([]Node, 3),
		Channels: []Channel{
			{SCID: 1, Node1: 0, Node2: 1, CapacitySat: 100_000, Policy: [2]Policy{open, open}},
			{SCID: 2, Node1: 1, Node2: 2, CapacitySat: 100_000, Policy: [2]Policy{open, shut}},
			{SCID: 3, Node1: 1, Node2: 2, CapacitySat: 300_000, Policy: [2]Policy{open, {}}},
		},
	}
	s := Summarize(n)
	for name, want := range map[string]float64{
		"nodes": 3, "channels": 3, "capacity, BTC": 0.005, "channels usable one way only": 2. / 3,
		"nodes with 1 channel": 1. / 3, "degree, most": 3, "pairs of peers": 2, "pairs with parallel channels": 0.5,
		"most channels of a pair": 2, "nodes in the largest strong component": 2. / 3,
		"nodes that can only be paid": 1. / 3, "nodes that can only pay": 0, "mean hops": 1, "usable directions": 4,
		"cltv delta 40": 1, "base fee 1000 and 1 ppm": 1, "htlc max, % of capacity 99": 0.75,
		"capacity, sat, 50 %": 100_000, "different capacities": 2,
	} {
		got, ok := s.Value(name)
		if d := got - want; !ok || d > 1e-9 || d < -1e-9 {
			t.Errorf("%s: got %v (%v), want %v", name, got, ok, want)
		}
	}
	if s := Summarize(&Network{}); len(s) != 0 {
		t.Errorf("of nothing: %v", s)
	}
	if _, ok := s.Value("no such number"); ok {
		t.Error("found a number that does not exist")
	}
}
