import assert from "node:assert/strict";
import { test } from "node:test";
import { DrawnGraph } from "../dist/picture-graph.js";
import { nodeRadius, prepare } from "../dist/picture-scene.js";
import { home, project, zoomAt } from "../dist/picture-view.js";
import { graph, randomGraph, seeded } from "./picture-fixture.js";

const box = { width: 900, height: 420 };

test("the node under the pointer is the one that a look at all of them finds", () => {
  const drawn = new DrawnGraph(randomGraph(3000, 6000, 1));
  const random = seeded(2);
  for (const camera of [home, zoomAt(home, box, 300, 200, 6), zoomAt(home, box, 300, 200, 15)]) {
    const p = project(camera, box);
    let hits = 0;
    for (let i = 0; i < 300; i++) {
      const [x, y, reach] = [random() * box.width, random() * box.height, 1 + 30 * random()];
      let best = reach;
      for (let v = 0; v < drawn.nodes; v++) {
        const spot = drawn.spot(v, p);
        best = Math.min(best, Math.hypot(spot.x - x, spot.y - y) - spot.radius);
      }
      const found = drawn.nearest(x, y, p, reach);
      if (best === reach) {
        assert.equal(found, null);
        continue;
      }
      hits++;
      const spot = drawn.spot(found, p);
      assert.ok(Math.abs(Math.hypot(spot.x - x, spot.y - y) - spot.radius - best) < 1e-3);
    }
    assert.ok(hits > 5, `${hits} of 300 points had a node within reach`);
  }
});

test("a pointer over a hub's disc means the hub, though a leaf's centre is nearer to other points of it", () => {
  const edges = Array.from({ length: 60 }, (_, i) => [0, i + 2, 5e7]);
  const drawn = new DrawnGraph(graph([[0, 0], [800, 0], ...edges.map(() => [20000, 20000])], [...edges, [0, 1, 1e5]]));
  const p = project(home, box);
  const hub = drawn.spot(0, p);
  assert.ok(hub.radius > 3);
  assert.equal(drawn.nearest(hub.x + 1, hub.y, p, 8), 0);
});

test("an empty graph has no node anywhere", () => {
  assert.equal(new DrawnGraph(graph([])).nearest(10, 10, project(home, box), 1000), null);
});

test("neighbours are the other ends of a node's channels", () => {
  const drawn = new DrawnGraph(graph([[0, 0], [1, 1], [2, 2], [3, 3]], [[0, 1, 5], [2, 0, 5], [1, 0, 5], [2, 3, 5]]));
  assert.deepEqual(drawn.neighbours(0).sort(), [1, 1, 2]);
  assert.deepEqual(drawn.neighbours(3), [2]);
});

test("nodes with more channels and more capacity are larger", () => {
  const { size, nodeOrder } = prepare(graph([[0, 0], [1, 1], [2, 2], [3, 3]], [[0, 1, 1e6], [0, 2, 1e6], [0, 3, 9e7]]));
  assert.deepEqual([...nodeOrder], [0, 3, 1, 2]);
  assert.ok(nodeRadius(size[0], 500) > nodeRadius(size[3], 500));
  assert.ok(nodeRadius(size[0], 3000) > nodeRadius(size[0], 500), "nodes grow as the view is enlarged");
});

test("arrays that do not fit together are refused", () => {
  const good = graph([[0, 0], [1, 1]], [[0, 1, 5]]);
  assert.throws(() => prepare({ ...good, y: new Int16Array(1) }), RangeError);
  assert.throws(() => prepare({ ...good, weight: new Float32Array(2) }), RangeError);
  assert.throws(() => prepare({ ...good, edgeB: Int32Array.of(2) }), /edge 0 joins nodes 0 and 2/);
  assert.throws(() => prepare({ ...good, edgeA: Int32Array.of(-1) }), RangeError);
});
