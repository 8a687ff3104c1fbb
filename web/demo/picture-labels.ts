/** Which names are written beside their nodes, and on which side, so that none covers another. */

/** A node that would like a label: where it is drawn in CSS pixels, and how wide its name is. */
export interface Candidate {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  /** Of the node's disc. */
  readonly radius: number;
  readonly width: number;
}

/** Where a name is written: the left end of its middle line, relative to the node. */
export interface Label {
  readonly node: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
}

export interface Space {
  readonly width: number;
  readonly height: number;
  readonly lineHeight: number;
  readonly most: number;
  /** Where no name may lie. */
  readonly reserved: readonly Box[];
}

/** A rectangle in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const gap = 4;

/**
 * Places labels for the candidates, in their order, each on the first side that is free: right, left, above, below.
 * A candidate without a free side stays without a label. Names never leave the space, cover another name, or lie on
 * the disc of a node that has a label already.
 */
export function placeLabels(candidates: Iterable<Candidate>, space: Space): Label[] {
  const taken: Box[] = [...space.reserved];
  const labels: Label[] = [];
  for (const c of candidates) {
    if (labels.length >= space.most) break;
    for (const [dx, dy] of sides(c, space.lineHeight)) {
      const box = boxOf(c.x + dx, c.y + dy, c.width, space.lineHeight);
      if (box.left < 0 || box.top < 0 || box.right > space.width || box.bottom > space.height) continue;
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box, discBox(c));
      labels.push({ node: c.node, dx, dy, width: c.width });
      break;
    }
  }
  return labels;
}

/** The square around a disc. */
export function discBox({ x, y, radius }: { x: number; y: number; radius: number }): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function sides(c: Candidate, lineHeight: number): [number, number][] {
  const out = c.radius + gap;
  const up = c.radius + lineHeight / 2 + 1;
  return [
    [out, 0],
    [-out - c.width, 0],
    [-c.width / 2, -up],
    [-c.width / 2, up],
  ];
}

function boxOf(x: number, y: number, width: number, lineHeight: number): Box {
  return { left: x, top: y - lineHeight / 2, right: x + width, bottom: y + lineHeight / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
