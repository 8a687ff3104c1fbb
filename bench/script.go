package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// scriptLimit is far above what any script takes; a script that hangs must not
// hang the run.
const scriptLimit = 10 * time.Minute

// script runs a Node script and reads the one JSON document that it prints.
func (l *lab) script(ctx context.Context, out any, file string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, scriptLimit)
	defer cancel()
	var stdout bytes.Buffer
	cmd := exec.CommandContext(ctx, "node", append([]string{file}, args...)...)
	cmd.Stdout = &stdout
	cmd.Stderr = os.Stderr
	// An interrupt lets a script close the browser that it started.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("node %s: %w", filepath.Base(file), err)
	}
	if err := json.Unmarshal(stdout.Bytes(), out); err != nil {
		return fmt.Errorf("node %s: read what it printed: %w", filepath.Base(file), err)
	}
	return nil
}
