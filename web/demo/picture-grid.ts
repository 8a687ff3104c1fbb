/** Finds the node under a pointer without looking at all of them: nodes sorted into square cells of the plane. */
import { planeRadius } from "./picture-view.js";

/** Nodes per cell, on average over the disc's square. */
const crowd = 4;

/** How to measure: CSS pixels per unit of the plane, how far a node may be, and how large nodes are drawn. */
export interface Reach {
  readonly scaleX: number;
  readonly scaleY: number;
  /** In CSS pixels from a node's rim. */
  readonly pixels: number;
  readonly largestRadius: number;
  radius(node: number): number;
}

export class NodeGrid {
  readonly #x: Int16Array;
  readonly #y: Int16Array;
  readonly #side: number;
  /** Cell c, numbered row by row, holds #nodes[#start[c]] to #nodes[#start[c + 1] - 1]. */
  readonly #start: Uint32Array;
  readonly #nodes: Uint32Array;

  constructor(x: Int16Array, y: Int16Array) {
    this.#x = x;
    this.#y = y;
    this.#side = Math.max(1, Math.round(Math.sqrt(x.length / crowd)));
    this.#start = new Uint32Array(this.#side ** 2 + 1);
    for (let v = 0; v < x.length; v++) this.#start[this.#cell(x[v]!, y[v]!) + 1]!++;
    for (let c = 0; c < this.#side ** 2; c++) this.#start[c + 1]! += this.#start[c]!;
    this.#nodes = new Uint32Array(x.length);
    const fill = this.#start.slice();
    for (let v = 0; v < x.length; v++) this.#nodes[fill[this.#cell(x[v]!, y[v]!)]!++] = v;
  }

  /** The node whose rim is nearest to the point (x, y) of the plane, or null if none is within reach. */
  nearest(x: number, y: number, reach: Reach): number | null {
    const pixels = reach.pixels + reach.largestRadius;
    const [left, right] = [this.#index(x - pixels / reach.scaleX), this.#index(x + pixels / reach.scaleX)];
    const [top, bottom] = [this.#index(y - pixels / reach.scaleY), this.#index(y + pixels / reach.scaleY)];
    let found: number | null = null;
    let best = reach.pixels;
    for (let row = top; row <= bottom; row++) {
      const last = this.#start[row * this.#side + right + 1]!;
      for (let i = this.#start[row * this.#side + left]!; i < last; i++) {
        const node = this.#nodes[i]!;
        const distance = Math.hypot((this.#x[node]! - x) * reach.scaleX, (this.#y[node]! - y) * reach.scaleY);
        if (distance - reach.radius(node) <= best) {
          best = distance - reach.radius(node);
          found = node;
        }
      }
    }
    return found;
  }

  #cell(x: number, y: number): number {
    return this.#index(y) * this.#side + this.#index(x);
  }

  #index(coordinate: number): number {
    const index = Math.floor(((coordinate + planeRadius) / (2 * planeRadius)) * this.#side);
    return Math.min(this.#side - 1, Math.max(0, index));
  }
}
