// Generate writes both ends of the protocol from messages.go: codec.go beside
// it, and protocol.ts in the npm package. It is run in the protocol's directory.
package main

import (
	"fmt"
	"os"

	"github.com/lightpane/lightpane/wasm/graph/protocol/internal/describe"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	source, err := os.ReadFile("messages.go")
	if err != nil {
		return err
	}
	p, err := describe.Read(source)
	if err != nil {
		return err
	}
	code, err := p.Go()
	if err != nil {
		return err
	}
	if err := os.WriteFile("codec.go", code, 0o644); err != nil {
		return err
	}
	return os.WriteFile("../../../web/lightpane/src/protocol.ts", p.TypeScript(), 0o644)
}
