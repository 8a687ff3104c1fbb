import assert from "node:assert/strict";
import { test } from "node:test";
import { discBox, placeLabels } from "../dist/picture-labels.js";
import { Names } from "../dist/picture-names.js";
import { seeded } from "./picture-fixture.js";

const space = { width: 600, height: 300, lineHeight: 16, most: 50, reserved: [] };

function crowd(count) {
  const random = seeded(3);
  return Array.from({ length: count }, (_, node) => ({
    node, x: 600 * random(), y: 300 * random(), radius: 1 + 8 * random(), width: 20 + 100 * random(),
  }));
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function boxes(candidates, labels) {
  return labels.map(({ node, dx, dy, width }) => {
    const { x, y } = candidates[node];
    return { left: x + dx, right: x + dx + width, top: y + dy - 8, bottom: y + dy + 8 };
  });
}

test("names do not cover each other, labelled nodes, or what is reserved, and stay in the box", () => {
  const candidates = crowd(400);
  const reserved = [{ left: 500, top: 0, right: 600, bottom: 100 }];
  const labels = placeLabels(candidates, { ...space, reserved });
  assert.ok(labels.length > 15, `${labels.length} labels`);
  const placed = boxes(candidates, labels);
  for (const [i, box] of placed.entries()) {
    assert.ok(box.left >= 0 && box.top >= 0 && box.right <= 600 && box.bottom <= 300);
    for (const other of [...placed.slice(0, i), ...reserved]) assert.ok(!overlap(box, other));
    for (const { node } of labels.slice(0, i)) assert.ok(!overlap(box, discBox(candidates[node])));
  }
});

test("those who come first get their label", () => {
  const [x, y] = [300, 150];
  const labels = placeLabels([7, 8, 9].map((node) => ({ node, x, y, radius: 3, width: 700 / 2 - 60 })), { ...space, most: 2 });
  assert.deepEqual(labels.map((label) => label.node), [7, 8]);
});

test("a node at the right edge has its name on the left", () => {
  const [label] = placeLabels([{ node: 1, x: 590, y: 150, radius: 4, width: 80 }], space);
  assert.ok(label.dx < -80);
});

test("a name without room is left out", () => {
  assert.deepEqual(placeLabels([{ node: 1, x: 300, y: 150, radius: 4, width: 601 }], space), []);
});

test("a stranger's name is drawn without what a reader cannot see", () => {
  const names = new Names(() => "\u202Egnp.exe\u0007", (text) => 6 * text.length);
  assert.doesNotMatch(names.text(0), /[\p{Cc}\p{Cf}]/u);
  assert.match(names.text(0), /gnp\.exe/);
});

test("a name is asked for and measured once, and only if its node is in view", () => {
  const asked = [];
  const names = new Names((node) => (asked.push(node), `node ${node}`), (text) => 6 * text.length);
  const spot = (node) => ({ x: 100 * node - 150, y: 100, radius: 2 });
  for (let i = 0; i < 3; i++) names.place([3], [1, 2, 3, 4, 9], spot, space);
  assert.deepEqual(asked, [3, 2, 4]);
});

test("a node without a name has no label", () => {
  const names = new Names((node) => (node === 1 ? "" : "b"), () => 8);
  const labels = names.place([], [1, 2], () => ({ x: 100, y: 100, radius: 2 }), space);
  assert.deepEqual(labels.map((label) => label.node), [2]);
});
