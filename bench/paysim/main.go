// Command paysim simulates payments: the wallets' ways of choosing routes, on the
// same graph, the same pairs and the same hidden balances.
//
//	go run . [flags]            run the matrix and report
//	go run . report [flags]     report what ran before
//	go run . oracle [flags]     compare single searches with lnd's
//	go run . bench [flags]      time single searches beside lnd's, as JSON
//
// The real channel graph is used where the environment variable LIGHTPANE_DATA
// names a directory that holds it, else the example network.
//
// A run writes a line for each payment into a file for each cell of the matrix,
// in the directory of -out, and passes over those that are there already: it may
// be interrupted, and several may run at a time, on different cells. The whole
// matrix takes lnd many hours.
//
// Seed 42 is for what is reported. Tune on another one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run gives the exit code: 0 done, 1 failed, 2 bad usage.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	command := simulate
	if len(args) > 0 {
		switch args[0] {
		case "report":
			command, args = reportOnly, args[1:]
		case "oracle":
			command, args = compare, args[1:]
		case "bench":
			command, args = timeSearches, args[1:]
		}
	}
	err := command(ctx, args)
	var usage *usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &usage):
		fmt.Fprintln(os.Stderr, "paysim:", err)
		return 2
	}
	fmt.Fprintln(os.Stderr, "paysim:", err)
	return 1
}

// usageError is a mistake on the command line.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }

func (e *usageError) Unwrap() error { return e.err }
