package main

import (
	"strings"
	"testing"
)

// TestPrecedence sets one value by flag, environment and file, one by
// environment and file, one by file alone.
func TestPrecedence(t *testing.T) {
	config := file(t, "lightpane.yaml", `
rgs:
  inspect:
    json: true
route:
  amount-msat: 1000   # the flag wins
  max-fee-msat: 2000  # the environment wins
  final-cltv: 77
  snapshot: off       # text, not a boolean
`)
	env := map[string]string{"LIGHTPANE_ROUTE_AMOUNT_MSAT": "100", "LIGHTPANE_ROUTE_MAX_FEE_MSAT": "200"}
	want := []string{"amount-msat: 10 # flag", "max-fee-msat: 200 # LIGHTPANE_ROUTE_MAX_FEE_MSAT", "final-cltv: 77 # line 8 of " + config, "network: bitcoin # default", "snapshot: off"}
	check := func(r result) string {
		t.Helper()
		if r.code != exitDone || r.stderr != "" {
			t.Fatalf("exit code %d: %s", r.code, r.stderr)
		}
		for _, w := range want {
			if !strings.Contains(r.stdout, w) {
				t.Errorf("%q is missing in:\n%s", w, r.stdout)
			}
		}
		return r.stdout
	}
	printed := check(call{args: []string{"route", "--amount-msat", "10", "--config", config, "--print-config"}, env: env}.run(t))

	env["LIGHTPANE_CONFIG"] = config
	check(call{args: []string{"route", "--print-config", "--amount-msat", "10"}, env: env}.run(t))

	// What is printed is a file that says the same.
	again := done(t, "route", "--print-config", "--config", file(t, "printed.yaml", printed))
	if !strings.Contains(again, "amount-msat: 10 # line 2 of ") || !strings.Contains(again, "final-cltv: 77 # line") {
		t.Errorf("what was printed reads back as:\n%s", again)
	}
}

func TestBadConfiguration(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		want   string
	}{
		"not yaml":           {"a: b: c", "mapping values are not allowed"},
		"a list":             {"- 1", "line 1: want names with values"},
		"an unknown command": {"rout:\n  json: true", `line 1: there is no command "rout"`},
		"an unknown setting": {"route:\n  jason: true", `line 2: there is no setting "jason"`},
		"a flag of the call": {"route:\n  print-config: true", `there is no setting "print-config"`},
		"a list for a value": {"route:\n  json: [true]", "line 2: json wants one value"},
		"a value in place":   {"route: 3", "line 1: want names with values"},
		"a bad value":        {"route:\n  amount-msat: -3", "line 2 of"},
	} {
		t.Run(name, func(t *testing.T) {
			r := lightpane(t, "route", "--print-config", "--config", file(t, "c.yaml", c.config))
			if r.code != exitUsage || !strings.Contains(r.stderr, c.want) {
				t.Errorf("exit code %d, message %q: want %q", r.code, r.stderr, c.want)
			}
		})
	}
	if r := (call{args: []string{"route"}, env: map[string]string{"LIGHTPANE_ROUTE_JSON": "maybe"}}).run(t); r.code != exitUsage || !strings.Contains(r.stderr, "LIGHTPANE_ROUTE_JSON") {
		t.Errorf("a bad variable: exit code %d: %s", r.code, r.stderr)
	}
	if r := lightpane(t, "route", "--config", "/does/not/exist"); r.code != exitFailed || !strings.Contains(r.stderr, "no such file") {
		t.Errorf("a missing file: exit code %d: %s", r.code, r.stderr)
	}
	if got := done(t, "route", "--print-config", "--config", file(t, "empty.yaml", "# nothing\n")); !strings.Contains(got, "final-cltv: 40 # default") {
		t.Errorf("an empty file gives %s", got)
	}
}

// TestFlagsAmongOperands: flags may follow operands, and after -- there are none.
func TestFlagsAmongOperands(t *testing.T) {
	full := file(t, "full.lngossip", snapshot(t))
	if got := done(t, "rgs", "inspect", full, "--json"); !strings.HasPrefix(got, `{"files":[{"file":`) {
		t.Errorf("with the flag last: %s", got)
	}
	if r := lightpane(t, "rgs", "inspect", "--", full, "--json"); r.code != exitFailed || !strings.Contains(r.stderr, "--json: no such file") {
		t.Errorf("after --: exit code %d: %s", r.code, r.stderr)
	}
}
