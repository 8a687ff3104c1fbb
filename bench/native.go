package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/pathfind"
	"github.com/lightpane/lightpane/rgs"
)

const (
	nativeApplies = 20
	nativePasses  = 10
	warmUp        = 20 // queries, as in workload.mjs and ldk/route.mjs
)

// nativeApply measures our own code, compiled for this machine, applying a
// snapshot to an empty graph.
func (l *lab) nativeApply(ctx context.Context, which string) (applyTimes, error) {
	snap, err := l.snapshot(ctx, which)
	if err != nil {
		return applyTimes{}, err
	}
	var ms []float64
	for range nativeApplies {
		// The garbage of the run before is not this one's to collect.
		runtime.GC()
		start := time.Now()
		g, _, err := applyOnce(ctx, snap)
		ms = append(ms, milliseconds(time.Since(start)))
		if err != nil {
			return applyTimes{}, err
		}
		if g.Channels() != snap.channels {
			return applyTimes{}, fmt.Errorf("%d channels, not %d", g.Channels(), snap.channels)
		}
	}
	return applyTimes{best: slices.Min(ms), cold: ms[0], n: len(ms)}, nil
}

func applyOnce(ctx context.Context, snap *snapshot) (*graph.Graph, rgs.Report, error) {
	return rgs.Apply(ctx, graph.New(mainnet()), snap.bytes, rgs.Options{Now: snap.now, Full: true})
}

// nativeSearch measures our own search over the queries of an amount.
func (l *lab) nativeSearch(ctx context.Context, sats int) (searchTimes, error) {
	set, err := l.querySet(ctx, sats)
	if err != nil {
		return searchTimes{}, err
	}
	net, err := l.network(ctx, snapshotV1)
	if err != nil {
		return searchTimes{}, err
	}
	finder := pathfind.NewFinder()
	if _, err := searchAll(ctx, finder, net.graph, set.queries[:warmUp]); err != nil {
		return searchTimes{}, err
	}
	var best searchTimes
	for pass := range nativePasses {
		start := time.Now()
		found, err := searchAll(ctx, finder, net.graph, set.queries)
		if err != nil {
			return searchTimes{}, err
		}
		mean := milliseconds(time.Since(start)) / float64(len(set.queries))
		if pass == 0 || mean < best.mean {
			best = searchTimes{mean: mean, found: found}
		}
	}
	return best, nil
}

// searchAll runs queries one after another and counts the routes found.
func searchAll(ctx context.Context, finder *pathfind.Finder, g *graph.Graph, queries []query) (found int, err error) {
	var route pathfind.Route
	for i := range queries {
		q := pathfind.DefaultQuery(queries[i].payer, queries[i].payee, queries[i].AmountMsat)
		q.MaxFee = queries[i].MaxFeeMsat
		var none *pathfind.NoRouteError
		switch err := finder.Find(ctx, g, &q, &route); {
		case err == nil:
			found++
		case !errors.As(err, &none):
			return found, fmt.Errorf("from %s to %s: %w", queries[i].From, queries[i].To, err)
		}
	}
	return found, nil
}

func mainnet() graph.ChainHash {
	chain, err := rgs.ChainByName("bitcoin")
	if err != nil {
		panic(err) // a name that package rgs documents
	}
	return chain
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Nanoseconds()) / 1e6
}
