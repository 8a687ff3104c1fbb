package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRoute pays Carol through Bob: Alice's own channel is free, and Bob asks
// for 1,000 msat and 100 millionths of what he forwards.
func TestRoute(t *testing.T) {
	full := file(t, "full.lngossip", snapshot(t))
	args := []string{"route", "--snapshot", full, "--from", alice, "--to", strings.ToUpper(carol), "--amount-msat", "500000"}
	got := done(t, append(args, "--json")...)
	took := regexp.MustCompile(`"took_us":\d+`)
	if !took.MatchString(got) {
		t.Errorf("no time taken in %s", got)
	}
	got = took.ReplaceAllString(got, `"took_us":0`)
	// The payer's own channel has 0.95, the other 0.6; of an amount this small
	// the capacity takes nothing off. Distance: the fee, and (100,000 msat and a
	// thousandth of the amount) / 0.57; the time lock's risk is below 1 msat.
	const want = `{"found":true,"hops":[` +
		`{"scid":"700000x1x0","node":"BOB","amount_msat":501050,"fee_msat":0,"cltv_delta":0,"probability":0.95},` +
		`{"scid":"700000x2x0","node":"CAROL","amount_msat":500000,"fee_msat":1050,"cltv_delta":80,"probability":0.6}],` +
		`"amount_msat":500000,"fee_msat":1050,"cltv":120,"probability":0.57,"distance_msat":177365,"took_us":0}` + "\n"
	got = strings.NewReplacer(bob, "BOB", carol, "CAROL").Replace(got)
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}

	table := done(t, args...)
	for _, w := range []string{"700000x2x0", bob, "501050", "95.0 %", "payee's own 40"} {
		if !strings.Contains(table, w) {
			t.Errorf("%q is missing in:\n%s", w, table)
		}
	}
}

func TestNoRoute(t *testing.T) {
	full := file(t, "full.lngossip", snapshot(t))
	stranger := "03" + strings.Repeat("ff", 32)
	for name, c := range map[string]struct{ from, to, amount, more, reason string }{
		"an unknown payer": {stranger, carol, "1000", "", "unknown_payer"},
		"an unknown payee": {alice, stranger, "1000", "", "unknown_payee"},
		"too much":         {alice, carol, "1000000001", "", "no_liquidity"},
		"no fee allowed":   {alice, carol, "1000", "--max-fee-msat=0", "over_fee_limit"},
		"a long lock":      {alice, carol, "1000", "--final-cltv=2000", "over_cltv_limit"},
	} {
		t.Run(name, func(t *testing.T) {
			args := strings.Fields("route --snapshot " + full + " --from " + c.from + " --to " + c.to + " --amount-msat " + c.amount + " " + c.more)
			var got map[string]any
			if err := json.Unmarshal([]byte(done(t, append(args, "--json")...)), &got); err != nil {
				t.Fatal(err)
			}
			if len(got) != 3 || got["found"] != false || got["reason"] != c.reason || got["detail"] == "" {
				t.Errorf("%v: want found false, reason %s, and a detail", got, c.reason)
			}
			if text := done(t, args...); !strings.Contains(text, c.reason) {
				t.Errorf("in words: %s", text)
			}
		})
	}
}

func TestRouteInBadGraph(t *testing.T) {
	for name, c := range map[string]struct{ content, more, want string }{
		"a web page":  {"<!doctype html>", "--json", "unknown format"},
		"cut short":   {snapshot(t)[:200], "--json", "truncated"},
		"wrong chain": {snapshot(t), "--network=signet", "wrong_chain"},
		"stale":       {snapshot(t), "--now=1701209601", "stale"},
		"a bad csv":   {csvHeader + "0,1,2\n", "--json", "line 2"},
	} {
		r := lightpane(t, "route", "--snapshot", file(t, "graph", c.content), "--from", alice, "--to", carol, "--amount-msat", "1", c.more)
		if r.code != exitFailed || r.stdout != "" || !strings.Contains(r.stderr, c.want) {
			t.Errorf("%s: exit code %d, output %q, message %q", name, r.code, r.stdout, r.stderr)
		}
	}
	if r := lightpane(t, "route", "--snapshot", "none", "--from", alice, "--to", carol, "--amount-msat", "1"); r.code != exitFailed || !strings.Contains(r.stderr, "none: no such file") {
		t.Errorf("a missing file: exit code %d: %s", r.code, r.stderr)
	}
}

// TestRouteOnMainnet finds one between two of the largest nodes.
func TestRouteOnMainnet(t *testing.T) {
	dir := os.Getenv("LIGHTPANE_DATA")
	if dir == "" {
		t.Skip("LIGHTPANE_DATA is not set")
	}
	const acinq, another = "03864ef025fde8fb587d989186ce6a4a186895ee44a926bfc370e2c366597a3f8f", "024b9a1fa8e006f1e3937f65f66c408e6da8e1ca728ea43222a7381df1cc449605"
	for _, name := range []string{"mainnet-2026-02-03-v1.lngossip", "mainnet-2026-02-03.csv.gz"} {
		got := done(t, "route", "--json", "--snapshot", filepath.Join(dir, name), "--from", acinq, "--to", another, "--amount-msat", "10000000")
		if !strings.HasPrefix(got, `{"found":true,"hops":[{"scid":"`) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
