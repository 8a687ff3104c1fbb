// The page end to end: the real server, the real package, headless Chromium.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { changes, drawn, named, openBrowser, routed, startSite, stateIs, text, value, visitSite } from "./site.js";

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

describe("a first visit", () => {
  test("syncs, finds a route by itself, and says where the graph is from and how old it is", async () => {
    const { page, faults, response, leave } = await visit();
    await stateIs(page, "ready");
    await routed(page);
    assert.match(await text(page, "#fact-source"), /example network/i);
    assert.match(await text(page, "#fact-graph"), /^[\d,]+ channels, [\d,]+ nodes$/);
    assert.match(await text(page, "#fact-age"), / old/);
    assert.match(await text(page, "#fact-download"), /(kB|MB) in [\d.]+ m?s/);
    const totals = await text(page, ".totals");
    for (const part of [/Fee[\d.,]+ sat/, /[\d,]+ ppm/, /Time lock\d+ blocks/, /Chance[\d.<> ]+ %/, /Found in.+ms/]) assert.match(totals, part);
    const marks = await page.evaluate(() => performance.getEntriesByName("lightpane:first-route").length);
    assert.equal(marks, 1);
    assert.deepEqual(faults, []);

    const policy = response.headers()["content-security-policy"];
    for (const rule of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      assert.ok(policy.includes(rule), `${rule} in ${policy}`);
    }
    await leave();
  });

  test("lists hops that add up", async () => {
    const { page, leave } = await visit();
    await routed(page);
    const rows = await page.$$eval("#hops-body tbody tr", (trs) =>
      trs.map((tr) => ({
        kind: tr.className,
        key: tr.querySelector(".stop .key").textContent,
        scid: tr.querySelector(".channel .key")?.textContent,
        fee: Number((tr.querySelector("[data-label=Fee]")?.textContent ?? "0").replace(/[^\d.]/g, "")),
      })),
    );
    assert.equal(rows[0].kind, "payer");
    assert.equal(rows.at(-1).kind, "payee");
    for (const row of rows.slice(1)) assert.match(row.scid, /^\d+x\d+x\d+$/);
    assert.equal(rows[1].fee, 0, "the payer's own channel is free");
    const total = Number((await text(page, ".totals dd span")).replace(/[^\d.]/g, ""));
    const sum = rows.reduce((all, row) => all + row.fee, 0);
    assert.ok(Math.abs(sum - total) < 0.0005, `${sum} and ${total}`);
    await leave();
  });

  test("draws the network, with payer, payee and route in its description", async () => {
    const { page, faults, leave } = await visit();
    await drawn(page);
    await page.waitForFunction(() => /Payer: .*Payee: .*Route: /.test(document.querySelector("#picture").textContent));
    assert.deepEqual(faults, []);
    await leave();
  });
});

describe("without a mouse", () => {
  test("payer, payee and amount are chosen by keyboard alone", async () => {
    const { page, faults, leave } = await visit();
    await named(page);
    const first = await text(page, "#answer-title");

    await page.keyboard.press("Tab");
    assert.equal(await text(page, ":focus"), "Skip to the route form");
    await page.keyboard.press("Enter");
    assert.equal(await page.$eval(":focus", (e) => e.id), "from");

    const chosen = await choose(page, "0");
    assert.equal(await text(page, "#from-note .key"), chosen.key);

    while ((await page.$eval(":focus", (e) => e.id)) !== "to") await page.keyboard.press("Tab");
    await choose(page, "03", 3);
    await changes(page, "#answer-title", first);

    while ((await page.$eval(":focus", (e) => e.id)) !== "amount") await page.keyboard.press("Tab");
    const before = await text(page, "#hops-body");
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type("2500.125");
    await changes(page, "#hops-body", before);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /Route found|no /i.test(document.querySelector("#answer-live").textContent));
    assert.deepEqual(faults, []);
    await leave();
  });

  test("the list follows the combobox pattern", async () => {
    const { page, leave } = await visit();
    await named(page);
    const name = await value(page, "#from");
    await page.focus("#from");
    await page.keyboard.type("03");
    await page.waitForSelector("#from[aria-expanded=true]");
    const active = () =>
      page.evaluate(() => {
        const option = document.getElementById(document.querySelector("#from").getAttribute("aria-activedescendant"));
        return { index: [...option.parentElement.children].indexOf(option), selected: option.getAttribute("aria-selected") };
      });
    assert.deepEqual(await active(), { index: 0, selected: "true" });
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await active(), { index: 1, selected: "true" });
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal((await active()).index, (await page.$$("#from-list [role=option]")).length - 1, "goes round");
    await page.keyboard.press("Escape");
    assert.equal(await page.$eval("#from", (e) => e.getAttribute("aria-expanded")), "false");
    assert.equal(await value(page, "#from"), name, "Escape goes back to the node chosen before");
    await page.keyboard.type("no such name anywhere");
    await page.waitForSelector("#from[aria-invalid=true]");
    await page.keyboard.press("Tab");
    assert.equal(await value(page, "#from"), name, "leaving without a match keeps the node");
    await leave();
  });

  test("a node in the middle of the picture can be chosen", async () => {
    const { page, leave } = await visit();
    await drawn(page);
    const before = await value(page, "#to");
    await page.click("#mode-to");
    await page.focus("#picture .picture-stage");
    await page.keyboard.press("0");
    await page.keyboard.press("Enter");
    await page.waitForFunction((v) => document.querySelector("#to").value !== v, {}, before);
    assert.ok(await page.$eval("#mode-from", (e) => e.checked), "the next click sets the other end");
    await leave();
  });
});

/** Types into the focused combobox, takes the nth match, and tells its key as shown. */
async function choose(page, typed, nth = 1) {
  await page.keyboard.type(typed);
  const id = await page.$eval(":focus", (e) => e.id);
  await page.waitForSelector(`#${id}[aria-expanded=true]`);
  for (let i = 1; i < nth; i++) await page.keyboard.press("ArrowDown");
  const key = await page.$eval(`#${id}-list [aria-selected=true] .key`, (e) => e.textContent);
  await page.keyboard.press("Enter");
  await page.waitForFunction((i, k) => document.querySelector(`#${i}-note .key`)?.textContent === k, {}, id, key);
  return { key };
}

describe("the answer follows the form", () => {
  test("the slider from cheap to sure changes the route's price or chance, never both for the worse", async () => {
    const { page, leave } = await visit();
    await routed(page);
    const at = async (preference) => {
      await page.$eval("#preference", (e, v) => { e.value = v; e.dispatchEvent(new Event("input", { bubbles: true })); }, preference);
      await page.waitForFunction((v) => new URLSearchParams(location.hash.slice(1)).get("preference") === v, {}, preference);
      return page.$$eval(".totals dd > span", (spans) => spans.map((s) => parseFloat(s.textContent.replace(/[^\d.]/g, ""))));
    };
    const [cheapFee, , cheapChance] = await at("-1");
    const [sureFee, , sureChance] = await at("1");
    assert.ok(cheapFee <= sureFee, `${cheapFee} sat cheap, ${sureFee} sat sure`);
    assert.ok(cheapChance <= sureChance, `${cheapChance} % cheap, ${sureChance} % sure`);
    await leave();
  });

  test("swapping turns the question round", async () => {
    const { page, leave } = await visit();
    await routed(page);
    for (const end of ["from", "to"]) await page.waitForSelector(`#${end}-note .key`);
    const [from, to] = [await text(page, "#from-note .key"), await text(page, "#to-note .key")];
    await page.click("#swap");
    await page.waitForFunction((k) => document.querySelector("tr.payer .key")?.textContent === k, {}, to);
    assert.equal(await text(page, "tr.payee .key"), from);
    await leave();
  });

  test("a random pair is another pair, with an answer", async () => {
    const { page, faults, leave } = await visit();
    await named(page);
    const before = await text(page, "#from-note .key");
    await page.click("#random");
    await changes(page, "#from-note .key", before);
    assert.deepEqual(faults, []);
    await leave();
  });

  test("no route is explained, with the remedy as a button", async () => {
    const { page, leave } = await visit();
    await routed(page);
    await page.type("#maxfee", "0");
    await page.waitForSelector(".refusal button");
    assert.match(await text(page, ".refusal"), /fee limit/);
    await page.click(".refusal button");
    await routed(page);
    assert.equal(await value(page, "#maxfee"), "");
    await leave();
  });

  test("an amount that no channel carries, and one that is none", async () => {
    const { page, leave } = await visit();
    await routed(page);
    await page.$eval("#amount", (e) => { e.value = ""; });
    await page.type("#amount", "2100000000000000");
    await page.waitForSelector(".refusal");
    assert.match(await text(page, ".refusal"), /smaller amount/);
    await page.type("#amount", "0");
    await page.waitForSelector("#amount[aria-invalid=true]");
    assert.match(await text(page, "#amount-note"), /21 million/);
    await leave();
  });
});

describe("hostile input", () => {
  test("aliases are text: nothing runs, nothing is inserted, no direction changes", async () => {
    const { page, faults, leave } = await visit();
    await named(page);
    const count = () => page.evaluate(() => document.querySelectorAll("script, img, iframe, object, style, [onerror], [onload]").length);
    const before = await count();
    for (const name of ["<img", "\"><script", "</title", "javascript:", "&lt;", "\u202e"]) {
      await page.focus("#to");
      await page.keyboard.sendCharacter(name);
      await page.waitForSelector("#to[aria-expanded=true]");
      const shown = await text(page, "#to-list");
      assert.doesNotMatch(shown, /[\u202A-\u202E\u2066-\u2069\u200B-\u200D\u0000-\u001F]/, name);
      await page.keyboard.press("Enter");
      await page.waitForSelector("#to[aria-expanded=false]");
      await page.waitForFunction(() => document.querySelector("#answer-body dl, #answer-body .refusal"));
    }
    assert.equal(await count(), before);
    assert.deepEqual(faults, []);
    await leave();
  });

  test("an address can be shared, and a hostile one does nothing", async () => {
    const { page, leave } = await visit();
    await routed(page);
    await page.waitForFunction(() => location.hash.includes("from="));
    const shared = await page.evaluate(() => location.hash);
    const payer = await text(page, "tr.payer .key");
    await leave();

    const other = await visit(shared.replace(/amount=[^&]*/, "amount=777"));
    await routed(other.page);
    assert.equal(await text(other.page, "tr.payer .key"), payer);
    assert.equal(await value(other.page, "#amount"), "777");
    await other.leave();

    const hostile = await visit("#from=<img src=x onerror=alert(1)>&to=javascript:alert(1)&amount=1e99&preference=NaN&maxfee=%00");
    await routed(hostile.page);
    assert.deepEqual(hostile.faults, []);
    assert.equal(await value(hostile.page, "#maxfee"), "");
    await hostile.leave();
  });
});
