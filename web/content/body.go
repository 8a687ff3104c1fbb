package content

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

const (
	// brotliLevel is for answers that somebody waits for: it takes 50 ms for the
	// 2.2 MB of a mainnet snapshot and leaves 44 %. Level 11 would leave 38 %
	// and take five hundred times as long: that is for files compressed at
	// build time.
	brotliLevel = 4
	// worthwhile is the least size at which compression is tried: what fits
	// into one packet anyway gains nothing.
	worthwhile = 1024
)

// SizeHeader says how many bytes a body has without any coding, which a progress
// bar needs and Content-Length does not tell.
const SizeHeader = "Lightpane-Size"

// Body is a sequence of bytes with a media type, to be served any number of
// times. It is an http.Handler for GET and HEAD.
type Body struct {
	mediaType string
	variants  [len(codings)]variant
}

// variant is a body in one coding.
type variant struct {
	once sync.Once
	data []byte // nil if the coding saves nothing
	tag  string
}

// New makes a body. It keeps data, which must not change any more.
func New(mediaType string, data []byte) *Body {
	b := &Body{mediaType: mediaType}
	b.Add(Identity, data)
	return b
}

// Add gives the body in a coding, so that it need not be made. It must not be
// called once the body is being served.
func (b *Body) Add(c Coding, data []byte) {
	v := b.at(c)
	v.once.Do(func() { v.set(data) })
}

// Size is the number of bytes without any coding.
func (b *Body) Size() int { return len(b.at(Identity).data) }

func (b *Body) at(c Coding) *variant {
	for i := range codings {
		if codings[i] == c {
			return &b.variants[i]
		}
	}
	panic("content: unknown coding " + string(c))
}

func (v *variant) set(data []byte) {
	sum := sha256.Sum256(data)
	v.data, v.tag = data, `"`+base64.RawURLEncoding.EncodeToString(sum[:15])+`"`
}

// In gives the bytes in a coding, made now if nobody asked before; ok is false
// if that coding saves nothing.
func (b *Body) In(c Coding) (data []byte, ok bool) {
	v := b.at(c)
	v.once.Do(func() {
		plain := b.at(Identity).data
		if len(plain) < worthwhile {
			return
		}
		if data := compress(c, plain); len(data) < len(plain) {
			v.set(data)
		}
	})
	return v.data, v.data != nil
}

func compress(c Coding, data []byte) []byte {
	var out bytes.Buffer
	// Neither writer can fail on a buffer.
	switch c {
	case Brotli:
		w := brotli.NewWriterV2(&out, brotliLevel)
		w.Write(data)
		w.Close()
	case Gzip:
		w := gzip.NewWriter(&out)
		w.Write(data)
		w.Close()
	}
	return out.Bytes()
}

// ServeHTTP sends the body in the coding that the client prefers, or word that
// it has it already (If-None-Match).
func (b *Body) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	coding, ok := Negotiate(r.Header.Values("Accept-Encoding"))
	if !ok {
		http.Error(w, "none of the content codings br, gzip and identity is accepted", http.StatusNotAcceptable)
		return
	}
	data, ok := b.In(coding)
	if !ok {
		coding = Identity
		data, _ = b.In(Identity)
	}
	h.Set("Content-Type", b.mediaType)
	h.Set("ETag", b.at(coding).tag)
	h.Set(SizeHeader, strconv.Itoa(b.Size()))
	if coding != Identity {
		h.Set("Content-Encoding", string(coding))
		// ServeContent knows the length but keeps it to itself when there is a
		// coding.
		h.Set("Content-Length", strconv.Itoa(len(data)))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
