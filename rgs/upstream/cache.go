package upstream

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// A kept snapshot is a record: a checksum of all that follows, the unix time of
// the download, and the snapshot as the server sent it.
//
//	"LPU1" | SHA-256 32 | fetched u64 | snapshot
const (
	recordMagic  = "LPU1"
	recordHeader = len(recordMagic) + sha256.Size + 8
)

// name is the file of a server and network.
func (s *Source) name() string {
	sum := sha256.Sum256(append([]byte(s.Base.String()+"\n"), s.Chain[:]...))
	return "upstream-" + hex.EncodeToString(sum[:8])
}

func (s *Source) keep(snapshot []byte, at time.Time) error {
	if s.Cache == nil {
		return nil
	}
	body := append(binary.BigEndian.AppendUint64(nil, uint64(at.Unix())), snapshot...)
	sum := sha256.Sum256(body)
	record := append(append([]byte(recordMagic), sum[:]...), body...)
	if err := s.Cache.Save(s.name(), record); err != nil {
		return fmt.Errorf("keep the snapshot: %w", err)
	}
	return nil
}

var (
	errNotKept   = errors.New("no snapshot is kept from before")
	errBadRecord = errors.New("the kept snapshot is damaged")
)

// recall gives what an earlier fetch kept, unless it is too old by now.
func (s *Source) recall(ctx context.Context) (*Fetched, error) {
	if s.Cache == nil {
		return nil, errNotKept
	}
	record, err := s.Cache.Load(s.name())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotKept
	}
	if err != nil {
		return nil, fmt.Errorf("kept snapshot: %w", err)
	}
	if len(record) < recordHeader || string(record[:len(recordMagic)]) != recordMagic {
		return nil, errBadRecord
	}
	sum, body := record[len(recordMagic):recordHeader-8], record[recordHeader-8:]
	if sha256.Sum256(body) != [sha256.Size]byte(sum) {
		return nil, errBadRecord
	}
	g, err := s.check(ctx, body[8:])
	if err != nil {
		return nil, fmt.Errorf("kept snapshot: %w", err)
	}
	return &Fetched{Graph: g, At: time.Unix(int64(binary.BigEndian.Uint64(body)), 0), Cached: true}, nil
}
