package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// lab holds what the benchmarks work on and what several of them share, each
// prepared when it is first asked for. It belongs to one goroutine.
type lab struct {
	root string // of the repository
	data string // LIGHTPANE_DATA, or empty
	temp string

	networks  memo[string, *network]
	queries   memo[int, *querySet]
	peerApply memo[string, applyTimes]
	peerRoute memo[int, searchTimes]
	visits    memo[string, visitTimes]
}

func newLab(root, data string) (*lab, error) {
	if _, err := os.Stat(filepath.Join(root, "bench", "ldk", "ldk.mjs")); err != nil {
		return nil, fmt.Errorf("run it from the root of the repository: %w", err)
	}
	if data != "" {
		if _, err := os.Stat(data); err != nil {
			return nil, fmt.Errorf("LIGHTPANE_DATA: %w", err)
		}
	}
	temp, err := os.MkdirTemp("", "lightpane-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for what is measured: %w", err)
	}
	return &lab{root: root, data: data, temp: temp}, nil
}

func (l *lab) close() {
	os.RemoveAll(l.temp)
}

// path is a file of the repository.
func (l *lab) path(elem ...string) string {
	return filepath.Join(append([]string{l.root}, elem...)...)
}

// need says what to do when a file that another command makes is not there.
func (l *lab) need(file, remedy string) error {
	_, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing: %s", file, remedy)
	}
	return err
}

// memo keeps the results of a function by its argument. Failures are not kept.
type memo[K comparable, V any] map[K]V

func (m *memo[K, V]) get(ctx context.Context, key K, prepare func(context.Context, K) (V, error)) (V, error) {
	if v, ok := (*m)[key]; ok {
		return v, nil
	}
	v, err := prepare(ctx, key)
	if err != nil {
		return v, err
	}
	if *m == nil {
		*m = memo[K, V]{}
	}
	(*m)[key] = v
	return v, nil
}
