// The package as it is published: what it holds, how large it is, and that it
// can be imported where there is no window and used in Node.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { brotliParams } from "../build.mjs";
import { makeFixtures } from "./support/fixtures.js";
import { startServer } from "./support/server.js";

const run = promisify(execFile);
const web = fileURLToPath(new URL("../", import.meta.url));
const dist = path.join(web, "lightpane", "dist");

describe("the package", () => {
  it("keeps graph.wasm within 0.75 MB of brotli", async (t) => {
    const program = await readFile(path.join(dist, "graph.wasm"));
    const { length } = zlib.brotliCompressSync(program, { params: brotliParams(program.length) });
    t.diagnostic(`graph.wasm: ${program.length} bytes, ${length} with brotli 11`);
    assert.ok(length <= 0.75 * 2 ** 20, `${length} bytes`);
  });

  it("has the loader of the toolchain that compiled graph.wasm", async () => {
    const { stdout } = await run("go", ["env", "GOROOT"]);
    const [ours, theirs] = await Promise.all([
      readFile(path.join(dist, "worker", "wasm_exec.js"), "utf8"),
      readFile(path.join(stdout.trim(), "lib", "wasm", "wasm_exec.js"), "utf8"),
    ]);
    assert.equal(ours, theirs);
  });

  it("has everything that its exports name", async () => {
    const { exports } = JSON.parse(await readFile(path.join(web, "lightpane", "package.json"), "utf8"));
    const targets = Object.values(exports).flatMap((target) => (typeof target === "string" ? target : Object.values(target)));
    for (const target of targets) await readFile(path.join(web, "lightpane", target));
  });

  it("packs no sources, tests or build records", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--workspace", "lightpane"], { cwd: web });
    const [{ files }] = JSON.parse(stdout);
    const names = files.map((file) => file.path);
    for (const name of ["README.md", "dist/index.js", "dist/index.d.ts", "dist/worker.js", "dist/graph.wasm", "dist/worker/wasm_exec.js"]) {
      assert.ok(names.includes(name), `${name} is missing`);
    }
    assert.deepEqual(names.filter((name) => !/^(dist\/.*\.(js|d\.ts)|dist\/graph\.wasm|README\.md|package\.json)$/.test(name)), []);
  });

  it("does nothing when imported, with or without a window", async () => {
    const script = "const before = Object.keys(globalThis).length; await import('lightpane'); console.log(Object.keys(globalThis).length - before)";
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: web });
    assert.equal(stdout.trim(), "0");
  });

  it("says what is missing where there are no workers", async () => {
    const { Lightpane } = await import("lightpane");
    await assert.rejects(Lightpane.open({ network: "bitcoin", rgs: "http://localhost:1" }), { name: "LightpaneError", code: "unsupported" });
  });
});

describe("the site", () => {
  it("has compressed forms that hold the same", async () => {
    const files = (await readdir(path.join(web, "dist"), { recursive: true })).filter((name) => /\.(js|css|html|wasm|svg)$/.test(name));
    assert.ok(files.includes("index.html") && files.includes(path.join("lightpane", "graph.wasm")));
    for (const name of files) {
      const [plain, br, gz] = await Promise.all(["", ".br", ".gz"].map((ending) => readFile(path.join(web, "dist", name + ending))));
      assert.ok(zlib.brotliDecompressSync(br).equals(plain), `${name}.br`);
      assert.ok(zlib.gunzipSync(gz).equals(plain), `${name}.gz`);
    }
  });
});

describe("in Node", () => {
  let fixtures, server;

  before(async () => {
    fixtures = await makeFixtures();
    server = await startServer({ "/snapshot/0": await fixtures.file("full-v2"), "/directory": await fixtures.file("directory") });
  });
  after(async () => {
    await server?.close();
    await fixtures?.remove();
  });

  const open = async (rgs, now) => {
    const { Lightpane } = await import("lightpane");
    const { nodeWorker } = await import("lightpane/node");
    return Lightpane.open({ network: "bitcoin", rgs, worker: nodeWorker, now: () => now * 1000 });
  };

  it("syncs and finds a route", async () => {
    const { facts } = fixtures;
    const ln = await open(server.origin, facts.Now);
    try {
      const { kind, channels, stored } = await ln.sync();
      assert.deepEqual([kind, channels, stored], ["full", facts.Channels, "memory"]);
      assert.equal((await ln.directory()).source, "network");
      const route = await ln.findRoute({ from: facts.Payer, to: facts.Hub, amountMsat: 1_000_000n });
      assert.equal(route.found, true);
      assert.deepEqual([route.hops.at(-1).alias, route.amountMsat], [facts.HubAlias, 1_000_000n]);
    } finally {
      await ln.close();
    }
  });

  const data = process.env.LIGHTPANE_DATA;
  for (const version of ["v1", "v2"]) {
    it(`syncs the mainnet snapshot, ${version}`, { skip: data ? false : "LIGHTPANE_DATA is not set" }, async (t) => {
      const snapshot = await readFile(path.join(data, `mainnet-2026-02-03-${version}.lngossip`));
      const mainnet = await startServer({ "/snapshot/0": snapshot });
      t.after(() => mainnet.close());
      const ln = await open(mainnet.origin, snapshot.readUInt32BE(36) + 3600);
      t.after(() => ln.close());
      const { channels, updates, bytes } = await ln.sync();
      assert.deepEqual([channels, updates, bytes], [33_892, 67_784, snapshot.length]);
    });
  }
});
