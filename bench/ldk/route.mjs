// Times LDK's find_route over a list of queries.
//
//   node route.mjs [--now UNIX|none] [--max-paths N] [--warm-up N] [--passes N]
//     SNAPSHOT QUERIES
//
// QUERIES is a JSON list of {"from", "to": public keys in hex, "amountMsat",
// "maxFeeMsat"}. Everything else is LDK's default: ProbabilisticScorer without
// history, its fee parameters, a cltv limit of 1008. --max-paths 1 (unless
// told) is one path; above 1 the payee is said to take several parts. The first
// --warm-up queries (20) are run once before, unmeasured; then all of them,
// --passes times over (1).
//
// Prints {"max_paths", "queries", "found", "mean_ms", "log_calls", "results":
// [{"ms", "found", "fee_msat", "parts": [[scid, ...], ...], "error"}]}: mean_ms
// is the mean over the queries in the best pass, the results are the last one's.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { apply, breathe, clockFor, loadLDK, newGraph } from "./ldk.mjs";

const FINAL_CLTV = 40;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		now: { type: "string" },
		"max-paths": { type: "string", default: "1" },
		"warm-up": { type: "string", default: "20" },
		passes: { type: "string", default: "1" },
	},
});
if (positionals.length !== 2) {
	console.error("usage: node route.mjs [--now UNIX|none] [--max-paths N] [--warm-up N] [--passes N] SNAPSHOT QUERIES");
	process.exit(2);
}
const maxPaths = Number(values["max-paths"]);
const passes = Number(values.passes);
const bytes = readFileSync(positionals[0]);
const queries = JSON.parse(readFileSync(positionals[1], "utf8"));

const module = await loadLDK();
const { ldk, logger } = module;
const held = newGraph(module);
apply(module, held, bytes, clockFor(values.now, [bytes]));

const scorer = ldk.ProbabilisticScorer.constructor_new(
	ldk.ProbabilisticScoringDecayParameters.constructor_default(),
	held.graph,
	logger,
);
const lookUp = scorer.as_ScoreLookUp();
const feeParameters = ldk.ProbabilisticScoringFeeParameters.constructor_default();
const seed = new Uint8Array(32).fill(42);

for (const query of queries.slice(0, Number(values["warm-up"]))) {
	search(query);
	await breathe();
}
const logCallsBefore = module.logCalls();
const means = [];
let results;
for (let pass = 0; pass < passes; pass++) {
	results = [];
	for (const query of queries) {
		results.push(search(query));
		await breathe();
	}
	means.push(results.reduce((sum, r) => sum + r.ms, 0) / results.length);
}
const report = {
	max_paths: maxPaths,
	queries: results.length,
	found: results.filter((r) => r.found).length,
	mean_ms: Math.min(...means),
	log_calls: (module.logCalls() - logCallsBefore) / passes,
	results,
};
process.stdout.write(JSON.stringify(report) + "\n");

/** Runs one query. Only find_route itself is timed, not the making of its arguments. */
function search({ from, to, amountMsat, maxFeeMsat }) {
	const payer = Buffer.from(from, "hex");
	const route = ldk.RouteParameters.constructor_new(
		paymentTo(Buffer.from(to, "hex")),
		BigInt(amountMsat),
		ldk.Option_u64Z.constructor_some(BigInt(maxFeeMsat)),
	);
	const start = performance.now();
	const result = ldk.UtilMethods.constructor_find_route(
		payer, route, held.graph, null, logger, lookUp, feeParameters, seed,
	);
	const ms = performance.now() - start;
	if (!result.is_ok()) return { ms, found: false, error: result.err.get_err() };
	const parts = result.res.get_paths().map((path) => path.get_hops().map((hop) => String(hop.get_short_channel_id())));
	return { ms, found: true, fee_msat: Number(result.res.get_total_fees()), parts };
}

function paymentTo(payee) {
	// LDK splits only towards a payee whose features allow it; keysend's
	// constructor is the one that takes that as an argument.
	const payment = maxPaths > 1
		? ldk.PaymentParameters.constructor_for_keysend(payee, FINAL_CLTV, true)
		: ldk.PaymentParameters.constructor_from_node_id(payee, FINAL_CLTV);
	payment.set_max_path_count(maxPaths);
	return payment;
}
