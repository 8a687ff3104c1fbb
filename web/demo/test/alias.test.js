import assert from "node:assert/strict";
import { test } from "node:test";
import { displayAlias, nodeName, shortKey } from "../dist/alias.js";

const key = "02" + "ab".repeat(32);
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115F\u3164\u2800]/u;

test("an honest alias is shown as it is", () => {
  for (const alias of ["ACINQ", "Zürich ⚡ Hub", "日本のノード", "שלום", "Node #7 (backup)", "👩‍🚀 moon", "❤️ node", "Привет"]) {
    assert.equal(displayAlias(alias), alias);
  }
});

test("padding and white space are no part of a name", () => {
  assert.equal(displayAlias("alice\0\0\0\0"), "alice");
  assert.equal(displayAlias("  alice\u00A0\u3000 bob  "), "alice bob");
});

test("what cannot be seen becomes visible", () => {
  assert.equal(displayAlias("a\u0000b\u001Bc\u007F"), "a␀b␛c␡");
  assert.equal(displayAlias("pay\u200Bpal"), "pay\uFFFDpal");
  assert.equal(displayAlias("a\uD800b"), "a\uFFFDb");
  assert.equal(displayAlias("a\u{E0041}b"), "a\uFFFDb");
  assert.equal(displayAlias("a\u3164b"), "a\uFFFDb");
});

test("no mark that turns the direction of text survives", () => {
  for (const mark of "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069") {
    assert.equal(displayAlias(`abc${mark}fed`), "abc\uFFFDfed");
  }
});

test("a joiner stays only where it makes an emoji", () => {
  assert.equal(displayAlias("a\u200Db"), "a\uFFFDb");
  assert.equal(displayAlias("👩\u200Db"), "👩\uFFFDb");
  assert.equal(displayAlias("\uFE0Fab"), "\uFFFDab");
});

test("markup stays text, character for character", () => {
  assert.equal(displayAlias("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>");
});

test("no alias is longer than 32 characters, however it was made", () => {
  assert.equal(displayAlias("x".repeat(32)), "x".repeat(32));
  assert.equal(displayAlias("x".repeat(33)), "x".repeat(31) + "…");
  assert.equal(displayAlias("⚡".repeat(1_000_000)), "⚡".repeat(31) + "…");
  assert.ok([...displayAlias("a" + "\u0301".repeat(500))].length <= 32);
});

test("towers of accents are cut to two", () => {
  assert.equal(displayAlias("Z" + "\u0300".repeat(20) + "a"), "Z\u0300\u0300a");
  assert.equal(displayAlias("\u0300\u0300a"), "a");
});

test("an alias without anything legible counts as none, and the key stands in", () => {
  for (const alias of ["", "   ", "\u200B\u200B", "\u202E", "\u0300"]) {
    assert.equal(displayAlias(alias), "");
    assert.equal(nodeName(alias, key), shortKey(key));
  }
  assert.equal(nodeName(undefined, key), "02ababab…ababab");
});

test("whatever 64 random code units say, the result is short and visible", () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 0x7fffffff);
  for (let round = 0; round < 2000; round++) {
    const raw = Array.from({ length: 64 }, () => String.fromCharCode(random() % (round % 2 ? 0x10000 : 0x300))).join("");
    const shown = displayAlias(raw);
    assert.ok([...shown].length <= 32, JSON.stringify(raw));
    assert.doesNotMatch(shown, invisible, JSON.stringify(raw));
  }
});
