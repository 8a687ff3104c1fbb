package content

import (
	"strconv"
	"strings"
)

// Coding is a content coding by its registered name (RFC 9110, section 8.4.1).
type Coding string

const (
	Brotli   Coding = "br"
	Gzip     Coding = "gzip"
	Identity Coding = "identity"
)

// codings are those that a body can have, the one that saves most first.
var codings = [...]Coding{Brotli, Gzip, Identity}

// Negotiate chooses a coding by the Accept-Encoding header of a request (RFC
// 9110, section 12.5.3): the one that the client values most, of equals the one
// that saves most. ok is false if the client refuses all of them, the bytes as
// they are included.
func Negotiate(accept []string) (c Coding, ok bool) {
	if len(accept) == 0 {
		return Identity, true // any would do; this one everybody understands
	}
	quality := map[Coding]float64{}
	for element := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(element, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "x-gzip" {
			name = string(Gzip)
		}
		if name != "" {
			quality[Coding(name)] = weight(parameters)
		}
	}
	others, listed := quality["*"]
	best := 0.0
	for _, coding := range codings {
		q, named := quality[coding]
		switch {
		case named:
		case listed:
			q = others
		case coding == Identity:
			q = least
		}
		if q > best {
			c, best = coding, q
		}
	}
	return c, best > 0
}

// least is the quality of what a client neither names nor refuses, below any
// that it can name.
const least = 0.0001

// weight reads the parameter q, 1 unless given. A value that is none counts as a
// refusal: better to send too little compression than one nobody can read.
func weight(parameters string) float64 {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}
