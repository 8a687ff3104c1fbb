package sim

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// File keeps the records of a cell, one line of JSON each. A line that was cut
// off when a run was killed is written again by the next.
type File struct {
	name string
	f    *os.File
	done map[Key]bool
}

// OpenFile opens a file for adding records, or makes it.
func OpenFile(name string) (*File, error) {
	records, size, err := readFile(name)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the results: %w", err)
	}
	if err = f.Truncate(size); err == nil {
		_, err = f.Seek(size, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the results: %w", err), f.Close())
	}
	file := &File{name: name, f: f, done: map[Key]bool{}}
	for i := range records {
		file.done[records[i].Key()] = true
	}
	return file, nil
}

// Has says whether there is such a record.
func (f *File) Has(k Key) bool { return f.done[k] }

// Write adds a record.
func (f *File) Write(r *Record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode a result: %w", err)
	}
	if _, err := f.f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write a result: %w", err)
	}
	f.done[r.Key()] = true
	return nil
}

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }

// readFile reads the whole lines of a file; size is what they take.
func readFile(name string) (records []Record, size int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, fmt.Errorf("read results: %w", err)
	}
	defer f.Close()
	in := bufio.NewReader(f)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return records, size, nil
		} else if err != nil {
			return nil, 0, fmt.Errorf("read results: %w", err)
		}
		var r Record
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, 0, fmt.Errorf("%s, line %d: %w", name, len(records)+1, err)
		}
		records = append(records, r)
		size += int64(len(line))
	}
}

// ReadDir reads all records in a directory.
func ReadDir(dir string) ([]Record, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("list results: %w", err)
	}
	var all []Record
	for _, name := range names {
		records, _, err := readFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, records...)
	}
	return all, nil
}
