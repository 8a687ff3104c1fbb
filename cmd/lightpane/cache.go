package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// cacheFiles is a directory of files that can be made again.
type cacheFiles struct{ root *os.Root }

// openCache opens a directory, made if need be. There is none for an empty path.
func openCache(path string) (*cacheFiles, error) {
	if path == "" {
		return nil, nil
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &cacheFiles{root}, nil
}

func (c *cacheFiles) Close() error { return c.root.Close() }

// maxCached bounds a file, so that nothing put there by accident is read.
const maxCached = 256 << 20

// Load reads a file.
func (c *cacheFiles) Load(name string) ([]byte, error) {
	info, err := c.root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxCached {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrInvalid)
	}
	return c.root.ReadFile(name)
}

// Save writes a file in one step: another program that runs at the same time
// reads the old one or the new one.
func (c *cacheFiles) Save(name string, data []byte) error {
	part := fmt.Sprintf("%s.%d.part", name, os.Getpid())
	err := c.root.WriteFile(part, data, 0o600)
	if err == nil {
		err = c.root.Rename(part, name)
	}
	if err != nil {
		c.root.Remove(part)
	}
	return err
}

// cacheDirectory is where files go that can be made again, empty if the
// environment names no place.
func cacheDirectory(env func(string) (string, bool)) string {
	for _, place := range [...]struct{ variable, below string }{{"XDG_CACHE_HOME", ""}, {"LOCALAPPDATA", ""}, {"HOME", ".cache"}} {
		if dir, _ := env(place.variable); filepath.IsAbs(dir) {
			return filepath.Join(dir, place.below, "lightpane")
		}
	}
	return ""
}
