// What is measured of the npm package, the same in a page and in Node. Nothing
// here may depend on either.

/** Queries that run once before a measured pass. */
const WARM_UP = 20;

/**
 * Applies the server's snapshot several times over, each time to replace the
 * graph as a whole.
 * @param {object} lightpane an open Lightpane
 * @param {{syncs: number}} job
 * @returns {Promise<{ms: number[], channels: number}>} time inside the worker
 *   for each, the first with the program still cold
 */
export async function applying(lightpane, { syncs }) {
	const ms = [];
	for (let i = 0; i < syncs; i++) {
		const result = await lightpane.sync({ full: true });
		ms.push(result.applyMs);
	}
	return { ms, channels: lightpane.graph.channels };
}

/**
 * Finds the routes of a list of queries, one after another, several times over.
 * @param {object} lightpane an open Lightpane
 * @param {{queries: object[], passes: number}} job
 * @returns {Promise<{mean_ms: number, worker_ms: number, found: number}>} the
 *   mean a query in the best pass: as the caller waits for it, message to the
 *   worker and back included, and inside the worker alone
 */
export async function searching(lightpane, { queries, passes }) {
	await lightpane.sync();
	const requests = queries.map(({ from, to, amountMsat, maxFeeMsat }) => ({
		from,
		to,
		amountMsat: BigInt(amountMsat),
		maxFeeMsat: BigInt(maxFeeMsat),
	}));
	for (const request of requests.slice(0, WARM_UP)) await lightpane.findRoute(request);

	let best = { mean_ms: Infinity };
	for (let pass = 0; pass < passes; pass++) {
		let found = 0;
		let inWorker = 0;
		const start = performance.now();
		for (const request of requests) {
			const result = await lightpane.findRoute(request);
			inWorker += result.tookMs;
			if (result.found) found++;
		}
		const mean = (performance.now() - start) / requests.length;
		if (mean < best.mean_ms) best = { mean_ms: mean, worker_ms: inWorker / requests.length, found };
	}
	return best;
}
