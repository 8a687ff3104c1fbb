// Command bench measures Lightpane, and its peers in the same run, and reports
// both side by side:
//
//	go run ./bench [-only PREFIX] [-out bench.json]
//
// It runs from the root of the repository, writes the list of rows to -out and
// prints it as a table. Only the benchmarks whose name begins with PREFIX run;
// what they do not need is not prepared. Nothing else runs while something is
// measured, so leave the machine alone as well.
//
// The real channel graph is used where the environment variable LIGHTPANE_DATA
// names a directory that holds it, else the example network.
//
// What it needs: Node 20, `npm ci` in bench and in bench/ldk, the npm package
// and bin/lightpane built, and Chromium, at /usr/bin/chromium or where the
// environment variable CHROME says.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	os.Exit(run())
}

// run gives the exit code: 0 done, 1 a benchmark failed, 2 bad usage. A
// benchmark that fails does not keep the others from running and reporting.
func run() int {
	only := flag.String("only", "", "run the benchmarks whose name begins with `prefix`")
	out := flag.String("out", "bench.json", "write the rows to `file`")
	flag.Parse()
	if flag.NArg() != 0 {
		fmt.Fprintf(os.Stderr, "bench: unexpected argument %q\n", flag.Arg(0))
		flag.Usage()
		return 2
	}

	chosen := choose(benchmarks(), *only)
	if len(chosen) == 0 {
		fmt.Fprintf(os.Stderr, "bench: no benchmark begins with %q; there are:\n", *only)
		for _, b := range benchmarks() {
			fmt.Fprintln(os.Stderr, "  "+b.name)
		}
		return 2
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	lab, err := newLab(".", os.Getenv("LIGHTPANE_DATA"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	defer lab.close()

	rows, failures := measure(ctx, lab, chosen)
	printTable(os.Stdout, rows)
	if err := writeJSON(*out, rows); err != nil {
		failures = append(failures, err)
	}
	if err := errors.Join(failures...); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		return 1
	}
	return 0
}

// measure runs the benchmarks one after another.
func measure(ctx context.Context, lab *lab, chosen []benchmark) (rows []row, failures []error) {
	rows = []row{}
	for i, b := range chosen {
		if ctx.Err() != nil {
			return rows, append(failures, ctx.Err())
		}
		fmt.Fprintf(os.Stderr, "[%d/%d] %s\n", i+1, len(chosen), b.name)
		m, err := b.run(ctx, lab)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", b.name, err))
			continue
		}
		rows = append(rows, newRow(b, m))
	}
	return rows, failures
}

// choose keeps the benchmarks whose name begins with prefix.
func choose(all []benchmark, prefix string) []benchmark {
	var chosen []benchmark
	for _, b := range all {
		if strings.HasPrefix(b.name, prefix) {
			chosen = append(chosen, b)
		}
	}
	return chosen
}
