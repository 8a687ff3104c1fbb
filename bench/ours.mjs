// Measures the npm package, in Node or in a page of Chromium.
//
//   node ours.mjs --in node|chromium --now UNIX apply --syncs N SNAPSHOT
//   node ours.mjs --in node|chromium --now UNIX search --passes N SNAPSHOT QUERIES
//
// SNAPSHOT and QUERIES are what ldk/apply.mjs and ldk/route.mjs take. Prints the
// result of the function in workload.mjs as JSON.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openPage, withChromium } from "./browser.mjs";
import { serve } from "./server.mjs";
import * as workload from "./workload.mjs";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		in: { type: "string" },
		now: { type: "string" },
		syncs: { type: "string", default: "1" },
		passes: { type: "string", default: "1" },
	},
});
const [command, snapshot, queries] = positionals;
const places = { node: inNode, chromium: inChromium };
const jobs = {
	apply: async () => ["applying", { syncs: Number(values.syncs) }],
	search: async () => ["searching", { passes: Number(values.passes), queries: JSON.parse(await readFile(queries, "utf8")) }],
};
if (!(values.in in places) || !(command in jobs) || values.now === undefined || snapshot === undefined) {
	console.error("usage: node ours.mjs --in node|chromium --now UNIX apply|search ... (see the top of the file)");
	process.exit(2);
}

const server = await serve({
	"/snapshot/0": snapshot,
	"/workload.mjs": fileURLToPath(new URL("workload.mjs", import.meta.url)),
	"/blank.html": fileURLToPath(new URL("blank.html", import.meta.url)),
	"/lightpane/": fileURLToPath(new URL("../web/lightpane/dist/", import.meta.url)),
});
try {
	const [name, job] = await jobs[command]();
	const options = { network: "bitcoin", rgs: server.origin, storage: "memory", directory: false };
	const result = await places[values.in](name, job, options, Number(values.now) * 1000);
	process.stdout.write(JSON.stringify(result) + "\n");
} finally {
	server.close();
}

async function inNode(name, job, options, now) {
	const { Lightpane } = await import("../web/lightpane/dist/index.js");
	const { nodeWorker } = await import("../web/lightpane/dist/node.js");
	const lightpane = await Lightpane.open({ ...options, worker: nodeWorker, now: () => now });
	try {
		return await workload[name](lightpane, job);
	} finally {
		await lightpane.close();
	}
}

function inChromium(name, job, options, now) {
	return withChromium(async (browser) => {
		const page = await openPage(browser);
		await page.goto(`${server.origin}/blank.html`);
		return page.evaluate(
			async (name, job, options, now) => {
				const { Lightpane } = await import("/lightpane/index.js");
				const workload = await import("/workload.mjs");
				const lightpane = await Lightpane.open({ ...options, now: () => now });
				try {
					return await workload[name](lightpane, job);
				} finally {
					await lightpane.close();
				}
			},
			name,
			job,
			options,
			now,
		);
	});
}
