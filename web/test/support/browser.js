// The browsers that the tests run in: those of the system, headless.
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import puppeteer from "puppeteer-core";

const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const browsers = {
  chromium: () => ({ browser: "chrome", executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: chromiumFlags }),
  firefox: () => ({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", protocol: "webDriverBiDi" }),
};

/** Starts "chromium" or "firefox" with a profile of its own. */
export async function startBrowser(name) {
  const profile = await mkdtemp(path.join(os.tmpdir(), `lightpane-${name}-`));
  const browser = await puppeteer.launch({ ...browsers[name](), headless: true, userDataDir: profile });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A page with the package loaded as `lightpane`. Whatever it complains about ends up in `complaints`. */
export async function openPage(browser, origin) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${origin}/page/index.html`);
  await page.waitForFunction("globalThis.lightpane !== undefined");
  return { page, complaints };
}
