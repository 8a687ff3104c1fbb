import assert from "node:assert/strict";
import { test } from "node:test";
import { age, bitcoin, blocksInTime, bytes, percent, ppm, took } from "../dist/format.js";
import { parseSource } from "../dist/source.js";
import { refusalWords } from "../dist/words.js";

test("quantities in words", () => {
  assert.equal(bytes(999), "999 B");
  assert.equal(bytes(2_200_728), "2.2 MB");
  assert.equal(took(0.04), "< 0.1 ms");
  assert.equal(took(0.83), "0.8 ms");
  assert.equal(took(1234), "1.2 s");
  assert.equal(age(59), "under a minute");
  assert.equal(age(3600), "1 hour");
  assert.equal(age(3 * 86_400), "3 days");
  assert.equal(blocksInTime(3), "about 30 minutes");
  assert.equal(blocksInTime(144), "about 24 hours");
  assert.equal(blocksInTime(338), "about 2.3 days");
  assert.equal(ppm(127_450n, 100_000_000n), "1,275 ppm");
  assert.equal(bitcoin(100_000_000n), "0.001 BTC");
  assert.equal(bitcoin(1n), "0.00000000001 BTC");
});

test("a probability is never rounded to certainty or impossibility", () => {
  assert.equal(percent(1), "100 %");
  assert.equal(percent(0.9999), "> 99.9 %");
  assert.equal(percent(0.9985), "99.8 %");
  assert.equal(percent(0.34), "34 %");
  assert.equal(percent(0.0001), "< 1 %");
  assert.equal(percent(0), "0 %");
});

test("a refusal says what to change, with amounts in satoshis", () => {
  const { title, advice } = refusalWords("over_fee_limit", "the cheapest route found costs 12345 msat, the limit is 1000 msat");
  assert.match(title, /fee limit/);
  assert.match(advice, /Raise the limit/);
  assert.match(advice, /The cheapest route found costs 12\.345 sat, the limit is 1 sat\.$/);
});

test("a reason from a later version still gets words", () => {
  const { title, advice } = refusalWords("moon_phase", "");
  assert.ok(title.length > 0 && advice.length > 0);
});

const key = "02" + "ab".repeat(32);
const good = { kind: "file", name: "x.gz", timestamp: 1_770_000_000 };

test("the server's description of its data is read field by field", () => {
  const source = parseSource(JSON.stringify({ ...good, suggestions: [{ from: key, to: key, amount_msat: "1000", label: "A" }] }));
  assert.deepEqual(source, { ...good, suggestions: [{ from: key, to: key, amountMsat: 1000n, label: "A" }] });
  assert.deepEqual(parseSource(JSON.stringify(good)), { ...good, suggestions: [] });
});

test("what is not a description counts as none", () => {
  for (const text of ["", "null", "[]", "<!doctype html>", "{}", JSON.stringify({ ...good, kind: "moon" }), JSON.stringify({ ...good, timestamp: "1" })]) {
    assert.equal(parseSource(text), undefined, text);
  }
});

test("a suggestion that is none is left out", () => {
  const bad = [null, 1, {}, { from: "x", to: key, amount_msat: "1", label: "" }, { from: key, to: key, amount_msat: "0" }, { from: key, to: key, amount_msat: 5 }];
  assert.deepEqual(parseSource(JSON.stringify({ ...good, suggestions: bad }))?.suggestions, []);
});
