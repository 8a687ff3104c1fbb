package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const visitors = 7

// visitTimes is how long visitors of the demo page waited for their first
// route, in milliseconds, at the first visit and at the second.
type visitTimes struct{ First, Second []float64 }

func firstVisit(v visitTimes) []float64  { return v.First }
func secondVisit(v visitTimes) []float64 { return v.Second }

// visiting measures one of the two visits.
func visiting(name string, which func(visitTimes) []float64) benchmark {
	return benchmark{name, "ms", func(ctx context.Context, l *lab) (measurement, error) {
		label, args := l.demoGraph()
		visits, err := l.visits.get(ctx, label, func(ctx context.Context, _ string) (visitTimes, error) {
			return l.visit(ctx, args)
		})
		if err != nil {
			return measurement{}, err
		}
		ms := slices.Sorted(slices.Values(which(visits)))
		return measurement{
			ours: ms[len(ms)/2],
			n:    len(ms),
			note: fmt.Sprintf("%s; Chromium on loopback, start of the navigation to the first frame with a route; median, best %.0f, worst %.0f",
				label, ms[0], ms[len(ms)-1]),
		}, nil
	}}
}

// demoGraph is what the demo shows to the visitors, and how to tell it so.
func (l *lab) demoGraph() (label string, args []string) {
	if l.data == "" {
		return "example network", nil
	}
	return "mainnet 2026-02-03", []string{
		"--graph", filepath.Join(l.data, "mainnet-2026-02-03-v2.lngossip"),
		"--aliases", filepath.Join(l.data, "mainnet-2026-02-03-aliases.csv.gz"),
	}
}

// visit runs the demo and lets visitors come, one after another.
func (l *lab) visit(ctx context.Context, args []string) (visits visitTimes, err error) {
	program := l.path("bin", "lightpane")
	if err := errors.Join(l.packageBuilt(), l.need(program, "run make build")); err != nil {
		return visits, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	args = append([]string{"demo", "--listen", "127.0.0.1:0", "--upstream", "off", "--cache", filepath.Join(l.temp, "demo")}, args...)
	demo := exec.CommandContext(ctx, program, args...)
	demo.Stderr = os.Stderr
	demo.Cancel = func() error { return demo.Process.Signal(os.Interrupt) }
	demo.WaitDelay = 10 * time.Second
	stdout, err := demo.StdoutPipe()
	if err != nil {
		return visits, err
	}
	if err := demo.Start(); err != nil {
		return visits, fmt.Errorf("start the demo: %w", err)
	}
	defer func() {
		cancel()
		// It was told to stop: how it says so does not matter.
		_ = demo.Wait()
	}()
	url, err := listening(bufio.NewScanner(stdout))
	if err != nil {
		return visits, err
	}
	err = l.script(ctx, &visits, l.path("bench", "page.mjs"), "--visitors", strconv.Itoa(visitors), url)
	return visits, err
}

// listening waits for the line in which the demo says where it is.
func listening(lines *bufio.Scanner) (url string, err error) {
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			return url, nil
		}
	}
	return "", errors.Join(errors.New("the demo ended before it listened"), lines.Err())
}
