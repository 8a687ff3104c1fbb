// What LDK's client makes of snapshots: the oracle for our encoder.
//
//   node accept.mjs [--now UNIX|none] FILE...
//
// Applies the files in order to one empty mainnet graph, a full snapshot first
// and deltas after it, and prints the channels that LDK then holds, one JSON
// line each, by short channel id:
//
//   {"scid": "…", "node_one", "node_two": hex, "capacity_sats": N or null,
//    "features": hex, "one_to_two", "two_to_one": policy or null}
//
// where a policy is {"enabled", "cltv", "htlc_min", "htlc_max", "base", "ppm",
// "last_update"}. Amounts of 2^53 and more are strings. A snapshot that LDK
// refuses ends the run with status 1 and LDK's reason on stderr.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { apply, breathe, clockFor, loadLDK, newGraph } from "./ldk.mjs";

const BATCH = 500;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { now: { type: "string" } },
});
if (positionals.length === 0) {
	console.error("usage: node accept.mjs [--now UNIX|none] FILE...");
	process.exit(2);
}

const snapshots = positionals.map((file) => readFileSync(file));
const now = clockFor(values.now, snapshots);
const module = await loadLDK();
const { ldk } = module;
const held = newGraph(module);
snapshots.forEach((bytes, i) => {
	try {
		apply(module, held, bytes, now);
	} catch (err) {
		console.error(`${positionals[i]}: ${err.message}`);
		process.exit(1);
	}
});

const view = held.graph.read_only();
try {
	const scids = Array.from(view.list_channels()).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	for (let i = 0; i < scids.length; i += BATCH) {
		const lines = scids.slice(i, i + BATCH).map((scid) => JSON.stringify(channel(scid)) + "\n");
		if (!process.stdout.write(lines.join(""))) {
			await new Promise((resolve) => process.stdout.once("drain", resolve));
		}
		await breathe();
	}
} finally {
	view.free();
}

function channel(scid) {
	const info = view.channel(scid);
	const capacity = info.get_capacity_sats();
	return {
		scid: String(scid),
		node_one: hex(info.get_node_one().as_slice()),
		node_two: hex(info.get_node_two().as_slice()),
		capacity_sats: capacity instanceof ldk.Option_u64Z_Some ? number(capacity.some) : null,
		// Serialized features begin with a length of two bytes.
		features: hex(info.get_features().write().subarray(2)),
		one_to_two: policy(info.get_one_to_two()),
		two_to_one: policy(info.get_two_to_one()),
	};
}

function policy(update) {
	// The bindings say "none" with a null pointer inside an object.
	if (update.ptr === 0n) return null;
	const fees = update.get_fees();
	return {
		enabled: Boolean(update.get_enabled()),
		cltv: update.get_cltv_expiry_delta(),
		htlc_min: number(update.get_htlc_minimum_msat()),
		htlc_max: number(update.get_htlc_maximum_msat()),
		base: fees.get_base_msat(),
		ppm: fees.get_proportional_millionths(),
		last_update: update.get_last_update(),
	};
}

function number(value) {
	return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}

function hex(bytes) {
	return Buffer.from(bytes).toString("hex");
}
