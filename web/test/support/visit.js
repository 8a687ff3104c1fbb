// One test's visit: a page, and a server of snapshots of its own.
import { openPage } from "./browser.js";
import { startServer } from "./server.js";

let visits = 0;

/**
 * Opens a page of the site and starts a server. `serve` lays down what the
 * server answers below the base address, which differs from test to test so that
 * each has its own stored record.
 */
export async function visit(t, browser, site) {
  const rgs = await startServer();
  const { page, complaints } = await openPage(browser, site.origin);
  t.after(async () => {
    await page.close();
    await rgs.close();
  });
  const prefix = `/visit${++visits}`;
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
