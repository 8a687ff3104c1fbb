/** Colours as numbers, and the scale from density of lines to colour. */

/** Red, green, blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

/** The colours of the base picture. */
export interface Tones {
  readonly background: Rgb;
  readonly edge: Rgb;
  readonly node: Rgb;
  /** What the nodes turn to as they get larger. */
  readonly hub: Rgb;
}

/** Steps of the density scale; its last step stands for `densest` and all above. */
export const scaleSteps = 1024;
export const densest = 5;

export function mix(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** An opaque pixel as it lies in an ImageData seen as 32-bit numbers (every platform with these APIs is little-endian). */
export function pixel([r, g, b]: Rgb): number {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

/**
 * Pixels by density. The scale saturates, as film does: one line is visible, ten show as more than five, and a thousand
 * do not burn out. Sparse lines have the edges' colour, dense ones turn towards the nodes'.
 */
export function densityScale(tones: Tones): Uint32Array {
  const scale = new Uint32Array(scaleSteps);
  for (let i = 0; i < scaleSteps; i++) {
    const exposed = 1 - Math.exp((-densest * i) / (scaleSteps - 1));
    const ink = mix(tones.edge, tones.node, exposed ** 2 * 0.75);
    scale[i] = pixel(mix(tones.background, ink, Math.min(1, exposed * 1.15)));
  }
  return scale;
}
