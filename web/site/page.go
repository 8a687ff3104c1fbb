package site

import (
	"io/fs"
	"net/http"

	"github.com/lightpane/lightpane/web/content"
)

// contentPolicy lets the page run its own scripts, workers and WebAssembly, talk
// to its own server, and nothing else: whatever a stranger wrote into an alias,
// no script comes of it.
const contentPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// secured sets what holds for every answer. A handler may loosen it where an
// answer is for other origins.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		// With the opener policy this isolates the page, which gives it timers
		// that are exact to microseconds.
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		next.ServeHTTP(w, r)
	})
}

// pageHandler serves the built page, or says how to build it.
func pageHandler(assets fs.FS) (http.Handler, error) {
	if _, err := fs.Stat(assets, "index.html"); err != nil {
		mux := http.NewServeMux()
		mux.Handle("GET /{$}", content.New("text/html; charset=utf-8", []byte(notBuilt)))
		return mux, nil
	}
	files, err := content.Files(assets)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// File names stay the same from version to version, so browsers have to
		// ask each time; the entity tag makes that cheap.
		w.Header().Set("Cache-Control", "no-cache")
		files.ServeHTTP(w, r)
	}), nil
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lightpane</title>
<h1>The page is not built</h1>
<p>This lightpane was compiled without its web page. In the source tree, run <code>make demo</code>, which builds the page, then the program, and starts it.</p>
<p>What needs no page is served all the same: <a href="/snapshot/0">/snapshot/0</a>, <a href="/directory">/directory</a>, <a href="/api/source">/api/source</a>.</p>
</html>
`
