package source

import (
	"encoding/base32"
	"encoding/binary"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/lightpane/lightpane/graph"
	"github.com/lightpane/lightpane/rgs"
)

// appendAddress appends what lnd prints as "host:port" as a BOLT 7 address
// descriptor. What is none is left out: an address is a courtesy, and no reason
// to refuse a graph.
func appendAddress(b []byte, hostPort string) []byte {
	host, portText, err := net.SplitHostPort(hostPort)
	if err != nil {
		return b
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return b
	}
	kind, raw := addressBytes(host)
	if raw == nil {
		return b
	}
	descriptor := append([]byte{byte(kind)}, raw...)
	descriptor = binary.BigEndian.AppendUint16(descriptor, uint16(port))
	if _, size, err := graph.ParseAddress(descriptor); err != nil || size != len(descriptor) {
		return b
	}
	return append(b, descriptor...)
}

// addressBytes is a host as its descriptor has it, without type and port.
func addressBytes(host string) (graph.AddressType, []byte) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip = ip.Unmap(); ip.Is4() {
			return graph.IPv4, ip.AsSlice()
		}
		return graph.IPv6, ip.WithZone("").AsSlice()
	}
	if name, ok := strings.CutSuffix(strings.ToLower(host), ".onion"); ok {
		raw, err := base32.StdEncoding.DecodeString(strings.ToUpper(name))
		switch {
		case err == nil && len(raw) == 10:
			return graph.OnionV2, raw
		case err == nil && len(raw) == 35:
			return graph.OnionV3, raw
		}
		return 0, nil
	}
	if len(host) > 255 {
		return 0, nil
	}
	return graph.DNS, append([]byte{byte(len(host))}, host...)
}

// maxFeatureBit is far above any bit in use (BOLT 9).
const maxFeatureBit = 8*rgs.MaxFeatures - 1

// featureBits writes a set of bit numbers as a bit field, big-endian as on the
// wire (BOLT 9).
func featureBits(numbers map[string]struct{}) (string, error) {
	var bits []int
	most := -1
	for s := range numbers {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil || n > maxFeatureBit {
			return "", badValue("feature bit %.40q: want 0 to %d", s, maxFeatureBit)
		}
		bits = append(bits, int(n))
		most = max(most, int(n))
	}
	field := make([]byte, (most+8)/8)
	for _, n := range bits {
		field[len(field)-1-n/8] |= 1 << (n % 8)
	}
	return string(field), nil
}
