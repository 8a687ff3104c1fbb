/**
 * Where the picture is looked at from. Three frames of reference meet here:
 *
 * - the plane: what the layout computed, a disc of radius 32767 around the origin, x to the right, y down;
 * - the viewport: CSS pixels from the upper left corner of the picture's box;
 * - a bitmap: device pixels, covering the viewport and a margin around it.
 *
 * The disc is stretched to an ellipse in a box that is wider than high, or the other way round: positions carry no
 * meaning but nearness, and empty sides help nobody.
 */

/** The radius of the plane's disc. */
export const planeRadius = 32767;

/** Size of the picture's box in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** The point of the plane in the middle of the viewport, and the enlargement; 1 shows the whole disc. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** An affine map without rotation: pixel = plane * scale + offset, for each axis. */
export interface Projection {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

export const home: Camera = { x: 0, y: 0, zoom: 1 };

const smallestZoom = 0.75;
const largestZoom = 48;
const mostStretch = 1.9;
const padding = 12;

/** The projection onto the viewport. */
export function project(camera: Camera, viewport: Viewport): Projection {
  const fitX = Math.max(1, viewport.width - 2 * padding) / (2 * planeRadius);
  const fitY = Math.max(1, viewport.height - 2 * padding) / (2 * planeRadius);
  const scaleX = Math.min(fitX, fitY * mostStretch) * camera.zoom;
  const scaleY = Math.min(fitY, fitX * mostStretch) * camera.zoom;
  return {
    scaleX,
    scaleY,
    offsetX: viewport.width / 2 - camera.x * scaleX,
    offsetY: viewport.height / 2 - camera.y * scaleY,
  };
}

/** The projection onto a bitmap that reaches margin CSS pixels over the viewport on every side. */
export function projectBitmap(p: Projection, margin: number, ratio: number): Projection {
  return {
    scaleX: p.scaleX * ratio,
    scaleY: p.scaleY * ratio,
    offsetX: (p.offsetX + margin) * ratio,
    offsetY: (p.offsetY + margin) * ratio,
  };
}

/** The map that moves a picture drawn with one projection to where another would have drawn it. */
export function between(drawn: Projection, wanted: Projection): Projection {
  const scaleX = wanted.scaleX / drawn.scaleX;
  const scaleY = wanted.scaleY / drawn.scaleY;
  return {
    scaleX,
    scaleY,
    offsetX: wanted.offsetX - drawn.offsetX * scaleX,
    offsetY: wanted.offsetY - drawn.offsetY * scaleY,
  };
}

/** The camera within its bounds: the disc never leaves the viewport. */
export function bound(camera: Camera): Camera {
  const zoom = clamp(camera.zoom, smallestZoom, largestZoom);
  const reach = planeRadius * Math.max(0, 1 - 0.6 / zoom);
  const distance = Math.hypot(camera.x, camera.y);
  const pull = distance > reach ? reach / distance : 1;
  return { x: camera.x * pull, y: camera.y * pull, zoom };
}

/** Moves the picture by CSS pixels, as a dragging hand does. */
export function pan(camera: Camera, viewport: Viewport, dx: number, dy: number): Camera {
  const p = project(camera, viewport);
  return bound({ x: camera.x - dx / p.scaleX, y: camera.y - dy / p.scaleY, zoom: camera.zoom });
}

/** Enlarges by factor and keeps what lies under the point (px, py) of the viewport where it is. */
export function zoomAt(camera: Camera, viewport: Viewport, px: number, py: number, factor: number): Camera {
  const before = project(camera, viewport);
  const zoom = clamp(camera.zoom * factor, smallestZoom, largestZoom);
  const after = project({ ...camera, zoom }, viewport);
  const dx = px - viewport.width / 2;
  const dy = py - viewport.height / 2;
  return bound({
    x: camera.x + dx / before.scaleX - dx / after.scaleX,
    y: camera.y + dy / before.scaleY - dy / after.scaleY,
    zoom,
  });
}

/** The camera that shows all these points with room around them, no closer than closest and no further than home. */
export function frame(points: readonly { x: number; y: number }[], viewport: Viewport, closest: number): Camera {
  if (points.length === 0) return home;
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const base = project(home, viewport);
  // A fifth of the box on every side is left for labels and for context.
  const zoomX = (0.6 * viewport.width) / Math.max(1e-9, (right - left) * base.scaleX);
  const zoomY = (0.6 * viewport.height) / Math.max(1e-9, (bottom - top) * base.scaleY);
  const zoom = Math.max(1, Math.min(closest, zoomX, zoomY));
  return bound({ x: (left + right) / 2, y: (top + bottom) / 2, zoom });
}

/** The camera on the way from a to b, at t from 0 to 1: the enlargement changes by equal factors in equal times. */
export function blend(a: Camera, b: Camera, t: number): Camera {
  const zoom = a.zoom * (b.zoom / a.zoom) ** t;
  // The centre moves in step with the picture's scale, or a zoom would seem to swerve.
  const s = Math.abs(b.zoom - a.zoom) < 1e-9 ? t : ((1 / a.zoom - 1 / zoom) / (1 / a.zoom - 1 / b.zoom));
  return { x: a.x + (b.x - a.x) * s, y: a.y + (b.y - a.y) * s, zoom };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
