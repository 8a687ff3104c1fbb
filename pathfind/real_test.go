package pathfind_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/lightpane/lightpane/graph"
)

// mainnet is the real graph of 2026-02-03, nil if LIGHTPANE_DATA is not set.
// Directions with a delta of 0 are unknown.
func mainnet(tb testing.TB) *graph.Graph {
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		return nil
	}
	file, err := os.Open(filepath.Join(dir, "mainnet-2026-02-03.csv.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	unzip, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	ed := graph.New(graph.ChainHash{}).Edit()
	type row struct {
		node     [2]graph.PublicKey
		capacity graph.Sat
		policy   [2]graph.Policy
	}
	var rows []row
	var keys []graph.PublicKey
	lines := bufio.NewScanner(unzip)
	for lines.Scan() {
		col := strings.Split(lines.Text(), ",")
		if col[0] == "chan" {
			continue
		}
		num := func(i int) uint64 {
			v, err := strconv.ParseUint(col[i], 10, 64)
			if err != nil {
				tb.Fatal(err)
			}
			return v
		}
		var r row
		for i := range 2 {
			if r.node[i], err = graph.ParseKey(col[1+i]); err != nil {
				tb.Fatal(err)
			}
			c := 4 + 6*i
			r.policy[i] = graph.Policy{
				HtlcMin: graph.Msat(num(c + 1)), HtlcMax: graph.Msat(num(c + 2)),
				BaseFee: uint32(num(c + 3)), FeePPM: uint32(num(c + 4)), CltvDelta: uint16(num(c + 5)),
			}
			if num(c) == 0 {
				r.policy[i].Flags = graph.Disabled
			}
		}
		r.capacity = graph.Sat(num(3))
		if r.policy[0].CltvDelta == 0 && r.policy[1].CltvDelta == 0 {
			continue
		}
		rows = append(rows, r)
		keys = append(keys, r.node[0], r.node[1])
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	nodes := ed.AddNodes(keys)
	for i := range rows {
		r := &rows[i]
		_, err := ed.AddChannel(graph.Announcement{
			SCID: graph.SCID(i + 1), Node: [2]graph.NodeIndex{nodes[2*i], nodes[2*i+1]}, Capacity: r.capacity,
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	for i := range rows {
		ch, _ := ed.Channel(graph.SCID(i + 1))
		for dir := range graph.Direction(2) {
			if p := rows[i].policy[dir]; p.CltvDelta != 0 {
				ed.SetPolicy(ch, dir, p, 1)
			}
		}
	}
	return ed.Commit()
}
