// Package web carries the built demo site and npm package inside the Go
// program. The site itself is TypeScript and is built by build.mjs; without
// that build Assets holds a README and nothing else, and the demo server says
// so.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Assets is the built site: index.html and its modules at the root, the npm
// package under lightpane/. Beside each file that compresses there is one with
// .br and one with .gz at the end of its name.
func Assets() fs.FS {
	site, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant
	}
	return site
}
