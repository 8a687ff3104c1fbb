// Package content answers HTTP requests with bytes that do not change: each body
// is there in the content codings that browsers know, with an entity tag for
// each (RFC 9110).
//
//	body := content.New("application/octet-stream", snapshot)
//	mux.Handle("GET /snapshot", body)
//
// A coding is made when it is first asked for, once, however many clients wait
// for it, or comes ready-made ([Body.Add]). [Files] serves a directory of them.
//
// # What it is not
//
// It does not stream: a body is in memory whole. It sets no policy: whether and
// for how long an answer may be cached, and who may read it, is the caller's to
// say. It imports nothing of this project.
package content
