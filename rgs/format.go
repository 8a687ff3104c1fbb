package rgs

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/lightpane/lightpane/graph"
)

// Limits of LDK's client, ten times what it expects of the network.
const (
	MaxNodes    = 200_000
	MaxChannels = 630_000
	MaxUpdates  = 630_000
)

const (
	// staleAfter is the age in seconds at which a snapshot is refused, and a
	// direction or channel forgotten: BOLT 7 prunes after two weeks.
	staleAfter = 14 * 24 * 3600
	// backdate is how much older than the snapshot its content is taken to be.
	backdate = 7 * 24 * 3600
)

var magic = [3]byte{'L', 'D', 'K'}

// Flags of a node in version 2: the upper bits of the first byte of its key.
const (
	nodeExtra     = 0x80
	nodeReminder  = 0x40
	nodeAddresses = 0x04
	nodeParity    = 0x03

	featureShift  = 3 // bits 3 to 5: which feature set
	featureMask   = 7
	featureCustom = 7 // the set follows; 1 to 6 name a default set, 0 none
)

// extraData in the index of a channel's second node: extra data follows.
const extraData = 1 << 63

// Flags of a channel update.
const (
	flagDirection   = 0x01
	flagDisable     = 0x02
	flagHtlcMax     = 0x04
	flagPPM         = 0x08
	flagBase        = 0x10
	flagHtlcMin     = 0x20
	flagCltv        = 0x40
	flagIncremental = 0x80
	flagAllFields   = flagHtlcMax | flagPPM | flagBase | flagHtlcMin | flagCltv
)

// networks and the hashes of their genesis blocks, in internal byte order.
var networks = []struct{ name, hash string }{
	{"bitcoin", "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000"},
	{"testnet", "43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000"},
	{"testnet4", "43f08bdab050e35b567c864b91f47f50ae725ae2de53bcfbbaf284da00000000"},
	{"signet", "f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000"},
	{"regtest", "06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f"},
	{"simnet", "f67ad7695d9b662a72ff3d8edbbb2de0bfa67b13974bb9910d116d5cbd863e68"},
}

// ErrUnknownNetwork reports a network name that is not known.
var ErrUnknownNetwork = errors.New("unknown network")

// ChainByName is the chain hash of a network: bitcoin (or mainnet), testnet,
// testnet4, signet, regtest, simnet.
func ChainByName(name string) (graph.ChainHash, error) {
	var c graph.ChainHash
	if name == "mainnet" {
		name = "bitcoin"
	}
	known := make([]string, len(networks))
	for i, n := range networks {
		if n.name == name {
			_, err := hex.Decode(c[:], []byte(n.hash))
			return c, err
		}
		known[i] = n.name
	}
	return c, fmt.Errorf("%w %q: want one of %s", ErrUnknownNetwork, name, strings.Join(known, ", "))
}

// NameOfChain is the name of a network, or the hash in hexadecimal if it has
// none here.
func NameOfChain(c graph.ChainHash) string {
	h := c.String()
	for _, n := range networks {
		if n.hash == h {
			return n.name
		}
	}
	return h
}
