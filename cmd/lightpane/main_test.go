package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// call runs the program with an environment of its own.
type call struct {
	args  []string
	env   map[string]string
	stdin string
}

type result struct {
	code           int
	stdout, stderr string
}

func (c call) run(t testing.TB) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := func(name string) (string, bool) {
		value, ok := c.env[name]
		return value, ok
	}
	code := run(context.Background(), c.args, env, strings.NewReader(c.stdin), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func lightpane(t testing.TB, args ...string) result {
	t.Helper()
	return call{args: args}.run(t)
}

// done runs a command that must succeed without a word on the standard error.
func done(t testing.TB, args ...string) string {
	t.Helper()
	r := lightpane(t, args...)
	if r.code != exitDone || r.stderr != "" {
		t.Fatalf("%q: exit code %d: %s", args, r.code, r.stderr)
	}
	return r.stdout
}

// file writes a file of the test's own and gives its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// unhex reads hexadecimal in which spaces and lines divide fields.
func unhex(t testing.TB, s string) string {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	alice = "02" + strings.Repeat("a1", 32)
	bob   = "02" + strings.Repeat("b0", 32)
	carol = "03" + strings.Repeat("ca", 32)
)

const mainnetHash = "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000"

// snapshot is one of version 1, of 1,700,000,000: Alice and Bob, Bob and Carol.
func snapshot(t testing.TB) string {
	return unhex(t, `4c444b 01 `+mainnetHash+` 6553f100
		00000003 `+alice+bob+carol+`
		00000002
			0000 ff0aae600000010000 00 01
			0000 fe00010000 01 02
		00000004
			0028 0000000000000001 000003e8 00000064 000000003b9aca00
			ff0aae600000010000 00
			00 01
			fe00010000 40 0050
			00 03`)
}

// delta brings a snapshot's client an hour further: Bob wants less from Carol's
// channel on, and there is word of a channel that nobody announced.
func delta(t testing.TB) string {
	return unhex(t, `4c444b 01 `+mainnetHash+` 6553ff10
		00000000
		00000000
		00000002
			0028 0000000000000001 000003e8 00000064 000000003b9aca00
			ff0aae600000020000 88 00000007
			01 00`)
}

func TestHelp(t *testing.T) {
	list := done(t, "help")
	for _, c := range commands() {
		if !strings.Contains(list, "lightpane "+c.path+" ") || !strings.Contains(list, c.summary) {
			t.Errorf("the list of commands lacks %s", c.path)
		}
		path := strings.Fields(c.path)
		long := done(t, append(path, "--help")...)
		if !strings.Contains(long, "Example:\n  ") || !strings.Contains(long, "lightpane "+c.path) {
			t.Errorf("%s --help has no example", c.path)
		}
		if other := done(t, append([]string{"help"}, path...)...); other != long {
			t.Errorf("help %s and %s --help differ", c.path, c.path)
		}
		// What the example shows must be understood: with --print-config the
		// flags are read and nothing else happens.
		for line := range strings.Lines(c.example) {
			_, ours, _ := strings.Cut(line, "lightpane ")
			args := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(ours, "02a1…", alice), "03b2…", carol))
			done(t, append(args, "--print-config")...)
		}
	}
	if got := done(t, "rgs", "--help"); !strings.Contains(got, "rgs inspect") || strings.Contains(got, "lightpane route") {
		t.Errorf("rgs --help: %s", got)
	}
}

func TestBadUsage(t *testing.T) {
	full := file(t, "full.lngossip", snapshot(t))
	route := func(more ...string) []string {
		return append([]string{"route", "--snapshot", full}, more...)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":              {nil, "a command is wanted"},
		"an unknown command":   {[]string{"frob"}, `no command "frob"`},
		"an unknown help":      {[]string{"help", "frob"}, `no command "frob"`},
		"half a command":       {[]string{"rgs"}, "rgs inspect, rgs encode"},
		"an unknown half":      {[]string{"rgs", "frob"}, `no command "rgs frob"`},
		"an unknown flag":      {[]string{"rgs", "inspect", "--frob"}, "not defined: --frob"},
		"a flag without value": {[]string{"rgs", "inspect", "--now"}, "needs an argument: --now"},
		"an operand too many":  {[]string{"version", "3"}, `"3" is too much`},
		"no file":              {[]string{"rgs", "inspect"}, "at least one FILE"},
		"a bad moment":         {[]string{"rgs", "inspect", "--now", "4294967296", full}, "unix seconds"},
		"a bad network":        {[]string{"rgs", "inspect", "--network", "frobnet", full}, "unknown network"},
		"no output":            {[]string{"rgs", "encode", full}, "--out FILE is missing"},
		"no input":             {[]string{"rgs", "encode", "--out", "-"}, "one INPUT is wanted"},
		"two inputs":           {[]string{"rgs", "encode", "--out", "-", full, full}, "one INPUT is wanted, 2 are given"},
		"one stdin for two":    {[]string{"rgs", "encode", "--out", "-", "--delta-from", "-", "-"}, "cannot be both"},
		"a bad version":        {[]string{"rgs", "encode", "--out", "-", "--version", "3", full}, "want 1 or 2"},
		"no snapshot":          {[]string{"route", "--from", alice, "--to", carol, "--amount-msat", "1"}, "--snapshot FILE is missing"},
		"no payer":             {route("--to", carol, "--amount-msat", "1"), "--from KEY is missing"},
		"no payee":             {route("--from", alice, "--amount-msat", "1"), "--to KEY is missing"},
		"no amount":            {route("--from", alice, "--to", carol), "--amount-msat N is missing"},
		"amount 0":             {route("--from", alice, "--to", carol, "--amount-msat", "0"), "nothing to send"},
		"a negative amount":    {route("--from", alice, "--to", carol, "--amount-msat", "-1"), "cannot be negative"},
		"above 21 million":     {route("--from", alice, "--to", carol, "--amount-msat", "2100000000000000001"), "more than 21 million bitcoins"},
		"above 64 bits":        {route("--from", alice, "--to", carol, "--amount-msat", "99999999999999999999"), "more than 21 million bitcoins"},
		"a fraction":           {route("--from", alice, "--to", carol, "--amount-msat", "1.5"), "a whole number of millisatoshis"},
		"a negative fee":       {route("--from", alice, "--to", carol, "--amount-msat", "1", "--max-fee-msat", "-1"), "cannot be negative"},
		"a key of 65 digits":   {route("--from", alice[:65], "--to", carol, "--amount-msat", "1"), "not a node public key"},
		"a key of 04":          {route("--from", "04"+alice[2:], "--to", carol, "--amount-msat", "1"), "not a node public key"},
		"preference 1.1":       {route("--from", alice, "--to", carol, "--amount-msat", "1", "--time-preference", "1.1"), "from -1 (cheapest) to 1"},
		"preference NaN":       {route("--from", alice, "--to", carol, "--amount-msat", "1", "--time-preference", "NaN"), "from -1 (cheapest) to 1"},
		"a lock of centuries":  {route("--from", alice, "--to", carol, "--amount-msat", "1", "--final-cltv", "9999999"), "want at most"},
		"payer is payee":       {route("--from", alice, "--to", alice, "--amount-msat", "1"), "same node"},
	} {
		t.Run(name, func(t *testing.T) {
			r := lightpane(t, c.args...)
			if r.code != exitUsage || r.stdout != "" || !strings.Contains(r.stderr, c.want) {
				t.Errorf("exit code %d, output %q, message %q: want %q", r.code, r.stdout, r.stderr, c.want)
			}
			if !strings.Contains(r.stderr, "--help") {
				t.Errorf("the message does not point at --help: %q", r.stderr)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	if got := done(t, "version"); !strings.HasPrefix(got, "lightpane ") {
		t.Errorf("version: %q", got)
	}
	if got := done(t, "version", "--json"); !strings.HasPrefix(got, `{"version":"`) {
		t.Errorf("version --json: %q", got)
	}
}
