import assert from "node:assert/strict";
import { test } from "node:test";
import { formatSat, mostMsat, parseSat, plainSat } from "../dist/amount.js";

const accepted = [
  ["1", 1000n],
  ["100000", 100_000_000n],
  [" 100,000 ", 100_000_000n],
  ["1 000 000", 1_000_000_000n],
  ["1\u202F000", 1_000_000n],
  ["1'000.5", 1_000_500n],
  ["0.001", 1n],
  ["2500.125", 2_500_125n],
  ["5.", 5000n],
  ["2100000000000000", mostMsat],
];

const refused = [
  ["", /enter an amount/i],
  ["   ", /enter an amount/i],
  ["0", /more than zero/],
  ["0.000", /more than zero/],
  ["-5", /negative/],
  ["1e5", /digits only/],
  ["0x10", /digits only/],
  ["1,00", /digits only/],
  ["1,000 000", /digits only/],
  [".5", /digits only/],
  ["١٢٣", /digits only/],
  ["<b>1</b>", /digits only/],
  ["1.0001", /three digits/],
  ["2100000000000000.001", /21 million/],
  ["9".repeat(41), /21 million/],
];

for (const [text, msat] of accepted) {
  test(`"${text}" is ${msat} msat`, () => assert.deepEqual(parseSat(text), { ok: true, msat }));
}

for (const [text, reason] of refused) {
  test(`"${text.slice(0, 24)}" is refused in words`, () => {
    const amount = parseSat(text);
    assert.equal(amount.ok, false);
    assert.match(amount.reason, reason);
  });
}

test("zero is an amount where a limit is asked for", () => {
  assert.deepEqual(parseSat("0", { zero: true }), { ok: true, msat: 0n });
});

test("what is shown can be typed again", () => {
  for (const msat of [1n, 999n, 1000n, 1_234_567_890n, 100_000_000n, 1010n, mostMsat]) {
    assert.deepEqual(parseSat(formatSat(msat)), { ok: true, msat });
    assert.deepEqual(parseSat(plainSat(msat)), { ok: true, msat });
  }
  assert.equal(formatSat(1_234_567_890n), "1,234,567.89");
  assert.equal(plainSat(1_234_567_890n), "1234567.89");
});
