package source

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

const aliasesHeader = "node_id,alias"

// ReadAliases reads a CSV of node keys and names, plain or compressed with gzip.
// The names are text from strangers and not always UTF-8.
func ReadAliases(ctx context.Context, r io.Reader) (map[graph.PublicKey]string, error) {
	in, err := Decompressed(ctx, r, maxFile)
	if err != nil {
		return nil, &Error{Format: Aliases, Err: err}
	}
	lines := newLines(Aliases, in)
	// A name may hold quotes that no CSV writer put there.
	lines.csv.LazyQuotes = true
	if _, err := lines.next(); err != nil {
		return nil, err
	}
	if got := strings.Join(lines.fields, ","); got != aliasesHeader {
		return nil, lines.fault(fmt.Errorf("%w: the header is %.60q, want %q", ErrUnknownFormat, got, aliasesHeader))
	}
	aliases := map[graph.PublicKey]string{}
	for {
		more, err := lines.next()
		if err != nil {
			return nil, err
		}
		if !more {
			return aliases, nil
		}
		key, err := graph.ParseKey(lines.fields[0])
		if err != nil {
			return nil, lines.fault(err)
		}
		if len(aliases) == rgs.MaxNodes {
			return nil, lines.fault(fmt.Errorf("%w: more than %d names", ErrTooLarge, rgs.MaxNodes))
		}
		aliases[key] = strings.Clone(lines.fields[1])
	}
}
