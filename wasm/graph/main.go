//go:build js && wasm

// Graph is the WebAssembly program of the graph worker. It joins package
// dispatch to the worker's JavaScript shell (web/lightpane/src/worker.ts) and
// does nothing else.
//
// The shell puts an object into globalThis.lightpaneGraph before it runs the
// program, with
//
//	send(frame: Uint8Array, payload: Uint8Array | undefined)  a message to the page or the shell
//	yield(done: () => void)                                   calls done after the event loop has run
//
// and the program adds
//
//	receive(frame: Uint8Array, payload: Uint8Array | undefined)  a message from them
//
// to it, and from then on answers until it is dropped.
package main

import (
	"syscall/js"
	"time"

	"github.com/lightpane/lightpane/wasm/graph/dispatch"
)

func main() {
	shell := js.Global().Get("lightpaneGraph")
	h := &host{shell: shell, begun: time.Now()}
	h.resume = js.FuncOf(func(js.Value, []js.Value) any {
		first := h.waiting[0]
		h.waiting = h.waiting[1:]
		close(first)
		return nil
	})
	d := dispatch.New(faulty(h))
	shell.Set("receive", js.FuncOf(func(_ js.Value, args []js.Value) any {
		frame := make([]byte, args[0].Length())
		js.CopyBytesToGo(frame, args[0])
		if args[1].IsUndefined() {
			d.Receive(frame, nil)
		} else {
			d.Receive(frame, bulk{args[1]})
		}
		return nil
	}))
	select {}
}

// host is the worker, as package dispatch sees it.
type host struct {
	shell   js.Value
	begun   time.Time
	resume  js.Func
	waiting []chan struct{} // goroutines that yielded, first come first served
}

func (h *host) Send(frame, payload []byte) {
	if payload == nil {
		h.shell.Call("send", toJS(frame))
		return
	}
	h.shell.Call("send", toJS(frame), toJS(payload))
}

func (h *host) Yield() {
	mine := make(chan struct{})
	h.waiting = append(h.waiting, mine)
	h.shell.Call("yield", h.resume)
	<-mine
}

// Stopwatch reads performance.now, by way of Go's monotonic clock.
func (h *host) Stopwatch() time.Duration { return time.Since(h.begun) }

// bulk is a Uint8Array on its way into Go.
type bulk struct{ array js.Value }

func (b bulk) Len() int           { return b.array.Length() }
func (b bulk) CopyTo(dest []byte) { js.CopyBytesToGo(dest, b.array) }

func toJS(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}
