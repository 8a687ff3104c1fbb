package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// Options of Read.
type Options struct {
	// Chain is the network that the file is of. Only a snapshot says so
	// itself, and is refused if it is of another.
	Chain graph.ChainHash
	// Now is the clock. With one, a snapshot that is older than 14 days is
	// refused; without, any age will do. The other formats are never stale.
	Now func() time.Time
}

// Loaded is what a file held.
type Loaded struct {
	Graph  *graph.Graph
	Format Format
	// Aliases are what the nodes call themselves: text from strangers, as it
	// was announced. Only a describegraph has any.
	Aliases map[graph.PublicKey]string
	// WithoutPolicy counts the channels that were left out because neither
	// direction has a known policy: nothing can be sent over them.
	WithoutPolicy int
}

// Read reads a graph in any of the formats.
func Read(ctx context.Context, r io.Reader, opts Options) (*Loaded, error) {
	content, err := Decompressed(ctx, r, maxFile)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(content, 64<<10)
	start, err := in.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("LDK")):
		return readSnapshot(ctx, in, opts)
	case bytes.HasPrefix(bytes.TrimLeft(start, " \t\r\n"), []byte("{")):
		return readDescribeGraph(in, opts)
	case bytes.HasPrefix(start, []byte("chan,node1,")):
		return readCSV(in, opts)
	case len(start) == 0:
		return nil, fmt.Errorf("%w: the file is empty", ErrUnknownFormat)
	}
	return nil, fmt.Errorf("%w: the file begins with %q; want a rapid gossip sync snapshot, describegraph json, or a csv", ErrUnknownFormat, start[:min(len(start), 16)])
}

func readSnapshot(ctx context.Context, in io.Reader, opts Options) (*Loaded, error) {
	data, err := io.ReadAll(&bounded{r: in, limit: MaxSnapshot})
	if err != nil {
		return nil, &Error{Format: Snapshot, Err: err}
	}
	// Applied with a clock, a whole graph of more than a week ago would be
	// forgotten again at once.
	g, report, err := rgs.Apply(ctx, graph.New(opts.Chain), data, rgs.Options{Full: true})
	if err == nil && opts.Now != nil {
		err = rgs.CheckAge(report.Timestamp, opts.Now())
	}
	if err != nil {
		return nil, err
	}
	return &Loaded{Graph: g, Format: Snapshot}, nil
}
