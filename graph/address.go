package graph

import (
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// AddressType is the first byte of an address descriptor (BOLT 7,
// node_announcement).
type AddressType uint8

const (
	IPv4    AddressType = 1
	IPv6    AddressType = 2
	OnionV2 AddressType = 3
	OnionV3 AddressType = 4
	DNS     AddressType = 5
)

// Address is where a node says that it listens.
type Address struct {
	Type AddressType
	Host string // an IP address, an .onion name, or a DNS name
	Port uint16
}

// String is host:port, with brackets around an IPv6 address.
func (a Address) String() string {
	if a.Type == IPv6 {
		return "[" + a.Host + "]:" + strconv.Itoa(int(a.Port))
	}
	return a.Host + ":" + strconv.Itoa(int(a.Port))
}

// ErrBadAddress reports bytes that are no address descriptor, or one of a type
// that BOLT 7 does not define.
var ErrBadAddress = errors.New("not a node address")

// ParseAddress reads the address descriptor that b begins with and returns how
// many bytes it takes.
func ParseAddress(b []byte) (a Address, size int, err error) {
	if len(b) == 0 {
		return Address{}, 0, fmt.Errorf("%w: empty", ErrBadAddress)
	}
	a.Type = AddressType(b[0])
	host := 0
	switch a.Type {
	case IPv4:
		host = 4
	case IPv6:
		host = 16
	case OnionV2:
		host = 10
	case OnionV3:
		host = 35
	case DNS:
		if len(b) < 2 {
			return Address{}, 0, fmt.Errorf("%w: a DNS name without its length", ErrBadAddress)
		}
		host = 1 + int(b[1])
	default:
		return Address{}, 0, fmt.Errorf("%w: type %d is not defined", ErrBadAddress, b[0])
	}
	size = 1 + host + 2
	if len(b) < size {
		return Address{}, 0, fmt.Errorf("%w: type %d takes %d bytes, %d are there", ErrBadAddress, b[0], size, len(b))
	}
	raw := b[1 : 1+host]
	switch a.Type {
	case IPv4, IPv6:
		ip, _ := netip.AddrFromSlice(raw)
		a.Host = ip.String()
	case OnionV2, OnionV3:
		a.Host = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)) + ".onion"
	case DNS:
		if !validHostname(raw[1:]) {
			return Address{}, 0, fmt.Errorf("%w: a DNS name holds characters other than letters, digits, dots, hyphens and underscores", ErrBadAddress)
		}
		a.Host = string(raw[1:])
	}
	a.Port = binary.BigEndian.Uint16(b[1+host:])
	return a, size, nil
}

// validHostname allows what a DNS name in a node_announcement may hold.
func validHostname(name []byte) bool {
	if len(name) == 0 {
		return false
	}
	for _, c := range name {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

// ParseAddresses reads address descriptors that follow one another, up to the
// first that is not understood: what comes after it cannot be told apart.
func ParseAddresses(b []byte) []Address {
	var out []Address
	for len(b) > 0 {
		a, size, err := ParseAddress(b)
		if err != nil {
			break
		}
		out = append(out, a)
		b = b[size:]
	}
	return out
}
