/**
 * Draws the base picture, all nodes and channels, into plain memory.
 *
 * Lines are not stroked one over the other but added up: every line leaves a little ink on each pixel that it crosses,
 * and the sum is turned into a colour at the end. So 34,000 lines show where they are dense instead of covering each
 * other, a change of colours is cheap, and the time is that of adding numbers, on every machine, with or without a GPU.
 */
import { falling, nodeRadius, type Scene } from "./picture-scene.js";
import { densest, densityScale, mix, scaleSteps, type Rgb, type Tones } from "./picture-tones.js";
import { planeRadius, type Projection } from "./picture-view.js";

/** A bitmap to be drawn: its size and projection in device pixels, and how many of those make a CSS pixel. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly projection: Projection;
  readonly tones: Tones;
}

/** Edges drawn between two chances to pause. */
const stride = 256;

/** Pixels developed between two chances to pause. */
const slab = 1 << 18;

/** Nodes from this size on get a halo. */
const haloSize = 4.5;

export class Raster {
  readonly #scene: Scene;
  /** Edges, the largest first, so that a drawing cut short shows the most of what matters. */
  readonly #order: Uint32Array;
  /** How much ink an edge gets, per edge. */
  readonly #share: Float32Array;
  #frame: Frame | null = null;
  #ink = new Float32Array(0);

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#order = falling(scene.data.weight);
    this.#share = shares(scene);
  }

  /** Adds up the ink of a frame, the most visible lines first, and pauses at every yield. */
  *draw(frame: Frame): Generator<void, void, void> {
    this.#frame = frame;
    const pixels = frame.width * frame.height;
    if (this.#ink.length === pixels) this.#ink.fill(0);
    else this.#ink = new Float32Array(pixels);
    this.#halos(frame);
    const { data, edges } = this.#scene;
    const { scaleX, scaleY, offsetX, offsetY } = pixelCentres(frame);
    const exposure = this.#exposure(frame);
    const through = passingInk(frame);
    for (let i = 0; i < edges; i++) {
      if (i % stride === stride - 1) yield;
      const e = this.#order[i]!;
      const a = data.edgeA[e]!;
      const b = data.edgeB[e]!;
      const x0 = data.x[a]! * scaleX + offsetX;
      const y0 = data.y[a]! * scaleY + offsetY;
      const x1 = data.x[b]! * scaleX + offsetX;
      const y1 = data.y[b]! * scaleY + offsetY;
      const passing = !inside(frame, x0, y0) && !inside(frame, x1, y1);
      if (passing && through === 0) continue;
      this.#line(x0, y0, x1, y1, Math.min(0.9, this.#share[e]! * exposure) * (passing ? through : 1));
    }
  }

  /** Turns what is there so far, with all nodes, into pixels (width * height of them); pauses at every yield. */
  *develop(pixels: Uint32Array): Generator<void, void, void> {
    const frame = this.#frame;
    if (!frame) return;
    const scale = densityScale(frame.tones);
    const step = (scaleSteps - 1) / densest;
    const ink = this.#ink;
    for (let start = 0; start < ink.length; start += slab) {
      const end = Math.min(ink.length, start + slab);
      for (let i = start; i < end; i++) pixels[i] = scale[Math.min(scaleSteps - 1, (ink[i]! * step) | 0)]!;
      yield;
    }
    yield* this.#discs(frame, pixels);
  }

  /** Ink per line: the smaller the picture and the more lines, the less. */
  #exposure(frame: Frame): number {
    const crowd = Math.max(400, this.#scene.edges) / 34_000;
    return 0.11 * crowd ** -0.6 * (spanOf(frame) / 700) ** 0.4 * frame.ratio ** 0.5;
  }

  #line(x0: number, y0: number, x1: number, y1: number, ink: number): void {
    const { width, height } = this.#frame!;
    // Cut the line to the bitmap (Liang and Barsky); one row and column are kept free for the second pixel below.
    const dx = x1 - x0;
    const dy = y1 - y0;
    let from = 0;
    let to = 1;
    for (let side = 0; side < 4; side++) {
      const along = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy;
      const room = side === 0 ? x0 : side === 1 ? width - 2 - x0 : side === 2 ? y0 : height - 2 - y0;
      if (along === 0) {
        if (room < 0) return;
      } else if (along < 0) {
        from = Math.max(from, room / along);
      } else {
        to = Math.min(to, room / along);
      }
    }
    if (from >= to) return;
    // Walk along the longer axis; each step shares its ink between the two pixels that the line passes between.
    const flat = Math.abs(dx) >= Math.abs(dy);
    const long = flat ? dx : dy;
    const slope = (flat ? dy : dx) / long;
    const start = (flat ? x0 : y0) + (long > 0 ? from : to) * long;
    const end = (flat ? x0 : y0) + (long > 0 ? to : from) * long;
    const first = Math.round(start);
    const last = Math.round(end);
    const stepLong = flat ? 1 : width;
    const stepShort = flat ? width : 1;
    const sum = this.#ink;
    const amount = ink * Math.sqrt(1 + slope * slope);
    const low = 0;
    const high = (flat ? height : width) - 2;
    let short = (flat ? y0 : x0) + (first - (flat ? x0 : y0)) * slope;
    for (let at = first; at <= last; at++, short += slope) {
      const inside = short < low ? low : short > high ? high : short;
      const whole = inside | 0;
      const rest = (inside - whole) * amount;
      const i = at * stepLong + whole * stepShort;
      sum[i]! += amount - rest;
      sum[i + stepShort]! += rest;
    }
  }

  /** A soft light around the largest nodes, added like ink. */
  #halos(frame: Frame): void {
    const { data, size, nodeOrder } = this.#scene;
    const { scaleX, scaleY, offsetX, offsetY } = pixelCentres(frame);
    const span = spanOf(frame);
    const ink = this.#ink;
    for (const v of nodeOrder) {
      if (size[v]! < haloSize) break;
      const radius = nodeRadius(size[v]!, span) * frame.ratio * 3.2;
      const strength = 0.16 * (size[v]! - haloSize + 0.5);
      const x = data.x[v]! * scaleX + offsetX;
      const y = data.y[v]! * scaleY + offsetY;
      const { left, right, top, bottom } = around(frame, x, y, radius);
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const fall = 1 - Math.sqrt((column - x) ** 2 + (row - y) ** 2) / radius;
          if (fall > 0) ink[row * frame.width + column]! += strength * fall * fall;
        }
      }
    }
  }

  *#discs(frame: Frame, pixels: Uint32Array): Generator<void, void, void> {
    const { data, size, nodeOrder } = this.#scene;
    const { scaleX, scaleY, offsetX, offsetY } = pixelCentres(frame);
    const { background, node, hub } = frame.tones;
    const span = spanOf(frame);
    for (let i = nodeOrder.length - 1; i >= 0; i--) {
      if (i % stride === 0) yield;
      const v = nodeOrder[i]!;
      const radius = nodeRadius(size[v]!, span) * frame.ratio;
      const x = data.x[v]! * scaleX + offsetX;
      const y = data.y[v]! * scaleY + offsetY;
      const opacity = Math.min(1, 0.5 + 0.1 * size[v]!);
      // A rim sets the larger nodes off against the lines that meet in them.
      if (size[v]! >= haloSize - 1) disc(frame, pixels, x, y, radius + frame.ratio, background, 0.75);
      disc(frame, pixels, x, y, radius, mix(node, hub, Math.min(1, Math.max(0, (size[v]! - 3) / 6))), opacity);
    }
  }
}

/**
 * How much ink each edge gets; about 1 for a short channel of average size. Large channels get more. Long lines get
 * less: it is they that make a ball of hair of a drawn network.
 */
function shares({ data, edges }: Scene): Float32Array {
  const share = new Float32Array(edges);
  for (let e = 0; e < edges; e++) {
    const a = data.edgeA[e]!;
    const b = data.edgeB[e]!;
    const length = Math.sqrt((data.x[a]! - data.x[b]!) ** 2 + (data.y[a]! - data.y[b]!) ** 2);
    const byCapacity = Math.min(2, 0.35 + 0.22 * Math.log10(1 + Math.max(0, data.weight[e]!) / 1e5));
    share[e] = byCapacity / Math.sqrt(1 + (16 * length) / planeRadius);
  }
  return share;
}

/** The frame's projection, shifted so that whole numbers are the centres of pixels. */
function pixelCentres({ projection: p }: Frame): Projection {
  return { ...p, offsetX: p.offsetX - 0.5, offsetY: p.offsetY - 0.5 };
}

/** The mean diameter of the plane's disc in CSS pixels. */
function spanOf(frame: Frame): number {
  return (2 * planeRadius * Math.sqrt(frame.projection.scaleX * frame.projection.scaleY)) / frame.ratio;
}

/**
 * The part of its ink that a channel keeps if both its ends are out of view. Such lines tell nothing about the nodes in
 * view, and the closer the view, the more of them there are.
 */
function passingInk(frame: Frame): number {
  const enlarged = (spanOf(frame) * frame.ratio) / Math.sqrt(frame.width * frame.height);
  return Math.min(1, Math.max(0, (2.4 - enlarged) / 1.3));
}

function inside(frame: Frame, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < frame.width && y < frame.height;
}

/** The pixels of the frame that a circle may touch. */
function around(frame: Frame, x: number, y: number, radius: number): { left: number; right: number; top: number; bottom: number } {
  return {
    left: Math.max(0, Math.ceil(x - radius)),
    right: Math.min(frame.width - 1, Math.floor(x + radius)),
    top: Math.max(0, Math.ceil(y - radius)),
    bottom: Math.min(frame.height - 1, Math.floor(y + radius)),
  };
}

/** Blends a disc with a smooth rim over the pixels. */
function disc(frame: Frame, pixels: Uint32Array, x: number, y: number, radius: number, [r, g, b]: Rgb, opacity: number): void {
  const outer = radius + 0.5;
  const { left, right, top, bottom } = around(frame, x, y, outer);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const cover = Math.min(1, outer - Math.sqrt((column - x) ** 2 + (row - y) ** 2)) * opacity;
      if (cover <= 0) continue;
      const i = row * frame.width + column;
      const under = pixels[i]!;
      const red = under & 255;
      const green = (under >>> 8) & 255;
      const blue = (under >>> 16) & 255;
      pixels[i] =
        (255 << 24) |
        ((blue + (b - blue) * cover) << 16) |
        ((green + (g - green) * cover) << 8) |
        (red + (r - red) * cover);
    }
  }
}
