// The package in Firefox: a visit, and a later one without a network.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setUp } from "./support/visit.js";

const { come, file, facts } = setUp("firefox");

describe("in Firefox", () => {
  it("syncs, finds a route, and does so again without a network", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("full-v1"));
    v.serve("/directory", await file("directory"));
    const first = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        const synced = await ln.sync();
        await ln.directory();
        const route = await ln.findRoute({ from: facts.Payer, to: facts.Hub, amountMsat: 1_000_000n });
        await ln.close();
        return plain({ synced, route, violations });
      },
      facts,
      v.base,
    );
    assert.deepEqual([first.synced.kind, first.synced.channels, first.synced.stored], ["full", facts.Channels, "opfs"]);
    assert.deepEqual([first.route.found, first.route.hops.at(-1).alias], [true, facts.HubAlias]);
    assert.deepEqual(first.violations, []);
    assert.deepEqual(v.complaints, []);

    await v.disconnect();
    await v.return();
    const second = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs });
        const { source, ageSeconds } = ln.graph;
        const route = await ln.findRoute({ from: facts.Payer, to: facts.Hub, amountMsat: 1_000_000n });
        const sync = await failure(ln.sync());
        await ln.close();
        return { source, ageSeconds, found: route.found, alias: route.hops?.at(-1).alias, sync: sync.code };
      },
      facts,
      v.base,
    );
    assert.deepEqual(second, { source: "stored", ageSeconds: facts.Now - facts.Begun, found: true, alias: facts.HubAlias, sync: "network" });
  });

  it("calls a sync off in the middle of applying", async (t) => {
    const v = await come(t);
    v.serve("/snapshot/0", await file("large"));
    const got = await v.page.evaluate(
      async (facts, rgs) => {
        const ln = await openAt(facts.Now, { rgs, directory: false, storage: "memory" });
        const controller = new AbortController();
        const onProgress = (p) => p.phase === "apply" && p.announcements > 0 && controller.abort();
        const sync = await failure(ln.sync({ signal: controller.signal, onProgress }));
        const still = await failure(ln.findRoute({ from: facts.Payer, to: facts.Payee, amountMsat: 1n }));
        await ln.close();
        return { sync: sync.name, still: still.code };
      },
      facts,
      v.base,
    );
    assert.deepEqual(got, { sync: "AbortError", still: "no_graph" });
  });
});
