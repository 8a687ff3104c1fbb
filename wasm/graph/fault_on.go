//go:build js && wasm && faulty

package main

import (
	"os"
	"time"

	"github.com/lightpane/lightpane/wasm/graph/dispatch"
)

// fault says how the program fails: by a panic, or by an exit. Set with
// -ldflags "-X main.fault=exit".
var fault = "panic"

// faulty makes a program that fails at the 200th look at its stopwatch, in the
// middle of some request, for the tests of what happens then.
func faulty(h dispatch.Host) dispatch.Host { return &faultyHost{Host: h} }

type faultyHost struct {
	dispatch.Host
	looks int
}

func (f *faultyHost) Stopwatch() time.Duration {
	f.looks++
	if f.looks == 200 {
		if fault == "exit" {
			os.Exit(3)
		}
		panic("a fault put in by the tests")
	}
	return f.Host.Stopwatch()
}
