package graph

// What package fmt and encoding/hex (which needs fmt) would do here. Together
// they take a fifth of the WebAssembly program that links this package.

// detailed is an error of a kind, and what exactly was wrong.
type detailed struct {
	kind   error
	detail string
}

func (d *detailed) Error() string { return d.kind.Error() + ": " + d.detail }
func (d *detailed) Unwrap() error { return d.kind }

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}
