import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultQuery, formatFragment, parseFragment } from "../dist/query.js";

const from = "02" + "ab".repeat(32);
const to = "03" + "cd".repeat(32);

test("an address that was made is read back", () => {
  for (const query of [
    { ...defaultQuery, from, to },
    { from, to, amountMsat: 1n, maxFeeMsat: 0n, preference: -1 },
    { from, to, amountMsat: 2_500_125n, maxFeeMsat: 1500n, preference: 0.7 },
  ]) {
    assert.deepEqual({ ...defaultQuery, ...parseFragment(formatFragment(query)) }, query);
  }
});

test("keys may be written in capitals", () => {
  assert.equal(parseFragment(`#from=${from.toUpperCase()}`).from, from);
});

test("a field that cannot be read is ignored, the others are kept", () => {
  const fragment = `#from=${from}&to=<script>alert(1)</script>&amount=-1&maxfee=abc&preference=7&__proto__=x`;
  assert.deepEqual(parseFragment(fragment), { from });
});

test("hostile addresses give nothing", () => {
  const hostile = [
    "", "#", "#&&&===", "#%", "#%E0%A4%A", "#from=%00&to=%E2%80%AE", "#javascript:alert(1)",
    `#from=04${"ab".repeat(32)}`, `#from=${from}0`, `#from=${from.slice(2)}`,
    "#preference=NaN", "#preference=1e0", "#preference=0x1", "#amount=1e3", "#amount=Infinity",
    `#from=${from}&pad=${"x".repeat(1000)}`,
  ];
  for (const fragment of hostile) assert.deepEqual(parseFragment(fragment), {}, fragment);
});
