package synth

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHostileAliasesFit(t *testing.T) {
	for _, lists := range [...][]string{hostileAliases[:], commonAliases[:], foreignAliases[:]} {
		for _, a := range lists {
			if len(a) > maxAlias || len(a) == 0 {
				t.Errorf("%q: %d bytes", a, len(a))
			}
		}
	}
	if !slices.ContainsFunc(hostileAliases[:], func(a string) bool { return len(a) == maxAlias }) {
		t.Error("none is as long as BOLT 7 allows")
	}
	if !slices.ContainsFunc(hostileAliases[:], func(a string) bool { return !utf8.ValidString(a) }) {
		t.Error("none is invalid UTF-8")
	}
}

func TestCutAlias(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"short", "short"},
		{strings.Repeat("x", 40), strings.Repeat("x", 32)},
		{strings.Repeat("x", 30) + "\u26a1!", strings.Repeat("x", 30)}, // 3 bytes, of which 2 would fit
	} {
		if got := cutAlias(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

// Whoever looks at the network meets hostile names: the hubs bear them.
func TestAliases(t *testing.T) {
	n := generate(t, Mainnet(1))
	degree := degreesOf(n)
	order := make([]int, len(n.Nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return degree[b] - degree[a] })
	hostile := func(nodes []int) (count int) {
		for _, i := range nodes {
			if slices.Contains(hostileAliases[:], n.Nodes[i].Alias) {
				count++
			}
		}
		return count
	}
	if c := hostile(order[:30]); c < 7 || c > 15 {
		t.Errorf("%d of the 30 largest hubs have hostile names", c)
	}
	seen := map[string]int{}
	for _, node := range n.Nodes {
		seen[node.Alias]++
	}
	for _, a := range hostileAliases {
		if seen[a] == 0 {
			t.Errorf("nobody is called %q", a)
		}
	}
	duplicates, foreign := 0, 0
	for a, count := range seen {
		if count > 1 {
			duplicates += count
		}
		if !isASCII(a) {
			foreign += count
		}
	}
	if seen[""] == 0 || duplicates < 100 || foreign < 100 {
		t.Errorf("%d empty names, %d shared ones, %d beyond ASCII", seen[""], duplicates, foreign)
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 })
}
