import assert from "node:assert/strict";
import { test } from "node:test";
import { PaintLoop } from "../dist/picture-loop.js";

/** A loop over a raster of so many steps, each of 10 milliseconds of a clock that nothing else moves. */
function slowLoop(steps) {
  let time = 0;
  const rests = [];
  const painted = [];
  const drawn = [];
  const raster = {
    *draw(frame) {
      drawn.push(frame.id);
      for (let i = 0; i < steps; i++) {
        time += 10;
        yield;
      }
    },
    *develop(pixels) {
      pixels.fill(drawn.at(-1));
      yield;
    },
  };
  const pace = { slice: 25, preview: 100, now: () => time, rest: (resume) => rests.push(resume) };
  const loop = new PaintLoop(raster, pace, (image) => painted.push(image));
  const step = () => rests.shift()?.();
  const finish = () => {
    while (rests.length > 0) step();
  };
  const summary = () => painted.map(({ id, complete }) => `${id}${complete ? "" : " preview"}`);
  return { loop, step, finish, painted, drawn, summary, rests };
}

const frame = (id) => ({ id, width: 2, height: 2 });

test("a quick frame comes out whole, without a preview", () => {
  const { loop, finish, painted, summary } = slowLoop(5);
  loop.request(frame(1));
  finish();
  assert.deepEqual(summary(), ["1"]);
  assert.deepEqual([...new Uint32Array(painted[0].buffer)], [1, 1, 1, 1]);
});

test("a slow frame shows a preview first", () => {
  const { loop, finish, summary } = slowLoop(40);
  loop.request(frame(1));
  finish();
  assert.deepEqual(summary(), ["1 preview", "1"]);
});

test("of frames that wait, only the newest is painted", () => {
  const { loop, finish, drawn, summary } = slowLoop(5);
  for (const id of [1, 2, 3, 4]) loop.request(frame(id));
  finish();
  assert.deepEqual(drawn, [1, 4]);
  assert.deepEqual(summary(), ["1", "4"]);
});

test("under a hand that does not rest, every frame that is begun shows something, and is then given up", () => {
  const { loop, step, finish, summary } = slowLoop(100);
  loop.request(frame(1));
  for (let id = 2; id < 20; id++) {
    step();
    loop.request(frame(id));
  }
  finish();
  const shown = summary();
  assert.ok(shown.slice(0, -2).every((name) => name.endsWith("preview")), shown.join());
  assert.deepEqual(shown.slice(-2), ["19 preview", "19"]);
  assert.ok(shown.length >= 5, shown.join());
});

test("work is cut into slices", () => {
  const { loop, step, painted } = slowLoop(30);
  loop.request(frame(1));
  let rests = 0;
  while (painted.length === 0 && rests < 100) {
    step();
    rests++;
  }
  assert.ok(rests >= 3, `${rests} rests`);
});

test("a stopped loop paints nothing more, and can be asked again", () => {
  const { loop, finish, summary } = slowLoop(40);
  loop.request(frame(1));
  loop.stop();
  finish();
  assert.deepEqual(summary(), []);
  loop.request(frame(2));
  finish();
  assert.deepEqual(summary().at(-1), "2");
});

test("requests between two slices do not multiply the work", () => {
  const { loop, step, finish, rests } = slowLoop(3);
  for (let id = 1; id < 10; id++) {
    loop.request(frame(id));
    assert.ok(rests.length <= 1, `${rests.length} rests at once`);
    if (id % 3 === 0) step();
  }
  finish();
});

test("a buffer handed back is used again if it fits", () => {
  const { loop, finish, painted } = slowLoop(2);
  const spare = new ArrayBuffer(16);
  loop.reuse(spare);
  loop.request(frame(1));
  finish();
  assert.equal(painted[0].buffer, spare);
  loop.reuse(new ArrayBuffer(8));
  loop.request(frame(2));
  finish();
  assert.equal(painted[1].buffer.byteLength, 16);
});
