// The TypeScript end of the protocol against frames that the Go end wrote
// (wasm/graph/protocol/testdata/frames.json).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { readBody, writeFrame } from "../lightpane/dist/frame.js";
import * as protocol from "../lightpane/dist/protocol.js";
import { Reader, WireError } from "../lightpane/dist/wire.js";

const frames = JSON.parse(await readFile(new URL("../../wasm/graph/protocol/testdata/frames.json", import.meta.url), "utf8"), (_, value) => {
  if (value === null) return undefined;
  return typeof value === "string" && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
});

/** What JSON.parse has left out because it is undefined, put back. */
function complete(value, like) {
  if (Array.isArray(value)) return value.map((v, i) => complete(v, like[i]));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(like).map((key) => [key, key in value ? complete(value[key], like[key]) : undefined]));
}

describe("a message", () => {
  for (const [i, { Type: type, Bytes: hex, Value: value }] of frames.entries()) {
    const body = Buffer.from(hex, "hex");

    it(`written by Go is read: ${type} (${i})`, () => {
      const read = readBody(new Reader(body), protocol[type]);
      assert.deepEqual(read, complete(value, read));
      assert.deepEqual(Object.keys(read).length >= Object.keys(value).length, true);
    });

    it(`is written as Go does: ${type} (${i})`, () => {
      const read = readBody(new Reader(body), protocol[type]);
      assert.equal(Buffer.from(writeFrame(7, 9, protocol[type], read)).toString("hex"), `0700000009${hex}`);
    });

    it(`is refused when cut short or lengthened: ${type} (${i})`, () => {
      for (let n = 0; n < body.length; n++) {
        assert.throws(() => readBody(new Reader(body.subarray(0, n)), protocol[type]), WireError, `${n} of ${body.length} bytes`);
      }
      assert.throws(() => readBody(new Reader(Buffer.concat([body, Buffer.alloc(1)])), protocol[type]), WireError);
    });
  }

  it("with a value that does not fit names the field", () => {
    const good = { question: 1, found: true, failed: "" };
    for (const [change, message] of [
      [{ question: -1 }, /^question: -1/],
      [{ question: 2 ** 32 }, /^question: 4294967296/],
      [{ question: 0.5 }, /^question: 0.5/],
      [{ failed: 5 }, /^failed: 5/],
    ]) {
      assert.throws(() => writeFrame(0, 0, protocol.AnswerRequest, { ...good, ...change }), { name: "RangeError", message });
    }
  });

  it("gives operations and kinds codes of their own", () => {
    for (const codes of [Object.values(protocol.operations).map((operation) => operation.code), Object.values(protocol.kinds)]) {
      assert.equal(new Set(codes).size, codes.length);
    }
  });
});
