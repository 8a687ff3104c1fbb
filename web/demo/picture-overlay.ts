/** Draws what lies over the base picture: routes, payer and payee, the node under the pointer, names. */
import type { Spot } from "./picture-graph.js";
import type { Label } from "./picture-labels.js";
import { arcs, directionAt, grown, pointAt, type Arc, type Point } from "./picture-route.js";

/** Colours as CSS writes them. Routes take theirs in turn. */
export interface Palette {
  background: string;
  node: string;
  edge: string;
  label: string;
  route: string[];
  from: string;
  to: string;
  hover: string;
}

export interface RouteShape {
  readonly spots: readonly Spot[];
  /** Part of the payment that goes this way, 0 to 1. */
  readonly share: number;
}

export interface NameShape {
  readonly label: Label;
  readonly at: Point;
  readonly text: string;
  /** Names that are part of the answer stand out. */
  readonly strong: boolean;
}

export interface OverlayState {
  readonly width: number;
  readonly height: number;
  /** Device pixels to the CSS pixel. */
  readonly ratio: number;
  readonly palette: Palette;
  /** Family of the names' font, as CSS writes it. */
  readonly font: string;
  readonly routes: readonly RouteShape[];
  /** How much of the routes is drawn, 0 to 1. */
  readonly progress: number;
  readonly from: Spot | null;
  readonly to: Spot | null;
  readonly hover: Spot | null;
  /** Ends of the hovered node's channels. */
  readonly neighbours: readonly Point[];
  readonly names: readonly NameShape[];
  /** Whether the middle is marked, for those who point with the keyboard. */
  readonly crosshair: boolean;
}

/** Height of names in CSS pixels. */
export const nameSize = 12;
/** Radius of the marks of nodes on the way, and of payer and payee, with the rim around them. */
export const hopMark = 6.5;
export const endMark = 11;
/** Hops shorter than this, in CSS pixels, carry no arrow. */
const shortestArrow = 36;

export function drawOverlay(ctx: CanvasRenderingContext2D, state: OverlayState): void {
  ctx.setTransform(state.ratio, 0, 0, state.ratio, 0, 0);
  ctx.clearRect(0, 0, state.width, state.height);
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  drawNeighbours(ctx, state);
  const routes = state.routes.map((route, lane) => ({
    arcs: grown(arcs(route.spots, lane), state.progress),
    colour: state.palette.route[lane % state.palette.route.length] ?? state.palette.hover,
    width: 2.4 + 2.2 * Math.min(1, Math.max(0, route.share)),
  }));
  for (const route of routes) drawGlow(ctx, state, route.arcs, route.colour, route.width);
  for (const route of routes) drawLine(ctx, route.arcs, route.colour, route.width);
  state.routes.forEach((route, lane) => drawHops(ctx, state, route, routes[lane]!.colour));
  if (state.hover) drawRing(ctx, state.hover, state.palette.hover);
  if (state.from) drawFrom(ctx, state.from, state.palette);
  if (state.to) drawTo(ctx, state.to, state.palette);
  if (state.crosshair) drawCrosshair(ctx, state);
  drawNames(ctx, state);
}

function drawNeighbours(ctx: CanvasRenderingContext2D, { hover, neighbours, palette }: OverlayState): void {
  if (!hover) return;
  ctx.strokeStyle = palette.hover;
  ctx.lineWidth = 1;
  ctx.globalAlpha = Math.max(0.12, 0.5 / (1 + neighbours.length / 40));
  ctx.beginPath();
  for (const end of neighbours) {
    ctx.moveTo(hover.x, hover.y);
    ctx.lineTo(end.x, end.y);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** A dark casing against the lines below, and a light around the route. */
function drawGlow(ctx: CanvasRenderingContext2D, { palette }: OverlayState, hops: readonly Arc[], colour: string, width: number): void {
  trace(ctx, hops);
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.16;
  ctx.lineWidth = width + 10;
  ctx.stroke();
  ctx.strokeStyle = palette.background;
  ctx.globalAlpha = 0.85;
  ctx.lineWidth = width + 3;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function drawLine(ctx: CanvasRenderingContext2D, hops: readonly Arc[], colour: string, width: number): void {
  trace(ctx, hops);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
  ctx.fillStyle = colour;
  for (const hop of hops) {
    if (Math.hypot(hop.end.x - hop.start.x, hop.end.y - hop.start.y) < shortestArrow) continue;
    const tip = pointAt(hop, 0.54);
    const size = width + 4.5;
    ctx.save();
    ctx.translate(tip.x, tip.y);
    ctx.rotate(directionAt(hop, 0.54));
    ctx.beginPath();
    ctx.moveTo(size * 0.8, 0);
    ctx.lineTo(-size * 0.8, size * 0.8);
    ctx.lineTo(-size * 0.8, -size * 0.8);
    ctx.fill();
    ctx.restore();
  }
}

function trace(ctx: CanvasRenderingContext2D, hops: readonly Arc[]): void {
  ctx.beginPath();
  for (const hop of hops) {
    ctx.moveTo(hop.start.x, hop.start.y);
    ctx.quadraticCurveTo(hop.control.x, hop.control.y, hop.end.x, hop.end.y);
  }
}

/** The nodes on the way, as far as the drawing has come. */
function drawHops(ctx: CanvasRenderingContext2D, state: OverlayState, route: RouteShape, colour: string): void {
  const reached = state.progress * (route.spots.length - 1);
  route.spots.forEach((spot, i) => {
    if (i > reached + 1e-9) return;
    circle(ctx, spot, hopMark - 1.5);
    ctx.fillStyle = state.palette.background;
    ctx.fill();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  });
}

function drawRing(ctx: CanvasRenderingContext2D, spot: Spot, colour: string): void {
  circle(ctx, spot, spot.radius + 3.5);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** The payer is a full circle. */
function drawFrom(ctx: CanvasRenderingContext2D, spot: Spot, palette: Palette): void {
  circle(ctx, spot, 10);
  ctx.fillStyle = palette.background;
  ctx.fill();
  circle(ctx, spot, 7);
  ctx.fillStyle = palette.from;
  ctx.fill();
}

/** The payee is an open diamond: shape tells the two apart where colour does not. */
function drawTo(ctx: CanvasRenderingContext2D, spot: Spot, palette: Palette): void {
  for (const [size, style] of [[12.5, palette.background], [9.5, palette.to], [4.5, palette.background]] as const) {
    ctx.beginPath();
    ctx.moveTo(spot.x, spot.y - size);
    ctx.lineTo(spot.x + size, spot.y);
    ctx.lineTo(spot.x, spot.y + size);
    ctx.lineTo(spot.x - size, spot.y);
    ctx.closePath();
    ctx.fillStyle = style;
    ctx.fill();
  }
}

function drawCrosshair(ctx: CanvasRenderingContext2D, { width, height, palette }: OverlayState): void {
  const [x, y] = [width / 2, height / 2];
  ctx.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    ctx.moveTo(x + 9 * dx, y + 9 * dy);
    ctx.lineTo(x + 18 * dx, y + 18 * dy);
  }
  for (const [style, line] of [[palette.background, 5], [palette.hover, 2]] as const) {
    ctx.strokeStyle = style;
    ctx.lineWidth = line;
    ctx.stroke();
  }
}

/** The font of names, in the form that canvases take. */
export function nameFont(family: string): string {
  return `500 ${nameSize}px ${family}`;
}

/**
 * Names are written by fillText, which knows no markup, left to right whatever they contain, and each in a call of its
 * own, so that no name turns another around.
 */
function drawNames(ctx: CanvasRenderingContext2D, { names, font, palette }: OverlayState): void {
  ctx.font = nameFont(font);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.direction = "ltr";
  for (const { label, at, text, strong } of names) {
    ctx.globalAlpha = strong ? 1 : 0.8;
    ctx.strokeStyle = palette.background;
    ctx.lineWidth = strong ? 4 : 3;
    ctx.strokeText(text, at.x + label.dx, at.y + label.dy);
    ctx.fillStyle = palette.label;
    ctx.fillText(text, at.x + label.dx, at.y + label.dy);
  }
  ctx.globalAlpha = 1;
}

function circle(ctx: CanvasRenderingContext2D, at: Point, radius: number): void {
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI);
}
