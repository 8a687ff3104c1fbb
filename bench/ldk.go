package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// ldkName is how rows name the peer: LDK's WebAssembly in the Node of this run.
const ldkName = "ldk-wasm-node"

const (
	// LDK's module breaks after about a dozen graphs, so that it is measured
	// in several processes with a few graphs each.
	ldkProcesses = 4
	ldkGraphs    = 3
	ldkPasses    = 3
)

// applyTimes is how long it took to apply one snapshot.
type applyTimes struct {
	best float64 // ms, program warm
	cold float64 // ms, best of the first graphs of a process
	n    int     // graphs in all
}

// searchTimes is how long one search took.
type searchTimes struct {
	mean  float64 // ms, over the queries, in the best pass
	found int     // of the queries
}

// ldkApply measures LDK applying a snapshot.
func (l *lab) ldkApply(ctx context.Context, which string) (applyTimes, error) {
	return l.peerApply.get(ctx, which, func(ctx context.Context, which string) (applyTimes, error) {
		snap, err := l.snapshot(ctx, which)
		if err != nil {
			return applyTimes{}, err
		}
		var cold, warm []float64
		for range ldkProcesses {
			var out struct {
				Ms       []float64
				Channels int
			}
			if err := l.ldk(ctx, &out, "apply.mjs", "--now", snap.clock(), "--graphs", strconv.Itoa(ldkGraphs), snap.file); err != nil {
				return applyTimes{}, err
			}
			if out.Channels != snap.channels {
				return applyTimes{}, fmt.Errorf("LDK holds %d channels of %s, not %d", out.Channels, snap.file, snap.channels)
			}
			cold = append(cold, out.Ms[0])
			warm = append(warm, out.Ms[1:]...)
		}
		return applyTimes{best: slices.Min(warm), cold: slices.Min(cold), n: len(cold) + len(warm)}, nil
	})
}

// ldkSearch measures LDK's search for one path over the queries of an amount.
func (l *lab) ldkSearch(ctx context.Context, sats int) (searchTimes, error) {
	return l.peerRoute.get(ctx, sats, func(ctx context.Context, sats int) (searchTimes, error) {
		snap, err := l.snapshot(ctx, snapshotV1)
		if err != nil {
			return searchTimes{}, err
		}
		set, err := l.querySet(ctx, sats)
		if err != nil {
			return searchTimes{}, err
		}
		var out struct {
			MeanMs float64 `json:"mean_ms"`
			Found  int
		}
		err = l.ldk(ctx, &out, "route.mjs", "--now", snap.clock(), "--passes", strconv.Itoa(ldkPasses), snap.file, set.file)
		return searchTimes{mean: out.MeanMs, found: out.Found}, err
	})
}

func (l *lab) ldk(ctx context.Context, out any, script string, args ...string) error {
	if err := l.need(l.path("bench", "ldk", "node_modules", "lightningdevkit"), "run npm ci in bench/ldk"); err != nil {
		return err
	}
	return l.script(ctx, out, l.path("bench", "ldk", script), args...)
}
