package server

import (
	"net/http"
	"strconv"

	"github.com/lightpane/lightpane/web/content"
)

// WholeHeader is set to 1 on an answer that holds the whole graph, so that a
// client which asked for a delta can replace what it has. Others lose nothing by
// not knowing it.
const WholeHeader = "Lightpane-Whole"

// routes are the two paths of the protocol. The graph is public, so pages of any
// origin may read the answers.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for version, path := range map[uint8]string{1: "/snapshot/{timestamp}", 2: "/v2/snapshot/{timestamp}"} {
		mux.HandleFunc("OPTIONS "+path, preflight)
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			s.serveSnapshot(w, r, version)
		})
	}
	return mux
}

// ServeHTTP answers /snapshot/<timestamp> and /v2/snapshot/<timestamp>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// preflight is for scripts that ask with a header of their own, If-None-Match
// perhaps.
func preflight(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Range, Range, Cache-Control")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) serveSnapshot(w http.ResponseWriter, r *http.Request, version uint8) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, "+content.SizeHeader+", "+WholeHeader)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")

	text := r.PathValue("timestamp")
	since, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		http.Error(w, "a timestamp is wanted: whole seconds since 1970, or 0 for the whole graph", http.StatusBadRequest)
		return
	}
	if s.Current() == nil {
		h.Set("Retry-After", "1")
		http.Error(w, "there is no graph yet", http.StatusServiceUnavailable)
		return
	}
	body, whole, err := s.Snapshot(version, uint32(since))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if whole {
		h.Set(WholeHeader, "1")
	}
	// The same address answers otherwise as soon as there is a new generation,
	// and until then the entity tag saves the transfer.
	h.Set("Cache-Control", "no-cache")
	body.ServeHTTP(w, r)
}
