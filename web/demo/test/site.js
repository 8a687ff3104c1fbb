// The demo site for the tests: the real server in a process of its own, and visitors in headless Chromium.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import puppeteer from "puppeteer-core";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Builds the binary and serves the example network on a free port. */
export async function startSite() {
  const folder = await mkdtemp(path.join(tmpdir(), "lightpane-site-"));
  const binary = path.join(folder, "lightpane");
  await promisify(execFile)("go", ["build", "-o", binary, "./cmd/lightpane"], { cwd: root });
  const server = spawn(binary, ["demo", "--listen", "127.0.0.1:0", "--upstream", "off", "--cache", ""], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const url = await announced(server);
  let stopped = false;
  return {
    url,
    async stop() {
      if (stopped) return;
      stopped = true;
      server.kill("SIGTERM");
      await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A server before the site, to see what the page makes of a bad one. answer is asked first and returns true if it has
 * answered; everything else comes from the site.
 */
export async function startFront(base, answer = () => false) {
  const front = http.createServer((request, response) => {
    if (answer(request, response)) return;
    const onward = http.request(new URL(request.url, base), { method: request.method, headers: request.headers }, (found) => {
      response.writeHead(found.statusCode, found.headers);
      found.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    url: `http://127.0.0.1:${front.address().port}/`,
    async stop() {
      if (!front.listening) return;
      front.close();
      front.closeAllConnections();
      await once(front, "close");
    },
  };
}

/** The address that the server prints when it listens. */
async function announced(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /https?:\/\/[\w.:]+/.exec(line)?.[0];
    if (url) return `${url}/`;
  }
  throw new Error("the server ended without saying where it listens");
}

export async function openBrowser() {
  return puppeteer.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A new visitor's page, and what went wrong in it. */
export async function visitSite(browser, base, path = "", { width = 1280, height = 800, theme = "light", prepare } = {}) {
  const visitor = await browser.createBrowserContext();
  const page = await visitor.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: theme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await prepare?.(page);
  const response = await page.goto(base + path);
  return { page, faults, response, leave: () => visitor.close() };
}

export const routed = (page) => page.waitForSelector("#hops-body tr.payee");
export const stateIs = (page, state) => page.waitForFunction((s) => document.documentElement.dataset.state === s, {}, state);
export const drawn = (page) => page.waitForSelector("#picture .picture-stage");
/** The names and the shape of the graph have come as well. */
export const named = (page) => page.waitForSelector("#random:enabled");
export const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
export const value = (page, selector) => page.$eval(selector, (element) => element.value);

/** Waits until the text of an element is another than before. */
export const changes = (page, selector, before) =>
  page.waitForFunction((s, t) => document.querySelector(s)?.textContent !== t, {}, selector, before);
