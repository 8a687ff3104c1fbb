package synth

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxAlias is the length of an alias in bytes (node_announcement of BOLT 7).
const maxAlias = 32

// hubsShown is how many of the largest hubs are named with care: every third
// bears a hostile name, so that nobody can look at the network without meeting
// one, and the others have names that people can talk about.
const hubsShown = 96

// How other nodes call themselves, in hundredths of a percent; the rest have
// made-up words.
const (
	aliasNone    = 100   // never announced itself, or with an empty name
	aliasDefault = 1_200 // lnd's default, the first ten bytes of the key
	aliasHostile = 120
	aliasCommon  = 200 // a name that several nodes bear
	aliasForeign = 600 // other scripts, accents, emoji
)

// newAliases names every rank.
func newAliases(seed uint64, t *topology, keys [][33]byte) []string {
	r := newRNG(seed, streamAliases)
	aliases := make([]string, len(keys))
	hostile := 0
	for rank := range aliases {
		shown := rank < hubsShown || t.isStar(int32(rank))
		switch {
		case shown && rank%3 == 1:
			aliases[rank] = hostileAliases[hostile%len(hostileAliases)]
			hostile++
		case shown:
			aliases[rank] = wordAlias(r)
		default:
			aliases[rank] = newAlias(r, &keys[rank])
		}
	}
	return aliases
}

// newAlias names a node that is not among the hubs.
func newAlias(r *rng, key *[33]byte) string {
	kind := uint32(r.below(certain))
	for _, c := range [...]struct {
		share uint32
		name  func() string
	}{
		{aliasNone, func() string { return "" }},
		{aliasDefault, func() string { return hex.EncodeToString(key[:10]) }},
		{aliasHostile, func() string { return pick(r, hostileAliases[:]) }},
		{aliasCommon, func() string { return pick(r, commonAliases[:]) }},
		{aliasForeign, func() string { return pick(r, foreignAliases[:]) + " " + pick(r, nouns[:]) }},
	} {
		if kind < c.share {
			return cutAlias(c.name())
		}
		kind -= c.share
	}
	return wordAlias(r)
}

// wordAlias is a name from the word lists, in one of the fashions that nodes
// are named in.
func wordAlias(r *rng) string {
	first, second := pick(r, adjectives[:]), pick(r, nouns[:])
	var name string
	switch r.below(8) {
	case 0:
		name = strings.ToUpper(first + second)
	case 1:
		name = strings.ToLower(second) + "." + strings.ToLower(first) + ".example"
	case 2:
		name = strings.ToLower(first) + "-" + strings.ToLower(second)
	case 3:
		name = first + second + strconv.Itoa(1+r.below(99))
	case 4:
		name = "\u26a1 " + first + " " + second
	case 5:
		name = pick(r, places[:]) + " " + second
	default:
		name = first + " " + second
	}
	return cutAlias(name)
}

// cutAlias shortens a name to what fits, between two characters.
func cutAlias(name string) string {
	if len(name) <= maxAlias {
		return name
	}
	end := maxAlias
	for end > 0 && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end]
}

// pick is a random one of the choices.
func pick(r *rng, choices []string) string { return choices[r.below(len(choices))] }
