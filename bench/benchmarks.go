package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
)

// benchmark is one row of the report.
type benchmark struct {
	name string
	unit string
	run  func(context.Context, *lab) (measurement, error)
}

// The places where our own code runs.
const (
	native   = "native"
	node     = "node"
	chromium = "chromium"
)

// benchmarks lists all of them, in the order in which they run.
func benchmarks() []benchmark {
	list := []benchmark{
		applying(snapshotV1, native),
		applying(snapshotV1, node),
		applying(snapshotV1, chromium),
		applying(snapshot80k, native),
		applying(snapshot80k, chromium),
	}
	for _, amount := range []struct {
		label string
		sats  int
	}{{"1k", 1_000}, {"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		for _, place := range []string{native, node, chromium} {
			list = append(list, searching(amount.label, amount.sats, place))
		}
	}
	return append(list,
		visiting("page/first-route", firstVisit),
		visiting("page/second-visit", secondVisit),
		benchmark{"wasm/graph/brotli", "bytes", wasmSize},
	)
}

// applying measures one snapshot becoming a graph, from its bytes in memory.
func applying(which, place string) benchmark {
	return benchmark{"rgs/apply/" + which + "/" + place, "ms", func(ctx context.Context, l *lab) (measurement, error) {
		snap, err := l.snapshot(ctx, which)
		if err != nil {
			return measurement{}, err
		}
		peer, err := l.ldkApply(ctx, which)
		if err != nil {
			return measurement{}, err
		}
		var ours applyTimes
		if place == native {
			ours, err = l.nativeApply(ctx, which)
		} else {
			ours, err = l.wasmApply(ctx, place, which)
		}
		if err != nil {
			return measurement{}, err
		}
		return measurement{
			ours: ours.best,
			peer: &peerValue{ldkName, peer.best},
			n:    ours.n,
			note: fmt.Sprintf("%s, %d channels, %d updates; best of n, peer best of %d with its logger stubbed; cold %.1f, peer %.0f",
				snap.label, snap.channels, snap.updates, peer.n, ours.cold, peer.cold),
		}, nil
	}}
}

// searching measures the mean search for one path.
func searching(label string, sats int, place string) benchmark {
	return benchmark{"search/one-path/" + label + "/" + place, "ms", func(ctx context.Context, l *lab) (measurement, error) {
		snap, err := l.snapshot(ctx, snapshotV1)
		if err != nil {
			return measurement{}, err
		}
		peer, err := l.ldkSearch(ctx, sats)
		if err != nil {
			return measurement{}, err
		}
		var ours searchTimes
		var detail string
		if place == native {
			ours, err = l.nativeSearch(ctx, sats)
		} else {
			var worker float64
			ours, worker, err = l.wasmSearch(ctx, place, sats)
			detail = fmt.Sprintf("; as the caller waits for it, %.3f of it in the worker", worker)
		}
		if err != nil {
			return measurement{}, err
		}
		return measurement{
			ours: ours.mean,
			peer: &peerValue{ldkName, peer.mean},
			n:    pairs,
			note: fmt.Sprintf("%s; mean of n pairs, best pass; found %d, peer %d%s", snap.label, ours.found, peer.found, detail),
		}, nil
	}}
}

// wasmSize is what a visitor downloads to get the graph's program.
func wasmSize(ctx context.Context, l *lab) (measurement, error) {
	if err := l.packageBuilt(); err != nil {
		return measurement{}, err
	}
	info, err := os.Stat(l.graphWasm())
	if err != nil {
		return measurement{}, err
	}
	var out struct{ Bytes int }
	if err := l.script(ctx, &out, l.path("bench", "brotli.mjs"), l.graphWasm()); err != nil {
		return measurement{}, err
	}
	return measurement{
		ours: float64(out.Bytes),
		n:    1,
		note: "brotli 11 of " + strconv.FormatInt(info.Size(), 10) + " bytes",
	}, nil
}
