// Whether everybody can use the page, on every screen, and when something is missing.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { drawn, openBrowser, routed, startFront, startSite, stateIs, text, value, visitSite } from "./site.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
let browser;

before(async () => {
  [site, browser] = await Promise.all([startSite(), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

const visit = (path, options) => visitSite(browser, site.url, path, options);

/** What axe finds wrong, in one line each. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
}

describe("accessibility", () => {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      test(`axe finds nothing in ${theme} colours, ${width} pixels wide`, async () => {
        const { page, leave } = await visit("", { theme, width });
        await routed(page);
        await drawn(page);
        assert.deepEqual(await violations(page), []);
        await page.focus("#to");
        await page.keyboard.type("03");
        await page.waitForSelector("#to[aria-expanded=true]");
        assert.deepEqual(await violations(page), []);
        await page.keyboard.press("Escape");
        await page.type("#maxfee", "0");
        await page.waitForSelector(".refusal");
        assert.deepEqual(await violations(page), []);
        await leave();
      });
    }
  }

  test("no screen from 320 to 1920 pixels scrolls sideways", async () => {
    const { page, leave } = await visit();
    await routed(page);
    await drawn(page);
    for (const width of [320, 390, 768, 960, 1280, 1920]) {
      await page.setViewport({ width, height: 844 });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(excess, 0, `${width} pixels`);
    }
    await leave();
  });

  test("nothing moves while the page comes up", async () => {
    for (const [width, height] of [[1280, 800], [390, 844]]) {
      const { page, leave } = await visit("", { width, height });
      await drawn(page);
      const shift = await page.evaluate(() => new Promise((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        });
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }));
      assert.ok(shift < 0.01, `${shift} at ${width} pixels`);
      await leave();
    }
  });

  test("the colours chosen are remembered", async () => {
    const { page, leave } = await visit("", { theme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.click("#theme");
    const dark = await ground();
    assert.notEqual(dark, light);
    assert.equal(await page.$eval("#theme", (e) => e.getAttribute("aria-checked")), "true");
    await page.reload();
    assert.equal(await ground(), dark);
    await leave();
  });
});

describe("when something is missing", () => {
  /** A visit to a server that answers for snapshots as it likes. */
  async function visitBroken(answerSnapshot) {
    const front = await startFront(site.url, (request, response) => request.url.startsWith("/snapshot/") && answerSnapshot(response));
    const { page, leave } = await visitSite(browser, front.url);
    return {
      page,
      async leave() {
        await leave();
        await front.stop();
      },
    };
  }

  test("a server error is told in words, and trying again works", async () => {
    let broken = true;
    const { page, leave } = await visitBroken((response) => {
      if (broken) response.writeHead(503).end("no");
      return broken;
    });
    await stateIs(page, "error");
    assert.match(await text(page, "#sync-message"), /server answered with error 503/);
    broken = false;
    await page.click("#sync-action");
    await stateIs(page, "ready");
    await routed(page);
    await leave();
  });

  test("a web page in place of a snapshot is told as such", async () => {
    const { page, leave } = await visitBroken((response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>hello");
      return true;
    });
    await stateIs(page, "error");
    assert.match(await text(page, "#sync-message"), /not a graph snapshot/);
    await leave();
  });

  test("a connection that breaks in the middle is told as such", async () => {
    const { page, leave } = await visitBroken((response) => {
      response.writeHead(200, { "content-length": "1000000" }).write("LDK\x01", () => response.destroy());
      return true;
    });
    await stateIs(page, "error");
    assert.match(await text(page, "#sync-message"), /could not be reached|ends too early/);
    await leave();
  });

  test("a second visit starts from the graph kept, and remembers the question", async () => {
    const { page, leave } = await visit();
    await stateIs(page, "ready");
    await routed(page);
    await page.$eval("#amount", (e) => e.select());
    await page.type("#amount", "4321");
    await page.waitForFunction(() => location.hash.includes("amount=4321"));
    await page.goto(site.url);
    await routed(page);
    assert.equal(await value(page, "#amount"), "4,321");
    await leave();
  });

  test("without a server the page still opens, finds routes, and says so", async () => {
    const front = await startFront(site.url);
    const { page, leave } = await visitSite(browser, front.url);
    await stateIs(page, "ready");
    await drawn(page);
    const source = await text(page, "#fact-source");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await front.stop();
    await page.reload();
    await routed(page);
    await page.waitForSelector("[data-online=no]");
    await stateIs(page, "ready");
    assert.match(await text(page, "#sync-message"), /Routes are still found, in the graph kept/);
    assert.match(await text(page, "#fact-age"), / old/);
    assert.equal(await text(page, "#fact-source"), source);
    await drawn(page);
    await leave();
  });
});

test("the page keeps every file of the site for offline visits", async () => {
  const { page, leave } = await visit();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const kept = await page.evaluate(async () => {
    const paths = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname.slice(1) || "index.html");
    }
    return paths.sort();
  });
  const site = await readdir(new URL("../../dist/", import.meta.url), { recursive: true, withFileTypes: true });
  const files = site
    .filter((entry) => entry.isFile() && !/\.(br|gz|md)$|^sw\.js$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name).split("/dist/")[1])
    .sort();
  assert.deepEqual(kept, files);
  await leave();
});
