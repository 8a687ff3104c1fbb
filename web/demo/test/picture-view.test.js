import assert from "node:assert/strict";
import { test } from "node:test";
import { between, blend, bound, frame, home, pan, planeRadius, project, projectBitmap, zoomAt } from "../dist/picture-view.js";

const boxes = [{ width: 1280, height: 560 }, { width: 358, height: 640 }, { width: 320, height: 320 }, { width: 2400, height: 300 }];

const at = (p, x, y) => ({ x: x * p.scaleX + p.offsetX, y: y * p.scaleY + p.offsetY });

function near(actual, expected, slack = 1e-6) {
  for (const key of Object.keys(expected)) {
    assert.ok(Math.abs(actual[key] - expected[key]) <= slack, `${key} is ${actual[key]}, not ${expected[key]}`);
  }
}

test("the whole disc is seen at first, in the middle, in a box of any shape", () => {
  for (const box of boxes) {
    const p = project(home, box);
    near(at(p, 0, 0), { x: box.width / 2, y: box.height / 2 });
    const [corner, other] = [at(p, -planeRadius, -planeRadius), at(p, planeRadius, planeRadius)];
    assert.ok(corner.x >= 0 && corner.y >= 0 && other.x <= box.width && other.y <= box.height);
    assert.ok(p.scaleX / p.scaleY < 2 && p.scaleY / p.scaleX < 2, "the disc is stretched out of recognition");
  }
});

test("what lies under the pointer stays there when the view is enlarged", () => {
  for (const box of boxes) {
    const start = { x: 4000, y: -9000, zoom: 3 };
    const pointer = { x: box.width * 0.55, y: box.height * 0.4 };
    const p = project(start, box);
    const under = { x: (pointer.x - p.offsetX) / p.scaleX, y: (pointer.y - p.offsetY) / p.scaleY };
    const after = project(zoomAt(start, box, pointer.x, pointer.y, 1.7), box);
    near(at(after, under.x, under.y), pointer);
  }
});

test("a drag moves the picture with the hand", () => {
  const box = boxes[0];
  const start = { x: 1000, y: 1000, zoom: 4 };
  const before = at(project(start, box), 5000, 7000);
  near(at(project(pan(start, box, 31, -17), box), 5000, 7000), { x: before.x + 31, y: before.y - 17 });
});

test("no gesture loses the network from sight", () => {
  for (const box of boxes) {
    let camera = home;
    for (let i = 0; i < 50; i++) camera = zoomAt(pan(camera, box, 900, 700), box, 0, 0, i % 3 ? 1.3 : 0.4);
    const p = project(camera, box);
    const middle = { x: (box.width / 2 - p.offsetX) / p.scaleX, y: (box.height / 2 - p.offsetY) / p.scaleY };
    assert.ok(Math.hypot(middle.x, middle.y) <= planeRadius);
  }
  assert.equal(bound({ x: 0, y: 0, zoom: 1e9 }).zoom, bound({ x: 0, y: 0, zoom: 1e6 }).zoom);
  assert.ok(bound({ x: 0, y: 0, zoom: 0 }).zoom > 0.5);
});

test("a frame shows all its points with room around them", () => {
  const points = [{ x: -3000, y: 12000 }, { x: 9000, y: 20000 }, { x: 4000, y: 15000 }];
  for (const box of boxes) {
    const p = project(frame(points, box, 4), box);
    for (const point of points) {
      const { x, y } = at(p, point.x, point.y);
      assert.ok(x > 0.1 * box.width && x < 0.9 * box.width && y > 0.1 * box.height && y < 0.9 * box.height);
    }
  }
});

test("a frame of one point, or of none, is no closer than asked and no further than everything", () => {
  assert.equal(frame([{ x: 100, y: 100 }], boxes[0], 4).zoom, 4);
  assert.equal(frame([{ x: -32767, y: -32767 }, { x: 32767, y: 32767 }], boxes[0], 4).zoom, 1);
  assert.deepEqual(frame([], boxes[0], 4), home);
});

test("a picture drawn for one view is moved to where another would draw it", () => {
  const box = boxes[0];
  const [drawn, wanted] = [project({ x: 10, y: 20, zoom: 2 }, box), project({ x: -900, y: 50, zoom: 5 }, box)];
  const map = between(drawn, wanted);
  for (const [x, y] of [[0, 0], [1234, -4321]]) {
    const there = at(drawn, x, y);
    near(at(map, there.x, there.y), at(wanted, x, y));
  }
});

test("a bitmap has the viewport's picture within its margin, at its own resolution", () => {
  const p = project({ x: 5, y: 6, zoom: 2 }, boxes[1]);
  const seen = at(p, 700, 800);
  near(at(projectBitmap(p, 48, 2), 700, 800), { x: (seen.x + 48) * 2, y: (seen.y + 48) * 2 });
});

test("a flight begins and ends where it should and enlarges steadily", () => {
  for (const [a, b] of [[home, { x: 9000, y: -5000, zoom: 8 }], [{ x: 1, y: 2, zoom: 3 }, { x: 900, y: 700, zoom: 3 }]]) {
    near(blend(a, b, 0), a);
    near(blend(a, b, 1), b);
    near({ zoom: blend(a, b, 0.5).zoom }, { zoom: Math.sqrt(a.zoom * b.zoom) });
  }
});
