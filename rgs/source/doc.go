// Package source reads the channel graph from the files that people have: a
// Rapid Gossip Sync snapshot (.lngossip), what `lncli describegraph` prints, or
// this project's CSV, each plain or compressed with gzip. What a file is shows
// in its first bytes; its name does not matter.
//
//	loaded, err := source.Read(ctx, file, source.Options{Chain: chain})
//
// The graph that comes back bears the time of the latest gossip in the file as
// its timestamp, or 0 where the format dates nothing. Whoever serves it gives it
// the present time, since clients refuse what is older than two weeks. [Example]
// makes the same of a generated network.
//
// # CSV
//
// One header line and one line for each channel, direction 0 being from the
// lesser key, node1:
//
//	chan,node1,node2,capacity_sat,enabled_0,htlc_min_msat_0,htlc_max_msat_0,base_fee_msat_0,fee_ppm_0,cltv_delta_0,enabled_1,…,cltv_delta_1
//
// A direction with a cltv_delta of 0 is unknown; one that is known but not
// enabled is disabled. The format has no short channel ids: the number in the
// first column is made into a plausible one. Names come in a file of their own,
// with the columns node_id,alias ([ReadAliases]).
//
// # Bounds
//
// Files are believed no further than they can be checked: sizes are bounded
// before and after decompression, so are single records, and no count is
// trusted before what it counts is there. A fault is an [*Error] that says where
// it lies.
//
// # What it is not
//
// It fetches nothing, opens no file, reads no clock, and verifies no signatures:
// none of the formats has any. It imports packages graph, graph/synth and rgs,
// and is native only, because of encoding/json.
package source
