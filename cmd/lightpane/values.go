package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// The types of flags that several commands have. Each says in words what it
// would have taken.

// network is the name of a block chain and its hash.
type network struct {
	name string
	hash graph.ChainHash
}

func networkFlag(s *settings) *network {
	n := &network{}
	if err := n.Set("bitcoin"); err != nil {
		panic(err) // the name is known
	}
	s.Var(n, "network", "the `NAME` of the chain: bitcoin, testnet, testnet4, signet, regtest or simnet")
	return n
}

func (n *network) String() string { return n.name }

func (n *network) Set(text string) error {
	hash, err := rgs.ChainByName(text)
	if err != nil {
		return err
	}
	n.name, n.hash = rgs.NameOfChain(hash), hash
	return nil
}

// unixTime is a moment in unix seconds that may be left out.
type unixTime struct {
	set     bool
	seconds uint32
}

func (t *unixTime) String() string {
	if !t.set {
		return ""
	}
	return strconv.FormatUint(uint64(t.seconds), 10)
}

func (t *unixTime) Set(text string) error {
	v, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return errors.New("want unix seconds of 32 bits")
	}
	*t = unixTime{true, uint32(v)}
	return nil
}

// clock gives the moment as a clock that stands still, nil if it was left out.
func (t *unixTime) clock() func() time.Time {
	if !t.set {
		return nil
	}
	return func() time.Time { return time.Unix(int64(t.seconds), 0) }
}

// amount is a number of millisatoshis that may be left out.
type amount struct {
	set  bool
	msat graph.Msat
}

func (a *amount) String() string {
	if !a.set {
		return ""
	}
	return strconv.FormatUint(uint64(a.msat), 10)
}

func (a *amount) Set(text string) error {
	v, err := strconv.ParseUint(text, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(text, "-") || err == nil && v > uint64(graph.MaxSupplyMsat):
		return fmt.Errorf("more than 21 million bitcoins (%d msat)", graph.MaxSupplyMsat)
	case strings.HasPrefix(text, "-"):
		return errors.New("an amount cannot be negative")
	case err != nil:
		return errors.New("want a whole number of millisatoshis")
	}
	*a = amount{true, graph.Msat(v)}
	return nil
}

// nodeKey is a node's public key that may be left out.
type nodeKey struct {
	set bool
	key graph.PublicKey
}

func (k *nodeKey) String() string {
	if !k.set {
		return ""
	}
	return k.key.String()
}

func (k *nodeKey) Set(text string) error {
	key, err := graph.ParseKey(strings.ToLower(text))
	*k = nodeKey{err == nil, key}
	return err
}

// preference is a time preference: -1 the cheapest, 1 the surest.
type preference float64

func (t *preference) String() string { return strconv.FormatFloat(float64(*t), 'g', -1, 64) }

func (t *preference) Set(text string) error {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(math.Abs(v) <= 1) {
		return errors.New("want a number from -1 (cheapest) to 1 (surest)")
	}
	*t = preference(v)
	return nil
}
