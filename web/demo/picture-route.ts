/** The shape of a route on the screen: one gentle arc per hop, so that it stands out among straight lines. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A quadratic Bézier curve. */
export interface Arc {
  readonly start: Point;
  readonly control: Point;
  readonly end: Point;
}

/**
 * The arcs along points. Routes that are drawn together get different lanes, 0, 1, 2 …, and lie beside each other where
 * they share a hop: each lane bends more than the last, in turn to the right and to the left of its way.
 */
export function arcs(points: readonly Point[], lane: number): Arc[] {
  const bend = (0.07 + 0.06 * (lane >> 1)) * (lane % 2 === 0 ? 1 : -1);
  const hops: Arc[] = [];
  for (let i = 1; i < points.length; i++) {
    const start = points[i - 1]!;
    const end = points[i]!;
    const control = {
      x: (start.x + end.x) / 2 - 2 * bend * (end.y - start.y),
      y: (start.y + end.y) / 2 + 2 * bend * (end.x - start.x),
    };
    hops.push({ start, control, end });
  }
  return hops;
}

/** The point of an arc at t, from 0 to 1. */
export function pointAt({ start, control, end }: Arc, t: number): Point {
  const s = 1 - t;
  return {
    x: s * s * start.x + 2 * s * t * control.x + t * t * end.x,
    y: s * s * start.y + 2 * s * t * control.y + t * t * end.y,
  };
}

/** Which way the arc runs at t, in radians, as Math.atan2 counts. */
export function directionAt({ start, control, end }: Arc, t: number): number {
  const s = 1 - t;
  return Math.atan2(
    s * (control.y - start.y) + t * (end.y - control.y),
    s * (control.x - start.x) + t * (end.x - control.x),
  );
}

/** The first part of an arc, up to t (de Casteljau). */
export function firstPart(arc: Arc, t: number): Arc {
  return {
    start: arc.start,
    control: { x: arc.start.x + (arc.control.x - arc.start.x) * t, y: arc.start.y + (arc.control.y - arc.start.y) * t },
    end: pointAt(arc, t),
  };
}

/** The part of a route that is drawn when its drawing is done to progress, from 0 to 1: every hop takes its share. */
export function grown(hops: readonly Arc[], progress: number): Arc[] {
  const reached = progress * hops.length;
  const whole = Math.min(hops.length, Math.floor(reached));
  const part = hops[whole];
  const rest = reached - whole;
  return part && rest > 0 ? [...hops.slice(0, whole), firstPart(part, rest)] : hops.slice(0, whole);
}
