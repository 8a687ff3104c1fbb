// Lightpane is the project's one program: everything that does not run in a
// browser. `lightpane help` lists its commands.
//
// This package is flags, wiring and exit codes; what a command does lives in the
// packages that it calls. It is the only native one that looks at the clock,
// the environment and files by itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends a program that does not end by the first.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// program is what a command is handed of the world.
type program struct {
	env            func(name string) (value string, set bool)
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
}

// log tells whoever runs the program something, on a line of its own.
func (p *program) log(format string, args ...any) {
	fmt.Fprintf(p.stderr, format+"\n", args...)
}

// usageError is a mistake in how the program was called.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errReported is a failure that the command has told about already.
var errReported = errors.New("failed")

// run does what main does, with everything that it needs handed in.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{env: env, stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	name, err := p.dispatch(ctx, args)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errReported):
		return exitFailed
	case ctx.Err() != nil:
		fmt.Fprintf(stderr, "%s: interrupted\n", name)
		return exitFailed
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "%s: %s\nSee: %s --help\n", name, err, name)
		return exitUsage
	}
	fmt.Fprintf(stderr, "%s: %s\n", name, err)
	return exitFailed
}
