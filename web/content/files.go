package content

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// mediaTypes are those of the files that web pages are made of. What is not
// here is served as bytes: what the operating system thinks of an extension
// does not matter.
var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// Files reads all files of fsys and serves them. A file beside another that is
// named like it and .br or .gz besides is that other in a coding. A path that
// ends in a slash is that of its index.html; there are no listings.
func Files(fsys fs.FS) (http.Handler, error) {
	files := map[string]*Body{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		for coding, ending := range endings {
			if plain, ok := strings.CutSuffix(name, ending); ok && isFile(fsys, plain) {
				return add(fsys, files, plain, name, coding)
			}
		}
		return add(fsys, files, name, name, Identity)
	})
	if err != nil {
		return nil, fmt.Errorf("files to serve: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are understood here", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		body, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		body.ServeHTTP(w, r)
	}), nil
}

var endings = map[Coding]string{Brotli: ".br", Gzip: ".gz"}

func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// add takes a file as the body name in a coding. The files come in any order.
func add(fsys fs.FS, files map[string]*Body, name, file string, coding Coding) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	body := files[name]
	if body == nil {
		mediaType, ok := mediaTypes[path.Ext(name)]
		if !ok {
			mediaType = "application/octet-stream"
		}
		body = &Body{mediaType: mediaType}
		files[name] = body
	}
	body.Add(coding, data)
	return nil
}
