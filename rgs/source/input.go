package source

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
)

const (
	// maxFile bounds a decompressed file. A describegraph of the whole mainnet
	// takes about 120 MB.
	maxFile = 1 << 30
	// MaxSnapshot bounds a snapshot, which has to be in memory whole: twice
	// what the largest graph that clients accept needs.
	MaxSnapshot = 128 << 20
	// maxRecord bounds one line, node or edge.
	maxRecord = 1 << 20
)

// Decompressed gives the content of a file that may be compressed with gzip. It
// fails with ErrTooLarge rather than give more than limit bytes, and with ctx's
// error once that is done.
func Decompressed(ctx context.Context, r io.Reader, limit int64) (io.Reader, error) {
	in := bufio.NewReaderSize(contextReader{ctx, r}, 64<<10)
	if start, _ := in.Peek(2); string(start) != "\x1f\x8b" {
		return &bounded{r: in, limit: limit}, nil
	}
	zip, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	return &bounded{r: zip, limit: limit}, nil
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// bounded reads up to limit bytes and fails beyond. The limit may be moved while
// reading: a parser that sets it a record's length ahead at the beginning of
// each record is never made to hold a longer one.
type bounded struct {
	r     io.Reader
	read  int64
	limit int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	room := b.limit - b.read
	if room <= 0 {
		// The end of the file may lie exactly at the limit.
		var one [1]byte
		n, err := io.ReadFull(b.r, one[:])
		if n == 0 && errors.Is(err, io.EOF) {
			return 0, io.EOF
		}
		if n == 0 {
			return 0, err
		}
		return 0, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, b.limit)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), room)])
	b.read += int64(n)
	return n, err
}
