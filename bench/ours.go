package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

const (
	oursSyncs  = 12
	oursPasses = 5
)

// wasmApply measures the npm package applying a snapshot in Node or Chromium,
// inside its worker.
func (l *lab) wasmApply(ctx context.Context, place, which string) (applyTimes, error) {
	snap, err := l.snapshot(ctx, which)
	if err != nil {
		return applyTimes{}, err
	}
	var out struct {
		Ms       []float64
		Channels int
	}
	if err := l.ours(ctx, &out, place, snap, "--syncs", strconv.Itoa(oursSyncs), "apply", snap.file); err != nil {
		return applyTimes{}, err
	}
	if out.Channels != snap.channels {
		return applyTimes{}, fmt.Errorf("%d channels, not %d", out.Channels, snap.channels)
	}
	return applyTimes{best: slices.Min(out.Ms), cold: out.Ms[0], n: len(out.Ms)}, nil
}

// wasmSearch measures the npm package searching in Node or Chromium: in all, as
// the caller waits for it, and inside the worker alone.
func (l *lab) wasmSearch(ctx context.Context, place string, sats int) (all searchTimes, worker float64, err error) {
	snap, err := l.snapshot(ctx, snapshotV1)
	if err != nil {
		return all, 0, err
	}
	set, err := l.querySet(ctx, sats)
	if err != nil {
		return all, 0, err
	}
	var out struct {
		MeanMs   float64 `json:"mean_ms"`
		WorkerMs float64 `json:"worker_ms"`
		Found    int
	}
	err = l.ours(ctx, &out, place, snap, "--passes", strconv.Itoa(oursPasses), "search", snap.file, set.file)
	return searchTimes{mean: out.MeanMs, found: out.Found}, out.WorkerMs, err
}

func (l *lab) ours(ctx context.Context, out any, place string, snap *snapshot, args ...string) error {
	if err := l.packageBuilt(); err != nil {
		return err
	}
	args = append([]string{"--in", place, "--now", snap.clock()}, args...)
	return l.script(ctx, out, l.path("bench", "ours.mjs"), args...)
}

// packageBuilt says what to do when the npm package is not there to measure.
func (l *lab) packageBuilt() error {
	if err := l.need(l.path("bench", "node_modules", "puppeteer-core"), "run npm ci in bench"); err != nil {
		return err
	}
	return l.need(l.graphWasm(), "build the npm package")
}

// graphWasm is the program as it is published.
func (l *lab) graphWasm() string {
	return l.path("web", "lightpane", "dist", "graph.wasm")
}
