// Times LDK applying a snapshot to an empty graph.
//
//   node apply.mjs [--now UNIX|none] [--graphs N] FILE
//
// Prints {"ms": [first, ...], "channels", "nodes", "log_calls"}: one time per
// graph, the first with the module still cold. N is small (2 unless told, 6 at
// most): LDK's module breaks after about a dozen graphs, so more samples take
// more processes.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { apply, breathe, clockFor, loadLDK, newGraph, reading } from "./ldk.mjs";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { now: { type: "string" }, graphs: { type: "string", default: "2" } },
});
const graphs = Number(values.graphs);
if (positionals.length !== 1 || !(graphs >= 1 && graphs <= 6)) {
	console.error("usage: node apply.mjs [--now UNIX|none] [--graphs 1..6] FILE");
	process.exit(2);
}

const bytes = readFileSync(positionals[0]);
const now = clockFor(values.now, [bytes]);
const module = await loadLDK();

const ms = [];
let held;
for (let i = 0; i < graphs; i++) {
	held = newGraph(module);
	ms.push(apply(module, held, bytes, now).ms);
	await breathe();
}
const counts = reading(held.graph, (view) => ({
	channels: view.list_channels().length,
	nodes: view.list_nodes().length,
}));
process.stdout.write(JSON.stringify({ ms, ...counts, log_calls: module.logCalls() / graphs }) + "\n");
