package rgs

import "github.com/lightpane/lightpane/graph"

// SkipReason says why a record was passed over without an error.
type SkipReason uint8

const (
	// KnownChannel: an announcement of a channel that is there already.
	KnownChannel SkipReason = iota
	// AnnouncementOverLimit: an announcement past MaxChannels.
	AnnouncementOverLimit
	// NodeWithoutChannel: details of a node that has no channel.
	NodeWithoutChannel
	// NodeNotNewer: details of a node that are no newer than those held.
	NodeNotNewer
	// FeaturesTooLong: a feature set longer than MaxFeatures; the node keeps
	// the one it had.
	FeaturesTooLong
	// UnknownAddress: an address of a type or form that is not understood.
	UnknownAddress
	// UnknownChannel: an update of a channel that was never announced.
	UnknownChannel
	// IncrementalWithoutBase: changes to a policy that is not held.
	IncrementalWithoutBase
	// HtlcMaxAboveSupply: htlc_maximum_msat above 21 million bitcoins.
	HtlcMaxAboveSupply
	// HtlcMaxAboveCapacity: htlc_maximum_msat above the channel's known
	// capacity, or a capacity above 21 million bitcoins.
	HtlcMaxAboveCapacity
	// UpdateNotNewer: an update that is no newer than what is held.
	UpdateNotNewer

	skipReasons
)

var skipNames = [skipReasons]string{
	"known_channel", "announcement_over_limit", "node_without_channel", "node_not_newer", "features_too_long", "unknown_address",
	"unknown_channel", "incremental_without_base", "htlc_max_above_supply", "htlc_max_above_capacity", "update_not_newer",
}

// String is the stable name of the reason.
func (s SkipReason) String() string { return skipNames[s] }

// Skips counts skipped records by reason.
type Skips [skipReasons]int

// Each calls yield for every reason that occurred, in a fixed order.
func (s *Skips) Each(yield func(SkipReason, int)) {
	for i, n := range s {
		if n > 0 {
			yield(SkipReason(i), n)
		}
	}
}

// Report says what a snapshot held and what became of it.
type Report struct {
	Version   uint8
	Chain     graph.ChainHash
	Timestamp uint32 // the latest gossip that the server had seen, unix time

	Nodes         int // keys listed
	NodeDetails   int // of these, with features, addresses or a reminder
	Announcements int
	Updates       int // without records of extra data

	// Records of extra data, which is ignored: for later versions.
	NodeExtra, AnnouncementExtra, UpdateExtra int
	TrailingBytes                             int

	Skipped Skips

	PrunedDirections, PrunedChannels int
}

// Progress says how far Apply has come.
type Progress struct {
	Bytes, TotalBytes int
	Announcements     int
	Updates           int
}
