package graph

import (
	"encoding/base32"
	"encoding/binary"
	"errors"
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

// ErrBadAddress reports bytes that do not begin with an address descriptor of a
// type that BOLT 7 defines.
var ErrBadAddress = errors.New("not a node address that BOLT 7 defines")

// AddressSize is how many bytes the address descriptor takes that b begins
// with; ok is false if there is none, or one that BOLT 7 does not define.
func AddressSize(b []byte) (size int, ok bool) {
	if len(b) == 0 {
		return 0, false
	}
	switch AddressType(b[0]) {
	case IPv4:
		size = 1 + 4 + 2
	case IPv6:
		size = 1 + 16 + 2
	case OnionV2:
		size = 1 + 10 + 2
	case OnionV3:
		size = 1 + 35 + 2
	case DNS:
		if len(b) < 2 {
			return 0, false
		}
		size = 2 + int(b[1]) + 2
		if len(b) >= size && !validHostname(b[2:size-2]) {
			return 0, false
		}
	default:
		return 0, false
	}
	return size, len(b) >= size
}

// ParseAddress reads the address descriptor that b begins with and returns how
// many bytes it takes.
func ParseAddress(b []byte) (a Address, size int, err error) {
	size, ok := AddressSize(b)
	if !ok {
		return Address{}, 0, &detailed{ErrBadAddress, hexOf(b[:min(len(b), 40)])}
	}
	a.Type = AddressType(b[0])
	host := b[1 : size-2]
	switch a.Type {
	case IPv4, IPv6:
		ip, _ := netip.AddrFromSlice(host)
		a.Host = ip.String()
	case OnionV2, OnionV3:
		a.Host = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(host)) + ".onion"
	case DNS:
		a.Host = string(host[1:])
	}
	a.Port = binary.BigEndian.Uint16(b[size-2:])
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
