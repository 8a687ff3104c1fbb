// Package cputime reads the processor time of this process, in all its threads:
// what a computation costs, garbage collection included, however busy the
// machine is with other things. It runs on Linux, macOS and the BSDs.
package cputime

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// Now is the processor time used so far.
func Now() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic(fmt.Sprintf("read the clock of the process: %v", err)) // every Unix has it
	}
	return time.Duration(t.Nano())
}
