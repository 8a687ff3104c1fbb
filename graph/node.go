package graph

// nodeInfo is what a node_announcement said, kept in strings because many nodes
// share one feature set and a string can be shared without copying.
type nodeInfo struct {
	updated   uint32 // unix time; 0 = nothing known
	features  string
	addresses string // BOLT 7 address descriptors, one after another
}

// NodeInfo is what is known of a node besides its channels.
type NodeInfo struct {
	Updated  uint32 // unix time of the announcement; 0 if nothing is known
	Features []byte // feature bits, big-endian as on the wire
	// Addresses are BOLT 7 address descriptors (type, address, port), one
	// after another; ParseAddresses reads them.
	Addresses []byte
}

// NodeInfo gives a copy of what is known of a node.
func (g *Graph) NodeInfo(n NodeIndex) NodeInfo {
	if g.info == nil {
		return NodeInfo{}
	}
	in := &g.info[n]
	return NodeInfo{Updated: in.updated, Features: []byte(in.features), Addresses: []byte(in.addresses)}
}

// NodeUpdated is the unix time of a node's announcement, 0 if nothing is known.
func (g *Graph) NodeUpdated(n NodeIndex) uint32 {
	if g.info == nil {
		return 0
	}
	return g.info[n].updated
}

// NodeFeatures are the feature bits of a node, big-endian as on the wire, empty
// if none are known. Nothing is copied.
func (g *Graph) NodeFeatures(n NodeIndex) string {
	if g.info == nil {
		return ""
	}
	return g.info[n].features
}
