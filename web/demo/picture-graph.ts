/** The graph as it is drawn in a projection: where its nodes are, which one is near a point, what hangs on it. */
import { NodeGrid } from "./picture-grid.js";
import { adjacency, nodeRadius, prepare, type Adjacency, type PictureData, type Scene } from "./picture-scene.js";
import { planeRadius, type Projection } from "./picture-view.js";

/** A node as it is drawn: its place and radius in CSS pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export class DrawnGraph {
  readonly #scene: Scene;
  readonly #grid: NodeGrid;
  readonly #adjacency: Adjacency;

  /** Throws a RangeError if the arrays do not fit together. */
  constructor(data: PictureData) {
    this.#scene = prepare(data);
    this.#grid = new NodeGrid(data.x, data.y);
    this.#adjacency = adjacency(this.#scene);
  }

  get nodes(): number {
    return this.#scene.nodes;
  }

  get channels(): number {
    return this.#scene.edges;
  }

  /** All nodes, the largest first. */
  get largestFirst(): Uint32Array {
    return this.#scene.nodeOrder;
  }

  has(node: number): boolean {
    return Number.isInteger(node) && node >= 0 && node < this.#scene.nodes;
  }

  /** Where a node is on the plane. */
  point(node: number): { x: number; y: number } {
    return { x: this.#scene.data.x[node] ?? 0, y: this.#scene.data.y[node] ?? 0 };
  }

  spot(node: number, p: Projection): Spot {
    const { x, y } = this.point(node);
    return { x: x * p.scaleX + p.offsetX, y: y * p.scaleY + p.offsetY, radius: nodeRadius(this.#scene.size[node] ?? 0, span(p)) };
  }

  /** The node whose rim is nearest to a point of the viewport, and within so many CSS pixels; null if there is none. */
  nearest(x: number, y: number, p: Projection, pixels: number): number | null {
    const { size, nodeOrder } = this.#scene;
    const largest = nodeOrder[0];
    if (largest === undefined) return null;
    const radius = (node: number): number => nodeRadius(size[node]!, span(p));
    return this.#grid.nearest((x - p.offsetX) / p.scaleX, (y - p.offsetY) / p.scaleY, {
      scaleX: p.scaleX, scaleY: p.scaleY, pixels, largestRadius: radius(largest), radius,
    });
  }

  /** The other ends of a node's channels, one for each. */
  neighbours(node: number): number[] {
    const { start, edges } = this.#adjacency;
    const { edgeA, edgeB } = this.#scene.data;
    return Array.from(edges.subarray(start[node], start[node + 1]), (e) => (edgeA[e] === node ? edgeB[e]! : edgeA[e]!));
  }
}

/** The mean diameter of the plane's disc in CSS pixels. */
function span(p: Projection): number {
  return 2 * planeRadius * Math.sqrt(p.scaleX * p.scaleY);
}
