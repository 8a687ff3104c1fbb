package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

func versionCommand() command {
	return command{
		path:    "version",
		summary: "say which version this is",
		about:   "The version is the one that the module was installed with, or the commit that it was built from.",
		example: "lightpane version --json",
		setup: func(p *program, s *settings) action {
			asJSON := s.Bool("json", false, "print JSON")
			return func(context.Context, []string) error {
				v := built()
				if *asJSON {
					return printJSON(p.stdout, v)
				}
				_, err := fmt.Fprintf(p.stdout, "lightpane %s (%s, %s)\n", v.Version, v.Go, v.Platform)
				return err
			}
		},
	}
}

type build struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// built reads what the Go toolchain wrote into the program.
func built() build {
	b := build{Version: "(unknown)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	return b
}
