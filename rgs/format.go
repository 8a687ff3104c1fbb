package rgs

import (
	"errors"
	"strconv"
	"strings"

	"github.com/lightpane/lightpane/graph"
)

// MaxFeatures is how many bytes of a node's features are believed, four times
// the highest bit in use (BOLT 9). A snapshot can give one set to all nodes by
// number, so that a long one would grow with every copy.
const MaxFeatures = 1024

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
var networks = []struct {
	name string
	hash graph.ChainHash
}{
	{"bitcoin", graph.ChainHash{
		0x6f, 0xe2, 0x8c, 0x0a, 0xb6, 0xf1, 0xb3, 0x72, 0xc1, 0xa6, 0xa2, 0x46, 0xae, 0x63, 0xf7, 0x4f,
		0x93, 0x1e, 0x83, 0x65, 0xe1, 0x5a, 0x08, 0x9c, 0x68, 0xd6, 0x19, 0x00, 0x00, 0x00, 0x00, 0x00,
	}},
	{"testnet", graph.ChainHash{
		0x43, 0x49, 0x7f, 0xd7, 0xf8, 0x26, 0x95, 0x71, 0x08, 0xf4, 0xa3, 0x0f, 0xd9, 0xce, 0xc3, 0xae,
		0xba, 0x79, 0x97, 0x20, 0x84, 0xe9, 0x0e, 0xad, 0x01, 0xea, 0x33, 0x09, 0x00, 0x00, 0x00, 0x00,
	}},
	{"testnet4", graph.ChainHash{
		0x43, 0xf0, 0x8b, 0xda, 0xb0, 0x50, 0xe3, 0x5b, 0x56, 0x7c, 0x86, 0x4b, 0x91, 0xf4, 0x7f, 0x50,
		0xae, 0x72, 0x5a, 0xe2, 0xde, 0x53, 0xbc, 0xfb, 0xba, 0xf2, 0x84, 0xda, 0x00, 0x00, 0x00, 0x00,
	}},
	{"signet", graph.ChainHash{
		0xf6, 0x1e, 0xee, 0x3b, 0x63, 0xa3, 0x80, 0xa4, 0x77, 0xa0, 0x63, 0xaf, 0x32, 0xb2, 0xbb, 0xc9,
		0x7c, 0x9f, 0xf9, 0xf0, 0x1f, 0x2c, 0x42, 0x25, 0xe9, 0x73, 0x98, 0x81, 0x08, 0x00, 0x00, 0x00,
	}},
	{"regtest", graph.ChainHash{
		0x06, 0x22, 0x6e, 0x46, 0x11, 0x1a, 0x0b, 0x59, 0xca, 0xaf, 0x12, 0x60, 0x43, 0xeb, 0x5b, 0xbf,
		0x28, 0xc3, 0x4f, 0x3a, 0x5e, 0x33, 0x2a, 0x1f, 0xc7, 0xb2, 0xb7, 0x3c, 0xf1, 0x88, 0x91, 0x0f,
	}},
	{"simnet", graph.ChainHash{
		0xf6, 0x7a, 0xd7, 0x69, 0x5d, 0x9b, 0x66, 0x2a, 0x72, 0xff, 0x3d, 0x8e, 0xdb, 0xbb, 0x2d, 0xe0,
		0xbf, 0xa6, 0x7b, 0x13, 0x97, 0x4b, 0xb9, 0x91, 0x0d, 0x11, 0x6d, 0x5c, 0xbd, 0x86, 0x3e, 0x68,
	}},
}

// ErrUnknownNetwork reports a network name that is not known.
var ErrUnknownNetwork = errors.New("unknown network")

// UnknownNetworkError is an ErrUnknownNetwork with the name that was asked for.
type UnknownNetworkError struct{ Name string }

func (e *UnknownNetworkError) Error() string {
	known := make([]string, len(networks))
	for i, n := range networks {
		known[i] = n.name
	}
	return ErrUnknownNetwork.Error() + " " + strconv.Quote(e.Name) + ": want one of " + strings.Join(known, ", ")
}

// Unwrap is ErrUnknownNetwork.
func (e *UnknownNetworkError) Unwrap() error { return ErrUnknownNetwork }

// ChainByName is the chain hash of a network: bitcoin (or mainnet), testnet,
// testnet4, signet, regtest, simnet.
func ChainByName(name string) (graph.ChainHash, error) {
	if name == "mainnet" {
		name = "bitcoin"
	}
	for _, n := range networks {
		if n.name == name {
			return n.hash, nil
		}
	}
	return graph.ChainHash{}, &UnknownNetworkError{name}
}

// NameOfChain is the name of a network, or the hash in hexadecimal if it has
// none here.
func NameOfChain(c graph.ChainHash) string {
	for _, n := range networks {
		if n.hash == c {
			return n.name
		}
	}
	return c.String()
}
