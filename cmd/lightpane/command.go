package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// command is something that the program does.
type command struct {
	path     string // the words that call it
	operands string // what follows the flags; empty if nothing may
	summary  string // half a line
	about    string // what one has to know to use it
	example  string
	// setup declares the flags and gives what runs once they are known.
	setup func(p *program, s *settings) action
}

type action func(ctx context.Context, operands []string) error

// commands are all commands, in the order of the help.
func commands() []command {
	return []command{
		demoCommand(),
		routeCommand(),
		inspectCommand(),
		encodeCommand(),
		versionCommand(),
	}
}

// find gives the command whose path args begin with, and what follows it.
func find(args []string) (c command, rest []string, ok bool) {
	for _, c := range commands() {
		path := strings.Fields(c.path)
		if len(args) >= len(path) && slices.Equal(args[:len(path)], path) {
			return c, args[len(path):], true
		}
	}
	return command{}, nil, false
}

// dispatch runs the command that args name. The name that comes back is the
// program's and the command's together, for messages.
func (p *program) dispatch(ctx context.Context, args []string) (name string, err error) {
	const program = "lightpane"
	if len(args) > 0 && args[0] == "help" {
		args = args[1:]
		if c, _, ok := find(args); ok {
			p.help(p.stdout, c, p.settings(c))
			return program, nil
		}
		return program, p.list(p.stdout, args)
	}
	c, rest, ok := find(args)
	if !ok {
		if len(args) > 0 && wantsHelp(args[len(args)-1]) {
			return program, p.list(p.stdout, args[:len(args)-1])
		}
		if len(args) == 0 {
			p.list(p.stderr, nil)
			return program, usagef("a command is wanted")
		}
		if len(args) == 1 && len(below(args[0])) > 0 {
			return program, usagef("%s what? there is %s", args[0], strings.Join(below(args[0]), ", "))
		}
		return program, usagef("there is no command %q", strings.Join(args[:min(2, len(args))], " "))
	}

	name = program + " " + c.path
	s := p.settings(c)
	run := c.setup(p, s)
	operands, err := s.load(rest, p.env)
	if errors.Is(err, flag.ErrHelp) {
		p.help(p.stdout, c, p.settings(c))
		return name, nil
	}
	if err != nil {
		return name, err
	}
	if s.printConfig {
		return name, s.print(p.stdout)
	}
	if c.operands == "" && len(operands) > 0 {
		return name, usagef("%q is too much: no operands are taken", operands[0])
	}
	return name, run(ctx, operands)
}

func wantsHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

// below lists the commands whose first word is group.
func below(group string) []string {
	var paths []string
	for _, c := range commands() {
		if first, _, more := strings.Cut(c.path, " "); more && first == group {
			paths = append(paths, c.path)
		}
	}
	return paths
}

// list prints the commands whose path begins with the words of prefix.
func (p *program) list(w io.Writer, prefix []string) error {
	var listed []command
	for _, c := range commands() {
		if len(prefix) == 0 || len(prefix) == 1 && slices.Contains(below(prefix[0]), c.path) {
			listed = append(listed, c)
		}
	}
	if len(listed) == 0 {
		return usagef("there is no command %q", strings.Join(prefix, " "))
	}
	fmt.Fprint(w, "Lightning in the browser: the server side and the tools.\n\n")
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, c := range listed {
		fmt.Fprintf(t, "  lightpane %s\t%s\n", c.path, c.summary)
	}
	t.Flush()
	_, err := fmt.Fprint(w, "\nlightpane COMMAND --help says more of one. Exit code: 0 done, 1 failed, 2 called the wrong way.\n")
	return err
}

// help prints all there is to know of a command.
func (p *program) help(w io.Writer, c command, s *settings) {
	c.setup(p, s)
	fmt.Fprintf(w, "%s\n\nUsage:\n  lightpane %s [flags]", c.summary, c.path)
	if c.operands != "" {
		fmt.Fprintf(w, " %s", c.operands)
	}
	fmt.Fprintf(w, "\n\n%s\n\nFlags:\n", strings.TrimSpace(c.about))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	s.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
			value = ""
		}
		if f.DefValue != "" && f.DefValue != "false" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(t, "  --%s\t%s\n", strings.TrimSpace(f.Name+" "+value), usage)
	})
	t.Flush()
	fmt.Fprintf(w, "\nWhat no flag says is taken from the environment (%s…), then from the YAML file that\n--config names, in its section %q.\n\nExample:\n  %s\n", s.prefix, s.path, strings.ReplaceAll(strings.TrimSpace(c.example), "\n", "\n  "))
}
