package directory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func key(first, last byte) Key { return Key{0: first, 7: last} }

var some = []Entry{
	{Key: key(1, 0), X: -32768, Y: 32767, Name: "alice"},
	{Key: key(1, 1)},
	{Key: key(2, 0), X: 1, Y: -1, Name: strings.Repeat("b", MaxName)},
}

func file(t testing.TB, entries []Entry) []byte {
	b, err := Append(nil, entries)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFind(t *testing.T) {
	d, err := Parse(file(t, some))
	if err != nil {
		t.Fatal(err)
	}
	for i := range some {
		if e := d.Find(some[i].Key); e == nil || *e != some[i] {
			t.Errorf("%x: got %+v, want %+v", some[i].Key, e, some[i])
		}
	}
	for _, k := range []Key{key(0, 0), key(1, 2), key(9, 9)} {
		if e := d.Find(k); e != nil {
			t.Errorf("%x: found %+v", k, e)
		}
	}
	if d.Names() != 2 || !d.Positioned() {
		t.Errorf("%d names, positioned %v; want 2, true", d.Names(), d.Positioned())
	}
}

func TestNone(t *testing.T) {
	var none *Directory
	if none.Find(key(1, 0)) != nil || none.Names() != 0 || none.Positioned() {
		t.Error("nil is not an empty directory")
	}
}

func TestWithoutPositions(t *testing.T) {
	d, err := Parse(file(t, []Entry{{Key: key(1, 0), Name: "alice"}}))
	if err != nil || d.Positioned() {
		t.Errorf("positioned %v, %v", d.Positioned(), err)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ sent, want string }{
		{"zürich ⚡", "zürich ⚡"},
		{"cut\x00\x00\x00", "cut"},
		{"a\xff\xfeb", "a\uFFFDb"},
		{"half \xe2\x9a", "half \uFFFD"},
		{"<script>", "<script>"},
		{strings.Repeat("x", 40), strings.Repeat("x", MaxName)},
		{strings.Repeat("é", 20), strings.Repeat("é", 16)},
		{"x" + strings.Repeat("é", 20), "x" + strings.Repeat("é", 15) + "\uFFFD"},
	} {
		d, err := Parse(file(t, []Entry{{Key: key(1, 0), Name: c.sent}, {Key: key(2, 0), Name: "next"}}))
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Find(key(1, 0)).Name; got != c.want {
			t.Errorf("%q came back as %q, want %q", c.sent, got, c.want)
		}
		if got := d.Find(key(2, 0)).Name; got != "next" {
			t.Errorf("after %q: %q", c.sent, got)
		}
	}
}

func TestBad(t *testing.T) {
	good := file(t, some)
	change := func(at int, to byte) []byte {
		b := slices.Clone(good)
		b[at] = to
		return b
	}
	for name, b := range map[string][]byte{
		"nothing":             nil,
		"another file":        []byte("<!doctype html><title>not found</title>"),
		"another version":     change(3, '2'),
		"too many entries":    change(5, 0xff),
		"a count beyond all":  change(4, 0xff),
		"one more than sent":  change(7, 4),
		"one less than sent":  change(7, 2),
		"out of order":        change(8, 9),
		"twice the same":      slices.Concat([]byte(magic), []byte{0, 0, 0, 2}, make([]byte, 2*entrySize)),
		"a name beyond limit": slices.Concat([]byte(magic), []byte{0, 0, 0, 1}, make([]byte, entrySize-1), []byte{MaxName + 1}, make([]byte, MaxName+1)),
	} {
		if _, err := Parse(b); !errors.Is(err, ErrBad) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range good {
		if _, err := Parse(good[:n]); !errors.Is(err, ErrBad) {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	if _, err := Append(nil, []Entry{some[2], some[0]}); err == nil {
		t.Error("descending keys were accepted")
	}
	if _, err := Append(nil, []Entry{some[0], some[0]}); err == nil {
		t.Error("the same key twice was accepted")
	}
	if _, err := Append(nil, make([]Entry, MaxEntries+1)); err == nil {
		t.Error("too many entries were accepted")
	}
	sorted := []Entry{some[2], some[0], some[1]}
	Sort(sorted)
	if !slices.Equal(sorted, some) {
		t.Errorf("sorted into %+v", sorted)
	}
}

// FuzzParse checks that what is accepted can be written and read again, and that
// every entry is found.
func FuzzParse(f *testing.F) {
	f.Add(file(f, some))
	f.Add(file(f, nil))
	f.Add([]byte("LPD1\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Parse(b)
		if err != nil {
			if !errors.Is(err, ErrBad) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		for i := range d.entries {
			if e := d.Find(d.entries[i].Key); e != &d.entries[i] {
				t.Fatalf("entry %d is not found", i)
			}
		}
		again, err := Parse(file(t, d.entries))
		if err != nil || len(again.entries) != len(d.entries) {
			t.Fatalf("written and read again: %v", err)
		}
	})
}
