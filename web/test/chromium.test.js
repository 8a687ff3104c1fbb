// The package in Chromium: a visit, later visits, and the programs that fail in
// between.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { buildProgram } from "../build.mjs";
import { sending } from "./support/server.js";
import { setUp } from "./support/visit.js";

const { come, file, facts } = setUp("chromium");

/** The snapshots that a server was asked for. */
const snapshots = (v) => v.asked().filter((path) => path.startsWith("/snapshot"));

/** A snapshot's header with nothing after it: no nodes, announcements or updates. */
const emptied = (snapshot) => Buffer.concat([snapshot.subarray(0, 40), Buffer.alloc(12)]);

describe("a first visit", () => {
  it("syncs, names nodes, and finds a route", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v2"));
    v.serve("/directory", await file("directory"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        const empty = ln.graph;
        const noGraph = await failure(ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 1n }));
        const phases = [];
        const event = next(ln, "sync");
        const synced = await ln.sync({ onProgress: (p) => phases.push(p.phase) });
        const directory = await ln.directory();
        const route = await ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 100_000_000n });
        const found = await ln.searchNodes(facts.Hub.slice(0, 20));
        const out = { empty, noGraph, phases, synced, directory, route, found, graph: ln.graph, node: await ln.node(facts.Hub), event: await event };
        await ln.close();
        return plain({ ...out, violations, isolated: crossOriginIsolated });
      },
      facts,
      v.base,
    );
    assert.deepEqual([got.empty.source, got.empty.nodes, got.empty.ageSeconds], ["none", 0, undefined]);
    assert.equal(got.noGraph.code, "no_graph");
    assert.deepEqual([...new Set(got.phases)], ["download", "apply", "store"]);
    const { kind, timestamp, nodes, channels, updates, stored } = got.synced;
    assert.deepEqual([kind, timestamp, stored], ["full", facts.Begun, "opfs"]);
    assert.deepEqual([nodes, channels, updates], [facts.Nodes, facts.Channels, facts.Updates]);
    assert.deepEqual(got.event, got.synced);
    assert.deepEqual([got.graph.source, got.graph.channels, got.graph.ageSeconds], ["network", facts.Channels, facts.Now - facts.Begun]);
    assert.deepEqual([got.directory.source, got.directory.positioned], ["network", true]);
    assert.equal(got.found[0].key, facts.Hub);
    assert.equal(got.node.key, facts.Hub);

    const { route } = got;
    assert.equal(route.found, true);
    assert.equal(route.hops.at(-1).node, facts.Payee);
    assert.equal(route.hops.at(-1).amountMsat, "100000000n");
    const fees = route.hops.reduce((sum, hop) => sum + BigInt(hop.feeMsat.slice(0, -1)), 0n);
    assert.equal(route.feeMsat, `${fees}n`);
    assert.equal(route.cltv, route.hops.reduce((sum, hop) => sum + hop.cltvDelta, 40));

    assert.deepEqual(got.violations, []);
    assert.equal(got.isolated, false, "the package must not need cross-origin isolation");
    assert.deepEqual(v.complaints, []);
  });

  it("gives the graph for drawing", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    v.serve("/directory", await file("directory"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        await ln.sync();
        await ln.directory();
        const p = await ln.picture();
        const hub = await ln.node(facts.Hub);
        const out = {
          nodes: p.nodes,
          positioned: p.positioned,
          lengths: [p.x, p.y, p.keys, p.edgeA, p.edgeB, p.weight].map((column) => column.length),
          inside: p.edgeA.every((a, i) => a >= 0 && a < p.edgeB[i] && p.edgeB[i] < p.nodes),
          heavy: p.weight.every((w) => w > 0),
          hub: lightpane.keyOf(p, hub.index),
          opposite: p.x.every((x, i) => x === -p.y[i]),
          spread: new Set(p.x).size,
        };
        await ln.close();
        return out;
      },
      facts,
      v.base,
    );
    const edges = got.lengths[3];
    assert.deepEqual([got.nodes, got.positioned, got.hub], [facts.Nodes, true, facts.Hub]);
    assert.deepEqual(got.lengths, [facts.Nodes, facts.Nodes, 33 * facts.Nodes, edges, edges, edges]);
    assert.ok(edges > facts.Nodes && edges <= facts.Channels);
    assert.deepEqual([got.inside, got.heavy, got.opposite, got.spread], [true, true, true, facts.Nodes]);
  });

  it("keeps a hostile alias text", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    v.serve("/directory", await file("directory"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        await ln.sync();
        await ln.directory();
        const [found] = await ln.searchNodes("<IMG");
        const route = await ln.findRoute({ from: facts.Payer, to: facts.Hub, amountMsat: 1_000_000n });
        const out = document.getElementById("out");
        out.textContent = route.hops.at(-1).alias;
        await ln.close();
        return { found: found?.alias, shown: out.textContent, elements: out.children.length, hacked: "hacked" in globalThis };
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { found: facts.HubAlias, shown: facts.HubAlias, elements: 0, hacked: false });
  });

  it("applies 630,000 updates while the page goes on", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("large"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, storage: "memory" });
        const reports = [];
        const busy = await ticksDuring(() => ln.sync({ onProgress: (p) => p.phase === "apply" && reports.push(p.updates) }));
        await ln.close();
        return { ...busy, reports };
      },
      facts,
      v.base,
    );
    t.diagnostic(`apply ${got.result.applyMs.toFixed(0)} ms, longest wait of a timer of the page ${got.longest.toFixed(0)} ms, ${got.ticks} ticks`);
    assert.equal(got.result.applied.updates, 630_000);
    assert.ok(got.ticks > 20, `the page's timer fired ${got.ticks} times`);
    assert.ok(new Set(got.reports).size > 5, `progress was reported as ${got.reports}`);
  });
});

describe("a later visit", () => {
  it("starts from the stored graph and asks for the delta", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    v.serve(`/snapshot/${facts.Begun}`, await file("delta"));
    v.serve(`/snapshot/${facts.Later}`, emptied(await file("later")));
    v.serve("/directory", await file("directory"));
    const first = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        await ln.sync();
        return ln.directory(); // and leave without closing
      },
      facts,
      v.base,
    );
    assert.equal(first.source, "network");
    await v.return();
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        const opened = ln.graph;
        const named = await ln.node(facts.Hub);
        const delta = await ln.sync();
        const same = await ln.sync();
        await ln.close();
        return { opened, named: named.alias, delta, same: same.kind, timestamp: ln.graph.timestamp };
      },
      facts,
      v.base,
    );
    assert.deepEqual([got.opened.source, got.opened.channels, got.opened.timestamp], ["stored", facts.Channels, facts.Begun]);
    assert.equal(got.named, facts.HubAlias);
    assert.deepEqual([got.delta.kind, got.delta.timestamp, got.timestamp], ["delta", facts.Later, facts.Later]);
    assert.ok(got.delta.applied.updates > 0 && got.delta.applied.updates < facts.Updates);
    assert.equal(got.same, "unchanged");
    assert.deepEqual(snapshots(v), ["/snapshot/0", `/snapshot/${facts.Begun}`, `/snapshot/${facts.Later}`]);
  });

  for (const [what, answer] of [
    ["there is none", async () => 404],
    ["it is too old", () => file("stale")],
    ["it is cut short", async () => (await file("delta")).subarray(0, 200)],
  ]) {
    it(`asks for the whole graph when it wants a delta and ${what}`, async (t) => {
      const v = await come(t);
      v.serve("/snapshot/0", await file("full-v1"));
      v.serve(`/snapshot/${facts.Begun}`, await answer());
      const kinds = await v.page.evaluate(
        async (facts, rgs) => {
          const ln = await openAt(facts.Now, { rgs, storage: "memory", directory: false });
          const kinds = [(await ln.sync()).kind, (await ln.sync()).kind];
          await ln.close();
          return kinds;
        },
        facts,
        v.base,
      );
      assert.deepEqual(kinds, ["full", "full"]);
      assert.deepEqual(snapshots(v), ["/snapshot/0", `/snapshot/${facts.Begun}`, "/snapshot/0"]);
    });
  }

  it("takes the answer to a delta for the whole graph when the server says it is", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const headers = { "lightpane-whole": "1", "access-control-allow-origin": "*", "access-control-expose-headers": "Lightpane-Whole" };
    v.serve(`/snapshot/${facts.Begun}`, sending(await file("later"), "application/octet-stream", headers));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, storage: "memory", directory: false });
        const before = (await ln.sync()).channels;
        const { kind, channels, timestamp } = await ln.sync();
        const graph = ln.graph.channels;
        await ln.close();
        return { before, kind, channels, graph, timestamp };
      },
      facts,
      v.base,
    );
    // Channels that were closed in between are gone: applied as a delta, the answer would leave them.
    const { LaterChannels: channels, Later: timestamp } = facts;
    assert.deepEqual(got, { before: facts.Channels, kind: "full", channels, graph: channels, timestamp });
    assert.ok(facts.Closed > 0, "the fixtures close no channel");
    assert.deepEqual(snapshots(v), ["/snapshot/0", `/snapshot/${facts.Begun}`]);
  });

  it("finds routes without a network and tells the graph's age", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    await v.page.evaluate(async (facts, rgs) => void (await (await openAt(facts.Now, { rgs })).sync()), facts, v.base);
    await v.disconnect();
    await v.return();
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now + 86400, { rgs });
        const sync = await failure(ln.sync());
        const route = await ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 100_000_000n });
        const directory = await ln.directory();
        await ln.close();
        return { sync, found: route.found, graph: ln.graph, directory };
      },
      facts,
      v.base,
    );
    assert.deepEqual([got.sync.name, got.sync.code, got.sync.retryable], ["LightpaneError", "network", true]);
    assert.equal(got.found, true);
    assert.deepEqual([got.graph.source, got.graph.ageSeconds], ["stored", facts.Now + 86400 - facts.Begun]);
    assert.equal(got.directory.source, "none");
  });

  it("fetches the whole graph before a week is over", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const kinds = await v.page.evaluate(
      async (facts, rgs) => {
        let now = facts.Begun;
        const ln = await lightpane.Lightpane.open({ network: "bitcoin", rgs, now: () => now * 1000, storage: "memory" });
        await ln.sync();
        now += 7 * 86400;
        const { kind } = await ln.sync();
        await ln.close();
        return kind;
      },
      facts,
      v.base,
    );
    assert.equal(kinds, "full");
    assert.deepEqual(snapshots(v), ["/snapshot/0", "/snapshot/0"]);
  });

  for (const damage of ["a byte flipped", "its end missing", "nothing in it"]) {
    it(`throws away a stored graph with ${damage}`, async (t) => {
      const v = await come(t);
      v.serve("/snapshot/0", await file("full-v1"));
      const got = await v.page.evaluate(
        async (facts, rgs, damage) => {
          const first = await openAt(facts.Now, { rgs });
          await first.sync();
          await first.close();

          const directory = await (await navigator.storage.getDirectory()).getDirectoryHandle("lightpane");
          const { handle, bytes } = await newestFile(directory);
          const middle = bytes.length >> 1;
          if (damage === "a byte flipped") bytes[middle] ^= 1;
          const rest = { "a byte flipped": bytes, "its end missing": bytes.slice(0, middle), "nothing in it": new Uint8Array() };
          const writable = await handle.createWritable();
          await writable.write(rest[damage]);
          await writable.close();

          const ln = await openAt(facts.Now, { rgs });
          const { source } = ln.graph;
          const gone = await failure(directory.getFileHandle(handle.name));
          const { kind } = await ln.sync();
          await ln.close();
          return { size: bytes.length, source, gone: gone.name, kind };
        },
        facts,
        v.base,
        damage,
      );
      assert.ok(got.size > 100_000, `the record has ${got.size} bytes`);
      assert.deepEqual([got.source, got.gone, got.kind], ["none", "NotFoundError", "full"]);
    });
  }

  it("throws away a graph of another network", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("signet"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        let kept;
        const removed = [];
        const storage = {
          load: async (key) => (key.endsWith(".names") ? undefined : kept),
          save: async (_, record) => void (kept = record),
          remove: async (key) => {
            removed.push(key);
            kept = undefined;
          },
        };
        const signet = await openAt(facts.Now, { rgs, storage, network: "signet" });
        const { stored } = await signet.sync();
        await signet.close();
        const again = await openAt(facts.Now, { rgs, storage, network: "signet" });
        const own = again.graph.source;
        await again.close();
        const bitcoin = await openAt(facts.Now, { rgs, storage });
        const { source } = bitcoin.graph;
        await bitcoin.close();
        return { stored, own, source, removed: removed.length, kept: kept !== undefined };
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { stored: "custom", own: "stored", source: "none", removed: 1, kept: false });
  });
});

describe("storage", () => {
  for (const storage of ["opfs", "indexeddb", "memory"]) {
    it(`can be ${storage}`, async (t) => {
      const v = await come(t);
      v.serve("/snapshot/0", await file("full-v1"));
      const got = await v.page.evaluate(
        async (facts, rgs, storage) => {
          const first = await openAt(facts.Now, { rgs, storage });
          const { stored } = await first.sync();
          await first.close();
          const second = await openAt(facts.Now, { rgs, storage });
          const { source, channels } = second.graph;
          await second.close();
          return { stored, source, channels };
        },
        facts,
        v.base,
        storage,
      );
      const kept = storage === "memory" ? { source: "none", channels: 0 } : { source: "stored", channels: facts.Channels };
      assert.deepEqual(got, { stored: storage, ...kept });
    });
  }

  it("may fail without harm", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const fail = () => Promise.reject(new Error("disk full"));
        const ln = await openAt(facts.Now, { rgs, storage: { load: fail, save: fail, remove: fail } });
        const { stored } = await ln.sync();
        const route = await ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 1_000_000n });
        await ln.close();
        return { stored, found: route.found };
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { stored: "none", found: true });
  });

  it("is shared by two tabs that sync at once", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const tabs = await Promise.all([openAt(facts.Now, { rgs }), openAt(facts.Now, { rgs })]);
        const stored = await Promise.all(tabs.map(async (ln) => (await ln.sync()).stored));
        await Promise.all(tabs.map((ln) => ln.close()));
        const later = await openAt(facts.Now, { rgs });
        const { source, channels } = later.graph;
        await later.close();
        return { stored, source, channels };
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { stored: ["opfs", "opfs"], source: "stored", channels: facts.Channels });
  });
});

describe("a program that fails", () => {
  it("with its worker is started again with the stored graph", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const workers = [];
        const worker = () => {
          workers.push(new Worker("/lightpane/worker.js", { type: "module" }));
          return workers.at(-1);
        };
        const ln = await openAt(facts.Now, { rgs, worker, directory: false });
        await ln.sync();
        const request = { from: facts.Payer, to: facts.Payee, amountMsat: 1_000_000n };
        const restart = next(ln, "restart");
        const pending = failure(ln.findRoute(request));
        await Promise.resolve(); // so that the request is under way
        workers[0].dispatchEvent(new ErrorEvent("error", { message: "the tab ran out of memory" }));
        const error = await pending;
        const { reason, graph } = await restart;
        const route = await ln.findRoute(request);
        await ln.close();
        return { error, reason, source: graph.source, found: route.found, workers: workers.length };
      },
      facts,
      v.base,
    );
    assert.deepEqual([got.error.code, got.error.retryable], ["worker_load", true]);
    assert.match(got.reason, /out of memory/);
    assert.deepEqual([got.source, got.found, got.workers], ["stored", true, 2]);
  });

  for (const fault of ["panic", "exit"]) {
    it(`by ${fault} is started again with the stored graph`, async (t) => {
      const wasm = path.join(fileURLToPath(new URL("../../.cache/", import.meta.url)), `faulty-${fault}.wasm`);
      await buildProgram(wasm, { tags: "faulty", set: `-X main.fault=${fault}` });
      const v = await come(t);
      v.serve("/snapshot/0", await file("full-v1"));
      v.serve("/faulty.wasm", sending(await readFile(wasm), "application/wasm", { "access-control-allow-origin": "*" }));
      const got = await v.page.evaluate(
        async (facts, rgs) => {
          const ln = await openAt(facts.Now, { rgs, wasmURL: `${rgs}/faulty.wasm`, storage: "memory", directory: false });
          await ln.sync();
          const restart = next(ln, "restart");
          const request = { from: facts.Payer, to: facts.Payee, amountMsat: 1_000_000n };
          let error;
          for (let i = 0; i < 500 && error === undefined; i++) await ln.findRoute(request).catch((e) => (error = e));
          const { reason, graph } = await restart;
          const route = await ln.findRoute(request);
          await ln.close();
          return { error: describe(error), reason, channels: graph.channels, source: graph.source, found: route.found };
        },
        facts,
        v.base,
      );
      assert.deepEqual([got.error.name, got.error.code, got.error.retryable], ["LightpaneError", "internal", true]);
      assert.match(got.reason, { panic: /a fault put in by the tests/, exit: /ended/ }[fault]);
      assert.deepEqual([got.channels, got.source, got.found], [facts.Channels, "stored", true]);
    });
  }
});
