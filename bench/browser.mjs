// Chromium for a measurement: headless, with a profile of its own that is
// thrown away, and without the background work that would disturb it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const ARGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/**
 * Starts Chromium ($CHROME, else /usr/bin/chromium), runs use with it, and
 * closes it whatever happens.
 * @template T
 * @param {(browser: import("puppeteer-core").Browser) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withChromium(use) {
	const profile = await mkdtemp(join(tmpdir(), "lightpane-bench-profile-"));
	let browser;
	try {
		browser = await puppeteer.launch({
			executablePath: process.env.CHROME ?? "/usr/bin/chromium",
			headless: true,
			userDataDir: profile,
			args: ARGS,
		});
		return await use(browser);
	} finally {
		await browser?.close();
		await rm(profile, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** A new page whose console and faults show on stderr. */
export async function openPage(browser) {
	const page = await browser.newPage();
	page.on("console", (message) => {
		if (message.type() === "error") console.error(`page: ${message.text()}`);
	});
	page.on("pageerror", (error) => console.error(`page: ${error}`));
	return page;
}
