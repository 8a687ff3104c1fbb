// What the package refuses, and what can be called off, in Chromium.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { sending } from "./support/server.js";
import { setUp } from "./support/visit.js";

const { come, file, facts } = setUp("chromium");

/** graph.wasm and what it is pinned by. */
async function readProgram() {
  const content = await readFile(new URL("../lightpane/dist/graph.wasm", import.meta.url));
  return { content, integrity: `sha384-${createHash("sha384").update(content).digest("base64")}` };
}

const cors = { "access-control-allow-origin": "*" };
const html = Buffer.from("<!doctype html><title>Welcome to the airport</title>");
const changed = (bytes, at, value) => Buffer.concat([bytes.subarray(0, at), Buffer.from(value), bytes.subarray(at + value.length)]);

describe("a snapshot that is none, or a bad one", () => {
  const cases = {
    "a web page": { answer: async () => sending(html, "text/html", cors), code: "wrong_magic", message: /web page/ },
    "a web page of no type": { answer: async () => sending(html, undefined, cors), code: "wrong_magic", message: /web page/ },
    "another file": { answer: async () => Buffer.from("PK\x03\x04"), code: "wrong_magic", message: /LDK/ },
    "status 404": { answer: async () => 404, code: "http_status", status: 404, message: /404/ },
    "status 500": { answer: async () => 500, code: "http_status", status: 500, retryable: true, message: /500/ },
    "status 429": { answer: async () => 429, code: "http_status", status: 429, retryable: true, message: /429/ },
    "nothing at all": { answer: async () => Buffer.alloc(0), code: "truncated" },
    "one cut short": { answer: async () => (await file("full-v1")).subarray(0, 5000), code: "truncated" },
    "one of another network": { answer: () => file("signet"), code: "wrong_chain", message: /signet.*bitcoin/ },
    "one that is stale": { answer: () => file("stale"), code: "stale", message: /14 days/ },
    "one of another version": { answer: async () => changed(await file("full-v1"), 3, [3]), code: "wrong_version", message: /version 3/ },
    "one that claims too many nodes": { answer: async () => changed(await file("full-v1"), 40, [255, 255, 255, 255]), code: "too_many_nodes" },
    "one that claims 10 GB": {
      answer: async () => sending(Buffer.from("LDK"), undefined, { ...cors, "lightpane-size": "10000000000", "access-control-expose-headers": "lightpane-size" }),
      code: "too_large",
    },
    "one without end": {
      answer: async () => (_, response) => {
        response.writeHead(200, cors);
        response.write("LDK");
        const more = Buffer.alloc(1 << 20);
        const send = () => {
          while (!response.destroyed && response.write(more));
          response.once("drain", send);
        };
        send();
      },
      code: "too_large",
    },
    "a connection that breaks": {
      answer: async () => (_, response) => {
        response.writeHead(200, { ...cors, "content-length": "100000" });
        response.write("LDK", () => response.destroy());
      },
      code: "network",
      retryable: true,
    },
  };
  for (const [what, { answer, code, status, retryable = false, message = /./ }] of Object.entries(cases)) {
    it(`is refused: ${what}`, async (t) => {
      const v = await come(t);
      v.serve("/snapshot/0", await file("full-v1"));
      const before = await v.page.evaluate(
        async (facts, rgs) => {
          globalThis.ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
          await ln.sync();
          return plain(ln.graph);
        },
        facts,
        v.base,
      );
      v.serve("/snapshot/0", await answer());
      const { error, graph, found } = await v.page.evaluate(async (facts) => {
        const error = await failure(ln.sync({ full: true }));
        const { found } = await ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 1_000_000n });
        await ln.close();
        return { error, graph: plain(ln.graph), found };
      }, facts);
      assert.deepEqual([error.name, error.code, error.retryable, error.status], ["LightpaneError", code, retryable, status]);
      assert.match(error.message, message);
      assert.deepEqual(graph, before, "the graph changed");
      assert.equal(found, true);
    });
  }
});

describe("bad input", () => {
  it("is refused with a code and a word of explanation", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
        await ln.sync();
        const good = { from: facts.Payer, to: facts.Payee, amountMsat: 1n };
        const stranger = `02${"0".repeat(64)}`;
        const results = {
          amount0: await failure(ln.findRoute({ ...good, amountMsat: 0n })),
          amountAbove: await failure(ln.findRoute({ ...good, amountMsat: 21_000_000n * 100_000_000n * 1000n + 1n })),
          amountHuge: await failure(ln.findRoute({ ...good, amountMsat: 1n << 64n })),
          amountNegative: await failure(ln.findRoute({ ...good, amountMsat: -1n })),
          amountNumber: await failure(ln.findRoute({ ...good, amountMsat: 1000 })),
          keyShort: await failure(ln.findRoute({ ...good, to: "02ab" })),
          keyMissing: await failure(ln.findRoute({ ...good, to: undefined })),
          preference: await failure(ln.findRoute({ ...good, timePreference: Number.NaN })),
          cltv: await failure(ln.findRoute({ ...good, maxCltv: 1.5 })),
          node: await failure(ln.node(stranger)),
          limit: await failure(ln.searchNodes("a", { limit: -1 })),
          network: await failure(openAt(facts.Now, { rgs, network: "dogecoin" })),
          rgs: await failure(openAt(facts.Now, { rgs: "ftp://example.org" })),
          rgsQuery: await failure(openAt(facts.Now, { rgs: `${rgs}?a=b` })),
          storage: await failure(openAt(facts.Now, { rgs, storage: "floppy" })),
        };
        const unknown = await ln.findRoute({ ...good, to: stranger });
        await ln.close();
        results.closed = await failure(ln.findRoute(good));
        return { results, unknown: plain(unknown) };
      },
      facts,
      v.base,
    );
    const { node, closed, ...others } = got.results;
    assert.equal(node.code, "unknown_node");
    assert.equal(closed.code, "closed");
    for (const [what, error] of Object.entries(others)) {
      assert.deepEqual([what, error.name, error.code, error.retryable], [what, "LightpaneError", "invalid_argument", false]);
      assert.ok(error.message.length > 10, `${what}: ${error.message}`);
    }
    assert.deepEqual([got.unknown.found, got.unknown.reason], [false, "unknown_payee"]);
    assert.ok(got.unknown.detail.length > 0);
  });

  it("of the options of the worker is refused", async (t) => {
    const v = await come(t);
    const got = await v.page.evaluate(
      async (facts, rgs) => ({
        noWorker: await failure(openAt(facts.Now, { rgs, workerURL: "/lightpane/missing.js" })),
        noWasm: await failure(openAt(facts.Now, { rgs, wasmURL: "/lightpane/missing.wasm" })),
        notWasm: await failure(openAt(facts.Now, { rgs, wasmURL: "/lightpane/index.js" })),
        notPinned: await failure(openAt(facts.Now, { rgs, wasmIntegrity: `sha256-${"A".repeat(43)}=` })),
      }),
      facts,
      v.base,
    );
    assert.deepEqual(
      Object.entries(got).map(([what, error]) => [what, error.code]),
      [
        ["noWorker", "worker_load"],
        ["noWasm", "wasm_load"],
        ["notWasm", "wasm_load"],
        ["notPinned", "wasm_load"],
      ],
    );
  });

  it("is not a program that is pinned, of another type, or elsewhere", async (t) => {
    const v = await come(t);
    const { content, integrity } = await readProgram();
    v.serve("/snapshot/0", await file("full-v1"));
    v.serve("/elsewhere", sending(content, "application/octet-stream", cors));
    const kind = await v.page.evaluate(
      async (facts, rgs, integrity) => {
        const options = { rgs, wasmURL: `${rgs}/elsewhere`, wasmIntegrity: integrity, workerURL: "/lightpane/worker.js", storage: "memory" };
        const ln = await openAt(facts.Now, options);
        const { kind } = await ln.sync();
        await ln.close();
        return kind;
      },
      facts,
      v.base,
      integrity,
    );
    assert.equal(kind, "full");
  });
});

describe("calling off", () => {
  it("a sync that waits for the server", async (t) => {
    const v = await come(t);
    let arrived, broken;
    const request = new Promise((resolve) => (arrived = resolve));
    const hangUp = new Promise((resolve) => (broken = resolve));
    v.serve("/snapshot/0", (_, response) => {
      response.on("close", broken);
      arrived();
    });
    await v.page.evaluate(
      async (facts, rgs) => {
        globalThis.ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
        globalThis.controller = new AbortController();
        globalThis.waiting = failure(ln.sync({ signal: controller.signal }));
      },
      facts,
      v.base,
    );
    await request;
    const error = await v.page.evaluate(() => {
      controller.abort();
      return waiting;
    });
    assert.equal(error.name, "AbortError");
    await hangUp;
    v.serve("/snapshot/0", await file("full-v1"));
    const kind = await v.page.evaluate(async () => {
      const { kind } = await ln.sync();
      await ln.close();
      return kind;
    });
    assert.equal(kind, "full");
  });

  it("a sync in the middle of applying", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("large"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
        const controller = new AbortController();
        const reason = new Error("the reader has left");
        let updates = 0;
        const onProgress = (p) => {
          updates = p.updates;
          if (p.phase === "apply" && p.announcements > 0) controller.abort(reason);
        };
        let caught;
        await ln.sync({ signal: controller.signal, onProgress }).catch((error) => (caught = error));
        // The worker answers this only when it has stopped applying.
        const still = await failure(ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 1n }));
        await ln.close();
        return { same: caught === reason, updates, source: ln.graph.source, still: still.code };
      },
      facts,
      v.base,
    );
    assert.ok(got.updates < 630_000);
    assert.deepEqual([got.same, got.source, got.still], [true, "none", "no_graph"]);
  });

  it("a search", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
        await ln.sync();
        const request = { from: facts.Payer, to: facts.Payee, amountMsat: 1_000_000n };
        const controller = new AbortController();
        const early = failure(ln.findRoute(request, { signal: AbortSignal.abort("no") }).catch((reason) => Promise.reject({ name: reason })));
        const beside = ln.findRoute(request);
        const called = failure(ln.findRoute(request, { signal: controller.signal }));
        controller.abort();
        const out = { early: (await early).name, called: (await called).name, beside: (await beside).found, after: (await ln.findRoute(request)).found };
        await ln.close();
        return out;
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { early: "no", called: "AbortError", beside: true, after: true });
  });

  it("everything, by closing", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", () => {});
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
        const sync = failure(ln.sync());
        await ln.close();
        await ln.close();
        await ln[Symbol.asyncDispose]();
        const aborted = await failure(openAt(facts.Now, { rgs, signal: AbortSignal.abort() }));
        return { sync: (await sync).code, aborted: aborted.name };
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { sync: "closed", aborted: "AbortError" });
  });
});
