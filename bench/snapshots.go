package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/graph/synth"
	"github.com/lightpane/lightpane/rgs"
	"github.com/lightpane/lightpane/rgs/source"
)

// The snapshots that are measured, both in version 1, by the name that they
// have in the benchmarks.
const (
	snapshotV1  = "v1"     // mainnet where LIGHTPANE_DATA has it, else the example network
	snapshot80k = "v1-80k" // 80,000 channels and 160,000 updates, generated
)

const mainnetFile = "mainnet-2026-02-03-v1.lngossip"

// exampleTime dates generated snapshots. Any time will do: every program that is
// measured is handed the time of the snapshot as its clock.
const exampleTime = 1_770_000_000

// snapshot is one full snapshot as a file and in memory.
type snapshot struct {
	label    string // for notes: what it is
	file     string
	bytes    []byte
	time     uint32 // in its header
	channels int
	updates  int
}

// network is a snapshot and the graph that it gives.
type network struct {
	*snapshot
	graph *graph.Graph
}

// clock is the snapshot's own time, as scripts take it.
func (s *snapshot) clock() string {
	return strconv.FormatUint(uint64(s.time), 10)
}

// now is the snapshot's own time as a clock.
func (s *snapshot) now() time.Time {
	return time.Unix(int64(s.time), 0)
}

func (l *lab) snapshot(ctx context.Context, which string) (*snapshot, error) {
	net, err := l.network(ctx, which)
	if err != nil {
		return nil, err
	}
	return net.snapshot, nil
}

func (l *lab) network(ctx context.Context, which string) (*network, error) {
	return l.networks.get(ctx, which, func(ctx context.Context, which string) (*network, error) {
		snap, err := l.load(ctx, which)
		if err != nil {
			return nil, err
		}
		g, report, err := applyOnce(ctx, snap)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", snap.file, err)
		}
		snap.channels, snap.updates = g.Channels(), report.Updates
		return &network{snapshot: snap, graph: g}, nil
	})
}

func (l *lab) load(ctx context.Context, which string) (*snapshot, error) {
	if which == snapshotV1 && l.data != "" {
		file := filepath.Join(l.data, mainnetFile)
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the mainnet snapshot: %w", err)
		}
		_, report, err := rgs.Apply(ctx, graph.New(mainnet()), b, rgs.Options{Full: true})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return &snapshot{label: "mainnet 2026-02-03", file: file, bytes: b, time: report.Timestamp}, nil
	}
	return l.generate(ctx, which)
}

// exampleSeed makes the example network of the benchmarks.
const exampleSeed = 42

// generate makes a snapshot of an example network.
func (l *lab) generate(ctx context.Context, which string) (*snapshot, error) {
	config := synth.Mainnet(exampleSeed)
	if which == snapshot80k {
		config = synth.Config{Seed: exampleSeed, Channels: 80_000}
	}
	net, err := synth.Generate(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("make the example network: %w", err)
	}
	example, err := source.Example(net, mainnet())
	if err != nil {
		return nil, fmt.Errorf("make a graph of the example network: %w", err)
	}
	g := gossiped(example.Graph)
	b, err := rgs.EncodeFull(g, rgs.EncodeOptions{Version: 1, Timestamp: exampleTime})
	if err != nil {
		return nil, fmt.Errorf("encode the example network: %w", err)
	}
	file := filepath.Join(l.temp, which+".lngossip")
	if err := os.WriteFile(file, b, 0o644); err != nil {
		return nil, fmt.Errorf("write the example network: %w", err)
	}
	return &snapshot{label: "example network", file: file, bytes: b, time: exampleTime}, nil
}

// gossiped is a graph as a server of snapshots knows it. Such a server announces
// a channel only when it has seen both of its directions, so one that the graph
// does not know counts as disabled.
func gossiped(g *graph.Graph) *graph.Graph {
	ed := g.Edit()
	for i := range g.Channels() {
		ch, _ := ed.Channel(g.SCID(graph.ChannelIndex(i)))
		for dir := range graph.Direction(2) {
			if _, _, known := ed.Policy(ch, dir); !known {
				ed.SetPolicy(ch, dir, graph.Policy{Flags: graph.Disabled}, exampleTime)
			}
		}
	}
	return ed.Commit()
}
