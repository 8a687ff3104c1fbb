package rgs

import (
	"strconv"

	"github.com/lightpane/lightpane/graph"
)

// nodeDetails is what version 2 says of a node besides its key; nil leaves what
// is known.
type nodeDetails struct {
	at                  int // in the list of keys
	features, addresses *string
}

// nodes reads the list of keys that channels refer to, in version 2 with
// features and addresses.
func (d *decoder) nodes() {
	var sets []string
	if d.report.Version >= 2 {
		sets = make([]string, 0, 6)
		for n := d.u8(); n > 0 && d.err == nil; n-- {
			sets = append(sets, string(d.vec()))
		}
	}
	count := d.u32()
	if d.err == nil && count > MaxNodes {
		d.fail(TooManyNodes, decimal(uint64(count))+" nodes; at most "+strconv.Itoa(MaxNodes)+" are believed")
	}
	keys := make([]graph.PublicKey, 0, min(int(count), (len(d.b)-d.off)/len(graph.PublicKey{})))
	for i := 0; i < int(count) && d.ok(); i++ {
		raw := d.take(len(graph.PublicKey{}))
		if raw == nil {
			return
		}
		key := graph.PublicKey(raw)
		if d.report.Version >= 2 {
			flags := key[0]
			key[0] &= nodeParity
			d.nodeDetails(i, flags, sets)
		}
		keys = append(keys, key)
	}
	if d.err != nil || d.ctxErr != nil {
		return
	}
	d.report.Nodes = len(keys)
	d.node = d.ed.AddNodes(keys)
	d.linked = make([]bool, len(keys))
}

func (d *decoder) nodeDetails(at int, flags byte, sets []string) {
	marker := flags >> featureShift & featureMask
	if flags&(nodeReminder|nodeAddresses) != 0 || marker != 0 {
		nd := nodeDetails{at: at}
		if flags&nodeAddresses != 0 {
			list := d.addresses()
			nd.addresses = &list
		}
		switch {
		case marker == featureCustom:
			set := string(d.vec())
			nd.features = &set
		case int(marker) > len(sets):
			d.fail(BadValue, "node "+strconv.Itoa(at)+" refers to feature set "+strconv.Itoa(int(marker))+" of "+strconv.Itoa(len(sets)))
		case marker > 0:
			nd.features = &sets[marker-1]
		}
		if nd.features != nil && len(*nd.features) > MaxFeatures {
			d.skip(FeaturesTooLong)
			nd.features = nil
		}
		d.report.NodeDetails++
		d.details = append(d.details, nd)
	}
	if flags&nodeExtra != 0 {
		d.report.NodeExtra++
		d.vec()
	}
}

// addresses reads a list of addresses and gives those that are understood, as
// BOLT 7 has them.
func (d *decoder) addresses() string {
	var list []byte
	for n := d.u8(); n > 0 && d.err == nil; n-- {
		raw := d.take(int(d.u8()))
		if d.err != nil {
			return ""
		}
		size, ok := graph.AddressSize(raw)
		switch {
		case !ok:
			d.skip(UnknownAddress)
		case size < len(raw):
			d.fail(BadValue, strconv.Itoa(len(raw)-size)+" bytes follow an address of type "+strconv.Itoa(int(raw[0])))
		default:
			list = append(list, raw...)
		}
	}
	return string(list)
}

// applyDetails comes after the announcements, since a node without a channel
// does not count.
func (d *decoder) applyDetails() {
	if d.err != nil || d.ctxErr != nil {
		return
	}
	for _, nd := range d.details {
		n := d.node[nd.at]
		if at := int(n) - d.base.Nodes(); at >= 0 && !d.linked[at] {
			d.skip(NodeWithoutChannel)
			continue
		}
		if updated, ok := d.ed.NodeUpdated(n); ok && updated >= max(d.dated, 1) {
			d.skip(NodeNotNewer)
			continue
		}
		d.ed.SetNodeInfo(n, d.dated, nd.features, nd.addresses)
	}
}
