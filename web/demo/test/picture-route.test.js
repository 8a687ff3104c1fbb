import assert from "node:assert/strict";
import { test } from "node:test";
import { arcs, directionAt, firstPart, grown, pointAt } from "../dist/picture-route.js";

const way = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 80 }];
const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

test("a route passes through its nodes in order", () => {
  const hops = arcs(way, 0);
  assert.deepEqual(hops.map(({ start, end }) => [start, end]), [[way[0], way[1]], [way[1], way[2]]]);
  assert.deepEqual(arcs([way[0]], 0), []);
  assert.deepEqual(arcs([], 0), []);
});

test("routes over the same hop lie beside each other", () => {
  const middles = [0, 1, 2, 3, 4].map((lane) => pointAt(arcs(way, lane)[0], 0.5));
  for (let i = 0; i < middles.length; i++) {
    for (let j = 0; j < i; j++) assert.ok(apart(middles[i], middles[j]) > 4, `lanes ${j} and ${i}`);
  }
});

test("an arc stays near the straight line", () => {
  for (const lane of [0, 1, 2]) assert.ok(Math.abs(pointAt(arcs(way, lane)[0], 0.5).y) < 20);
});

test("the first part of an arc is the arc as far as it goes", () => {
  const arc = arcs(way, 1)[0];
  const part = firstPart(arc, 0.4);
  for (const t of [0, 0.3, 0.7, 1]) assert.ok(apart(pointAt(part, t), pointAt(arc, 0.4 * t)) < 1e-9);
});

test("an arrow points the way that the payment goes", () => {
  const [east, south] = arcs(way, 0);
  assert.ok(Math.abs(directionAt(east, 0.5)) < 0.01);
  assert.ok(Math.abs(directionAt(south, 0.5) - Math.PI / 2) < 0.01);
});

test("a route grows from payer to payee", () => {
  const hops = arcs(way, 0);
  assert.deepEqual(grown(hops, 0), []);
  assert.equal(grown(hops, 0.25).length, 1);
  assert.ok(apart(grown(hops, 0.25)[0].end, pointAt(hops[0], 0.5)) < 1e-9);
  assert.deepEqual(grown(hops, 0.5), [hops[0]]);
  assert.deepEqual(grown(hops, 1), hops);
});
