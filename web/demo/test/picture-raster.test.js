import assert from "node:assert/strict";
import { test } from "node:test";
import { Raster } from "../dist/picture-raster.js";
import { prepare } from "../dist/picture-scene.js";
import { densityScale, pixel } from "../dist/picture-tones.js";
import { graph, randomGraph } from "./picture-fixture.js";

const tones = { background: [0, 0, 0], edge: [100, 0, 0], node: [200, 200, 0], hub: [255, 255, 255] };

/** Draws a graph into a bitmap whose pixel (0, 0) is the plane's (-1000 * zoom, -1000 * zoom). */
function draw(data, { width = 200, height = 200, zoom = 1, offsetX = 100, offsetY = 100 } = {}) {
  const raster = new Raster(prepare(data));
  const projection = { scaleX: 0.01 * zoom, scaleY: 0.01 * zoom, offsetX, offsetY };
  const pixels = new Uint32Array(width * height);
  for (const _ of raster.draw({ width, height, ratio: 1, projection, tones }));
  for (const _ of raster.develop(pixels));
  return { pixels, at: (x, y) => pixels[y * width + x], red: (x, y) => pixels[y * width + x] & 255 };
}

test("an empty graph is background, and opaque", () => {
  const { pixels } = draw(graph([]));
  assert.ok(pixels.every((p) => p === pixel(tones.background)));
});

test("a channel leaves ink all the way between its nodes and nowhere else", () => {
  for (const end of [[9000, 3000], [-9000, 3000], [3000, 9000], [3000, -9000], [9000, 0], [0, 9000]]) {
    const { red } = draw(graph([[-end[0], -end[1]], end], [[0, 1, 1e7]]));
    for (let t = 0.1; t < 0.95; t += 0.1) {
      const [x, y] = [100 + ((2 * t - 1) * end[0]) / 100, 100 + ((2 * t - 1) * end[1]) / 100].map(Math.floor);
      const around = [red(x, y), red(x - 1, y), red(x, y - 1)];
      assert.ok(Math.max(...around) > 0, `no ink at ${x},${y} of the line to ${end}`);
    }
    const [x, y] = [100 - end[1] / 200, 100 + end[0] / 200].map(Math.floor);
    assert.equal(red(x, y), 0);
  }
});

test("many channels on one spot show as more than one, and never as more than the scale's end", () => {
  const lines = (count) => draw(graph([[-9000, 0], [9000, 0]], Array(count).fill([0, 1, 1e7]))).red(100, 100);
  const [one, ten, thousand] = [lines(1), lines(10), lines(1000)];
  assert.ok(one > 0 && ten > one && thousand > ten);
  assert.equal(draw(graph([[-9000, 0], [9000, 0]], Array(5000).fill([0, 1, 1e7]))).at(100, 100), densityScale(tones).at(-1));
});

test("a channel that leaves the view does not come in again on the other side", () => {
  const { red } = draw(graph([[0, -9000], [32000, -9000]], [[0, 1, 1e8]]));
  for (let x = 0; x < 90; x++) for (const y of [9, 10, 11]) assert.equal(red(x, y), 0);
  assert.ok(red(197, 9) + red(197, 10) > 0);
});

test("any view of any graph can be drawn", () => {
  const data = randomGraph(300, 900, 4);
  for (const zoom of [0.01, 1, 37, 5000]) {
    for (const [width, height] of [[1, 1], [2, 300], [300, 2], [201, 117]]) {
      const { pixels } = draw(data, { width, height, zoom, offsetX: -zoom * 40, offsetY: zoom * 30 });
      assert.ok(pixels.every((p) => p >>> 24 === 255));
    }
  }
});

test("a node is a disc in its colour, and a hub a larger one", () => {
  const leaves = Array.from({ length: 200 }, (_, i) => [0, i + 1, 1e8]);
  const { at, red } = draw(graph([[0, 0], ...leaves.map(() => [9000, 9000])], leaves));
  assert.equal(at(100, 100), pixel(tones.hub));
  assert.equal(at(102, 98), pixel(tones.hub));
  assert.ok(red(188, 188) > 0);
});

test("what is developed early is part of what is developed in the end", () => {
  const data = randomGraph(400, 3000, 5);
  const raster = new Raster(prepare(data));
  const frame = { width: 200, height: 200, ratio: 1, projection: { scaleX: 0.003, scaleY: 0.003, offsetX: 100, offsetY: 100 }, tones };
  const ink = (pixels) => pixels.reduce((sum, p) => sum + (p & 255), 0);
  const [early, late] = [new Uint32Array(40_000), new Uint32Array(40_000)];
  const drawing = raster.draw(frame);
  for (let i = 0; i < 4; i++) drawing.next();
  for (const _ of raster.develop(early));
  for (const _ of drawing);
  for (const _ of raster.develop(late));
  assert.ok(ink(early) > 0 && ink(late) > ink(early));
  const whole = new Uint32Array(40_000);
  for (const _ of raster.draw(frame));
  for (const _ of raster.develop(whole));
  assert.deepEqual(late, whole);
});

test("the largest channels are drawn first", () => {
  const small = Array(600).fill([0, 1, 1000]);
  const raster = new Raster(prepare(graph([[-9000, 5000], [9000, 5000], [-9000, -5000], [9000, -5000]], [...small, [2, 3, 1e9]])));
  const pixels = new Uint32Array(40_000);
  const frame = { width: 200, height: 200, ratio: 1, projection: { scaleX: 0.01, scaleY: 0.01, offsetX: 100, offsetY: 100 }, tones };
  raster.draw(frame).next();
  for (const _ of raster.develop(pixels));
  assert.ok((pixels[49 * 200 + 100] & 255) + (pixels[50 * 200 + 100] & 255) > 0);
});
