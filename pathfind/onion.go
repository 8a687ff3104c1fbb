package pathfind

import (
	"math/bits"

	"github.com/lightpane/lightpane/graph"
)

// Bytes of a hop's payload in the onion (BOLT 4): a length, TLV records, and
// the HMAC of the next layer.
const (
	payloadFrame = 1 + 32
	recordHead   = 2 // type and length of a small record
	// outgoingCltv is the record of a block height: three bytes hold every
	// height of the next three hundred years.
	outgoingCltv = recordHead + 3
	nextChannel  = recordHead + 8
)

// compact is how many bytes an amount takes without its leading zeros.
func compact(a graph.Msat) int { return (bits.Len64(uint64(a)) + 7) / 8 }

// forwardPayload is what the payload of a node takes that forwards amount.
func forwardPayload(amount graph.Msat) int {
	return payloadFrame + recordHead + compact(amount) + outgoingCltv + nextChannel
}

// finalPayload is what the payee's payload takes.
func (q *Query) finalPayload() int {
	records := recordHead + compact(q.Amount) + outgoingCltv + q.FinalRecordBytes
	if q.PaymentSecret {
		records += recordHead + 32 + compact(q.Amount)
	}
	if records >= 0xfd {
		records += 2 // the length takes three bytes (BOLT 1, BigSize)
	}
	return payloadFrame + records
}
