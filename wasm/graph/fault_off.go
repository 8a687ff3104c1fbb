//go:build js && wasm && !faulty

package main

import "github.com/lightpane/lightpane/wasm/graph/dispatch"

// faulty is where the tests' build puts faults in; see fault_on.go.
func faulty(h dispatch.Host) dispatch.Host { return h }
