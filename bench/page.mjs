// Measures visits to the demo page: from the start of the navigation to the
// first frame that shows a route.
//
//   node page.mjs --visitors N URL
//
// Each visitor has a fresh Chromium with an empty profile, and comes twice: the
// second time the graph is stored already. Prints {"first": [ms], "second": [ms]}.

import { parseArgs } from "node:util";
import { openPage, withChromium } from "./browser.mjs";

const ROUTE = "#answer .totals";

/** A browser that has just started is busy with itself for about this long. */
const SETTLE_MS = 1500;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { visitors: { type: "string", default: "1" } },
});
if (positionals.length !== 1) {
	console.error("usage: node page.mjs --visitors N URL");
	process.exit(2);
}

// The server computes where nodes are drawn after it has begun to listen, and
// answers this once that is done.
await (await fetch(new URL("directory", positionals[0]))).arrayBuffer();

const times = { first: [], second: [] };
for (let i = 0; i < Number(values.visitors); i++) {
	await withChromium(async (browser) => {
		await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
		times.first.push(await visit(browser, positionals[0]));
		times.second.push(await visit(browser, positionals[0]));
	});
}
process.stdout.write(JSON.stringify(times) + "\n");

/** One visit in a page of its own, until the route is shown and the graph is stored. */
async function visit(browser, url) {
	const page = await openPage(browser);
	await page.evaluateOnNewDocument(watch, ROUTE);
	await page.goto(url);
	const shown = await page.waitForFunction("globalThis.routeShownAt", { timeout: 60_000 });
	const ms = await shown.jsonValue();
	await page.waitForSelector(":root[data-state=ready]", { timeout: 60_000 });
	await page.close();
	return ms;
}

/** Runs in the page: notes when the first frame with a route is drawn. */
function watch(selector) {
	const observer = new MutationObserver(() => {
		if (!document.querySelector(selector)) return;
		observer.disconnect();
		requestAnimationFrame(() => {
			globalThis.routeShownAt = performance.now();
		});
	});
	observer.observe(document, { childList: true, subtree: true });
}
