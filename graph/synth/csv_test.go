package synth

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// mainnet loads the graph that the package is calibrated against, if
// LIGHTPANE_DATA says where it is.
func mainnet(t *testing.T) *Network {
	t.Helper()
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		return nil
	}
	f, err := os.Open(filepath.Join(dir, "mainnet-2026-02-03.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	n, err := readCSV(z)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// readCSV reads the selection that the calibration is about: channels with a
// known policy (cltv delta not 0) in at least one direction. The file has no
// short channel ids; rows stand in for block heights.
func readCSV(r io.Reader) (*Network, error) {
	records := csv.NewReader(r)
	if _, err := records.Read(); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	n := &Network{}
	index := map[string]int32{}
	node := func(key string) int32 {
		i, ok := index[key]
		if !ok {
			i = int32(len(n.Nodes))
			index[key] = i
			var decoded Node
			hex.Decode(decoded.Key[:], []byte(key))
			n.Nodes = append(n.Nodes, decoded)
		}
		return i
	}
	for row := uint64(1); ; row++ {
		record, err := records.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		c := Channel{SCID: row << blockShift}
		if c.CapacitySat, err = strconv.ParseUint(record[3], 10, 64); err != nil {
			return nil, err
		}
		for side := range c.Policy {
			if c.Policy[side], err = parsePolicy(record[4+6*side:][:6]); err != nil {
				return nil, fmt.Errorf("row %d: %w", row, err)
			}
		}
		if !c.Policy[0].Known && !c.Policy[1].Known {
			continue
		}
		c.Node1, c.Node2 = node(record[1]), node(record[2])
		n.Channels = append(n.Channels, c)
	}
	n.settle()
	return n, nil
}

// parsePolicy reads enabled, htlc min, htlc max, base fee, ppm, cltv delta.
func parsePolicy(fields []string) (Policy, error) {
	var v [6]uint64
	for i, f := range fields {
		var err error
		if v[i], err = strconv.ParseUint(f, 10, 64); err != nil {
			return Policy{}, err
		}
	}
	if v[5] == 0 {
		return Policy{}, nil
	}
	return Policy{
		Known: true, Disabled: v[0] == 0, HtlcMinMsat: v[1], HtlcMaxMsat: v[2],
		BaseMsat: uint32(v[3]), PPM: uint32(v[4]), CltvDelta: uint16(v[5]),
	}, nil
}
