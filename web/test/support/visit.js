// What the browser tests begin with: a browser, a site, and visits to it.
import { after, before } from "node:test";
import { openPage, startBrowser } from "./browser.js";
import { makeFixtures } from "./fixtures.js";
import { startServer } from "./server.js";

/**
 * Prepares a test file: fixtures, a site with the package, and a browser.
 * `file(name)` reads a fixture, `facts` says what is in them, and `come(t)`
 * makes a visit.
 */
export function setUp(name) {
  const facts = {};
  let fixtures, site, browser;
  before(async () => {
    fixtures = await makeFixtures();
    Object.assign(facts, fixtures.facts);
    site = await startServer();
    browser = await startBrowser(name);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await fixtures?.remove();
  });
  let visits = 0;
  return {
    facts,
    file: (fixture) => fixtures.file(fixture),
    come: (t) => visit(t, browser.browser, site, `/visit${++visits}`),
  };
}

/**
 * Opens a page of the site and starts a server of snapshots. `serve` lays down
 * what that answers below the base address, which differs from visit to visit so
 * that each has its own stored record.
 */
async function visit(t, browser, site, prefix) {
  const rgs = await startServer();
  const { page, complaints } = await openPage(browser, site.origin);
  t.after(async () => {
    await page.close();
    await rgs.close();
  });
  return {
    page,
    complaints,
    base: rgs.origin + prefix,
    serve: (path, answer) => rgs.answer(prefix + path, answer),
    asked: () => rgs.requests.map((path) => path.replace(prefix, "")),
    disconnect: () => rgs.close(),
    /** Loads the page anew, as a later visit does. */
    async return() {
      await page.reload();
      await page.waitForFunction("globalThis.lightpane !== undefined");
    },
  };
}
