// LDK's WebAssembly in Node, ready to be measured: loads the module, takes the
// logger out of its way, and applies snapshots.
//
// The logger. LDK reports every message to the embedder: 203,355 calls for one
// snapshot of mainnet, each a record on LDK's heap handed to JavaScript. The
// bindings answer such a call with a WeakRef, a switch over 174 cases, a
// property descriptor, a bound function and an object with a finalizer, all
// before the embedder's own logger runs: 4 s and more for one snapshot, and
// records that are freed only when a collection happens to come by. So
// WebAssembly.instantiate is wrapped while LDK starts, and the one import that
// carries Logger.log (js_invoke_function_buuuuu, function id 16) is replaced by
// a function that frees the record and returns. Every other callback goes to
// the bindings as before.
//
// What this cannot remove: LDK built for bindings formats the text of each
// record (lightning/src/util/logger.rs, Record::new under cfg(c_bindings))
// before it calls anybody. That cost is inside LDK's module and stays in its
// figures, for applying and for searching. Two cheaper-looking stubs were
// tried: not freeing the record is slower (the heap grows by another 70 MB),
// and answering inside WebAssembly, without JavaScript, is within 5 %.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const LOG_IMPORT = "js_invoke_function_buuuuu";
const LOG_FUNCTION = 16;

/** Offset of the header's timestamp: magic 3, version 1, chain hash 32. */
const TIMESTAMP_OFFSET = 36;

/**
 * Loads LDK with its logger short-circuited.
 * @returns {Promise<{ldk: object, logger: object, logCalls: () => number}>}
 *   the package's exports, a logger for the constructors that ask for one, and
 *   how many messages have been dropped so far.
 */
export async function loadLDK() {
	// The bindings greet on stdout, where the scripts print their JSON; a panic
	// comes the same way later, and belongs on stderr.
	console.log = () => {};

	let dropped = 0;
	const instantiate = WebAssembly.instantiate;
	WebAssembly.instantiate = async (binary, imports) => {
		let freeRecord;
		const invoke = imports.env[LOG_IMPORT];
		imports.env[LOG_IMPORT] = (object, fn, record, ...rest) => {
			if (fn !== LOG_FUNCTION) return invoke(object, fn, record, ...rest);
			dropped++;
			freeRecord(record);
			return 0n;
		};
		const result = await instantiate(binary, imports);
		freeRecord = result.instance.exports.TS_Record_free;
		return result;
	};
	const ldk = await import("lightningdevkit");
	const wasm = join(dirname(createRequire(import.meta.url).resolve("lightningdevkit")), "liblightningjs.wasm");
	try {
		await ldk.initializeWasmFromBinary(readFileSync(wasm));
	} finally {
		WebAssembly.instantiate = instantiate;
		console.log = console.error;
	}
	const logger = ldk.Logger.new_impl({
		log() {
			throw new Error("a log record went past the stub: has lightningdevkit's version changed?");
		},
	});
	return { ldk, logger, logCalls: () => dropped };
}

/** The timestamp that a snapshot carries in its header, in seconds. */
export function snapshotTimestamp(bytes) {
	return bytes.length < TIMESTAMP_OFFSET + 4 ? 0 : bytes.readUInt32BE(TIMESTAMP_OFFSET);
}

/**
 * The clock for a run: what --now says ("none" is no clock check and no
 * pruning), else the timestamp of the last snapshot, so that a file can be
 * applied on any date.
 * @returns {bigint | null}
 */
export function clockFor(now, snapshots) {
	if (now === "none") return null;
	if (now !== undefined) return BigInt(now);
	return BigInt(snapshotTimestamp(snapshots[snapshots.length - 1]));
}

/** An empty mainnet graph and the object that applies snapshots to it. */
export function newGraph({ ldk, logger }) {
	const graph = ldk.NetworkGraph.constructor_new(ldk.Network.LDKNetwork_Bitcoin, logger);
	return { graph, sync: ldk.RapidGossipSync.constructor_new(graph, logger) };
}

/**
 * Applies one snapshot. Returns the timestamp that LDK hands back, throws its
 * error, and says how long the call took, the copy into LDK's memory included.
 */
export function apply({ ldk }, { sync }, bytes, now) {
	const clock = now === null ? ldk.Option_u64Z.constructor_none() : ldk.Option_u64Z.constructor_some(now);
	const start = performance.now();
	const result = sync.update_network_graph_no_std(bytes, clock);
	const ms = performance.now() - start;
	if (!result.is_ok()) throw new Error(`LDK refused the snapshot: ${syncError(ldk, result.err)}`);
	return { ms, timestamp: result.res };
}

function syncError(ldk, err) {
	if (err instanceof ldk.GraphSyncError_LightningError) return err.lightning_error.get_err();
	return err.decode_error.constructor.name;
}

/** Runs use with a read lock on the graph and lets the lock go. */
export function reading(graph, use) {
	const view = graph.read_only();
	try {
		return use(view);
	} finally {
		view.free();
	}
}

/** Lets finalizers run: the bindings free LDK's objects from them alone. */
export function breathe() {
	return new Promise((resolve) => setImmediate(resolve));
}
