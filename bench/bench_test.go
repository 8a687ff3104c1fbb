package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

func TestSplitmix64(t *testing.T) {
	// The first numbers of Vigna's program for this seed.
	random := splitmix64(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431} {
		if got := random.next(); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}

func TestDrawnPairsAreDifferentNodes(t *testing.T) {
	drawn := drawPairs([]graph.NodeIndex{3, 5, 8}, 50, pairSeed)
	if len(drawn) != 50 {
		t.Fatalf("%d pairs, want 50", len(drawn))
	}
	for _, p := range drawn {
		if p[0] == p[1] {
			t.Errorf("pair %v pays itself", p)
		}
	}
}

// buildNetwork builds a graph of nodes 1, 2, ... from directions that are enabled,
// and gives the numbers of the nodes in a set of indices.
func buildNetwork(t *testing.T, enabled [][2]byte) (*graph.Graph, func([]graph.NodeIndex) []byte) {
	t.Helper()
	ed := graph.New(mainnet()).Edit()
	for i, d := range enabled {
		low, high := min(d[0], d[1]), max(d[0], d[1])
		ends := ed.AddNodes([]graph.PublicKey{{2, low}, {2, high}})
		scid := graph.SCID(i + 1)
		if _, err := ed.AddChannel(graph.Announcement{SCID: scid, Node: [2]graph.NodeIndex(ends), Capacity: graph.UnknownCapacity}); err != nil {
			t.Fatal(err)
		}
		ch, _ := ed.Channel(scid)
		from := graph.Direction(0)
		if d[0] == high {
			from = 1
		}
		ed.SetPolicy(ch, from, graph.Policy{HtlcMax: 1000}, 1)
		ed.SetPolicy(ch, 1-from, graph.Policy{HtlcMax: 1000, Flags: graph.Disabled}, 1)
	}
	g := ed.Commit()
	return g, func(nodes []graph.NodeIndex) []byte {
		var numbers []byte
		for _, n := range nodes {
			key := g.Key(n)
			numbers = append(numbers, key[1])
		}
		return numbers
	}
}

func TestConnectedCoreLeavesOutDeadEnds(t *testing.T) {
	// A ring of three; 4 can only pay, 5 can only be paid.
	g, numbers := buildNetwork(t, [][2]byte{{3, 1}, {1, 2}, {2, 3}, {4, 1}, {1, 5}})
	core, err := connectedCore(g)
	if err != nil {
		t.Fatal(err)
	}
	if got := numbers(core); !slices.Equal(got, []byte{1, 2, 3}) {
		t.Errorf("core is %v, want 1, 2, 3 by key", got)
	}
}

func TestConnectedCoreRefusesAGraphThatFallsApart(t *testing.T) {
	g, _ := buildNetwork(t, [][2]byte{{1, 2}, {1, 3}, {1, 4}})
	if core, err := connectedCore(g); err == nil {
		t.Errorf("found %v where no node can be paid by all", core)
	}
}

func TestChooseTakesAPrefix(t *testing.T) {
	var names []string
	for _, b := range choose(benchmarks(), "rgs/apply/v1/") {
		names = append(names, b.name)
	}
	want := []string{"rgs/apply/v1/native", "rgs/apply/v1/node", "rgs/apply/v1/chromium"}
	if !slices.Equal(names, want) {
		t.Errorf("chose %v, want %v", names, want)
	}
}

func TestReport(t *testing.T) {
	fast := benchmark{"fast", "ms", func(context.Context, *lab) (measurement, error) {
		return measurement{ours: 2.00004, peer: &peerValue{"them", 50}, n: 3, note: "as is"}, nil
	}}
	alone := benchmark{"alone", "bytes", func(context.Context, *lab) (measurement, error) {
		return measurement{ours: 123456, n: 1}, nil
	}}
	broken := benchmark{"broken", "ms", func(context.Context, *lab) (measurement, error) {
		return measurement{}, errors.New("no such browser")
	}}
	rows, failures := measure(t.Context(), nil, []benchmark{fast, broken, alone})
	if len(failures) != 1 || !strings.Contains(failures[0].Error(), "broken: no such browser") {
		t.Errorf("failures are %v, want the broken one by name", failures)
	}
	got, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"name":"fast","unit":"ms","ours":2,"peer":"them","peer_value":50,"ratio":25,"n":3,"note":"as is"},` +
		`{"name":"alone","unit":"bytes","ours":123456,"peer":null,"peer_value":null,"ratio":null,"n":1,"note":""}]`
	if string(got) != want {
		t.Errorf("rows are\n%s\nwant\n%s", got, want)
	}
	var table bytes.Buffer
	printTable(&table, rows)
	for _, want := range []string{"them", "25.0 x", "123456"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, table.String())
		}
	}
}
