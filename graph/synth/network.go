package synth

// Network is a channel graph as plain data: what gossip says, and no indices
// for searching it.
type Network struct {
	Nodes    []Node    // ascending by key; each has at least one channel
	Channels []Channel // ascending by SCID, which is unique
}

// Node is a node of the network.
type Node struct {
	Key [33]byte // compressed secp256k1 point
	// Alias is what the node calls itself: at most 32 bytes (BOLT 7), from a
	// stranger, and not always UTF-8.
	Alias string
}

// Channel is a public channel.
type Channel struct {
	SCID        uint64 // block height << 40 | transaction index << 16 | output index (BOLT 7)
	CapacitySat uint64
	// Node1 and Node2 are indices into Network.Nodes. The key of Node1 is the
	// lesser (BOLT 7), so Node1 < Node2.
	Node1, Node2 int32
	// Policy[0] is for payments from Node1 to Node2, set by Node1; Policy[1]
	// is the other way.
	Policy [2]Policy
}

// Policy is what a node asks for forwarding over a channel in one direction
// (channel_update of BOLT 7). All fields are zero where Known is false.
type Policy struct {
	Known       bool // an update was seen
	Disabled    bool // BOLT 7's disable bit
	CltvDelta   uint16
	HtlcMinMsat uint64
	HtlcMaxMsat uint64
	BaseMsat    uint32
	PPM         uint32
}

// Usable says whether payments can be sent in the policy's direction.
func (p Policy) Usable() bool { return p.Known && !p.Disabled }

// end is the node at one end of the channel: 0 is Node1's end.
func (c *Channel) end(side int) int32 {
	if side == 0 {
		return c.Node1
	}
	return c.Node2
}

// block is the height of the channel's funding transaction.
func (c *Channel) block() uint64 { return c.SCID >> 40 }

const (
	txIndexShift = 16
	blockShift   = 40
)
