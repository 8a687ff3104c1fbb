/**
 * The picture of the network: all nodes and channels, faint, with routes over them.
 *
 * The base picture is painted in a worker (picture-raster) and shown as a bitmap, which is moved and stretched while the
 * view changes and replaced as soon as the worker has painted the new view. Routes, names and the node under the pointer
 * are drawn over it on the page's thread, each time anew: they are few.
 *
 * The picture is an addition. What it shows, the page also says in words and tables.
 */
import { BasePicture } from "./picture-base.js";
import { listen } from "./picture-gestures.js";
import { DrawnGraph, type Spot } from "./picture-graph.js";
import { discBox, type Label } from "./picture-labels.js";
import { Motion, prefersStillness } from "./picture-motion.js";
import { Names } from "./picture-names.js";
import { drawOverlay, endMark, hopMark, nameFont, nameSize, type Palette } from "./picture-overlay.js";
import type { PictureData } from "./picture-scene.js";
import { buttonsSize, readColours, Stage } from "./picture-stage.js";
import { mix, type Rgb, type Tones } from "./picture-tones.js";
import { blend, bound, frame, home, pan, project, zoomAt, type Camera, type Viewport } from "./picture-view.js";

export type { Palette, PictureData };

export interface PictureOptions {
  palette: Palette;
  /** Where picture-worker.js is, if not beside this module. */
  workerURL?: URL;
  /** The name of a node; any text, it is made harmless before it is drawn. */
  label(node: number): string;
  /** A node was clicked, tapped, or chosen by key. */
  onPick(node: number): void;
  /** The pointer is over another node than before, or over none. */
  onHover?(node: number | null): void;
}

export interface PictureRoute {
  /** From payer to payee. */
  nodes: number[];
  /** Part of the amount that goes this way, 0 to 1; all of it if left out. */
  share?: number;
}

/** Milliseconds after the last movement until names are chosen anew. */
const settle = 120;
const keyStep = 64;
const reachOf = { mouse: 8, finger: 22, crosshair: 40 };

export class Picture {
  readonly #options: PictureOptions;
  readonly #stage: Stage;
  readonly #base: BasePicture;
  readonly #closing = new AbortController();
  readonly #flight = new Motion();
  readonly #growth = new Motion();
  readonly #font: string;

  #palette: Palette;
  #tones: Tones;
  #viewport: Viewport = { width: 0, height: 0 };
  #camera: Camera = home;
  #graph: DrawnGraph | null = null;
  #names: Names;
  #labels: Label[] = [];
  #drawing = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #baseIsStale = true;
  #routes: PictureRoute[] = [];
  #progress = 1;
  #from: number | null = null;
  #to: number | null = null;
  #hover: number | null = null;
  #crosshair = false;

  constructor(host: HTMLElement, options: PictureOptions) {
    this.#options = options;
    this.#stage = new Stage(host, {
      zoomIn: () => this.#zoomFromMiddle(1.6),
      zoomOut: () => this.#zoomFromMiddle(1 / 1.6),
      showAll: () => this.#fly(home),
    });
    this.#palette = this.#resolved(options.palette);
    this.#tones = tonesOf(this.#palette);
    this.#font = getComputedStyle(host).fontFamily;
    this.#names = this.#newNames();
    const workerURL = options.workerURL ?? new URL("./picture-worker.js", import.meta.url);
    this.#base = new BasePicture(this.#stage, workerURL, () => this.#fade());
    const signal = this.#closing.signal;
    const box = this.#stage.box;
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(box);
    signal.addEventListener("abort", () => observer.disconnect());
    // The number of device pixels also changes when the window goes to another screen.
    window.addEventListener("resize", () => this.#measure(), { signal });
    box.addEventListener("focus", () => this.#aim(box.matches(":focus-visible")), { signal });
    box.addEventListener("blur", () => this.#aim(false), { signal });
    box.addEventListener("pointerdown", () => this.#aim(false), { signal });
    this.#listen(signal);
    this.#measure();
  }

  /** Replaces the graph. Routes, payer and payee are forgotten: they were numbers of nodes of the other graph. */
  setData(data: PictureData): void {
    this.#graph = new DrawnGraph(data);
    this.#names = this.#newNames();
    this.#labels = [];
    this.#routes = [];
    this.#from = this.#to = this.#hover = null;
    this.#camera = home;
    this.#flight.cancel();
    this.#growth.cancel();
    this.#base.setGraph(data);
    this.#fade();
    this.#describe();
    this.#changed();
  }

  /** Shows these routes and no others, and moves the view so that they are seen whole; none takes the last ones away. */
  showRoutes(routes: readonly PictureRoute[]): void {
    const graph = this.#graph;
    if (!graph) return;
    this.#routes = routes.map((route) => ({ ...route, nodes: route.nodes.filter((node) => graph.has(node)) }));
    this.#describe();
    const nodes = this.#routes.flatMap((route) => route.nodes);
    this.#growth.cancel();
    this.#progress = 1;
    if (nodes.length > 0) {
      this.#fly(frame(nodes.map((node) => graph.point(node)), this.#viewport, 4));
      if (!prefersStillness()) {
        this.#progress = 0;
        this.#growth.start(900, (t) => {
          this.#progress = t;
          this.#redraw();
        });
      }
    }
    this.#fade();
    this.#rest();
    this.#redraw();
  }

  /** Marks payer and payee. */
  setEnds(from: number | null, to: number | null): void {
    const known = (node: number | null): number | null => (node !== null && this.#graph?.has(node) ? node : null);
    this.#from = known(from);
    this.#to = known(to);
    this.#describe();
    this.#rest();
    this.#redraw();
  }

  /** Changes the colours. Call it also when the same words mean other colours, as with variables and light-dark(). */
  setPalette(palette: Palette): void {
    this.#palette = this.#resolved(palette);
    this.#tones = tonesOf(this.#palette);
    this.#changed();
  }

  /** Asks for the names again, after some that were not known have come. */
  namesChanged(): void {
    this.#names = this.#newNames();
    this.#describe();
    this.#rest();
    this.#redraw();
  }

  /** Moves the view to a node. */
  focus(node: number): void {
    if (!this.#graph?.has(node)) return;
    this.#fly(bound({ ...this.#graph.point(node), zoom: Math.max(5, this.#camera.zoom) }));
  }

  /** Takes the picture out of the page and ends its worker. */
  close(): void {
    this.#closing.abort();
    this.#flight.cancel();
    this.#growth.cancel();
    cancelAnimationFrame(this.#drawing);
    clearTimeout(this.#settling);
    this.#base.close();
    this.#stage.remove();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #listen(signal: AbortSignal): void {
    listen(this.#stage.box, {
      pan: (dx, dy) => {
        this.#flight.cancel();
        this.#look(pan(this.#camera, this.#viewport, dx, dy));
      },
      zoom: (factor, x, y) => {
        this.#flight.cancel();
        const next = zoomAt(this.#camera, this.#viewport, x, y, factor);
        if (next.zoom === this.#camera.zoom) return false;
        this.#look(next);
        return true;
      },
      tap: (x, y, coarse) => {
        const node = this.#nearest(x, y, coarse ? reachOf.finger : reachOf.mouse);
        if (node !== null) this.#options.onPick(node);
      },
      hover: (at) => this.#setHover(at && this.#nearest(at.x, at.y, reachOf.mouse)),
      key: (key) => this.#key(key),
      dragsWithOneFinger: () => this.#camera.zoom > home.zoom,
    }, signal);
  }

  #key(key: string): boolean {
    this.#aim(true);
    switch (key) {
      case "ArrowLeft": return this.#step(keyStep, 0);
      case "ArrowRight": return this.#step(-keyStep, 0);
      case "ArrowUp": return this.#step(0, keyStep);
      case "ArrowDown": return this.#step(0, -keyStep);
      case "+": case "=": this.#zoomFromMiddle(1.6); return true;
      case "-": case "_": this.#zoomFromMiddle(1 / 1.6); return true;
      case "0": case "Home": this.#fly(home); return true;
      case "Enter": case " ":
        if (this.#hover !== null) this.#options.onPick(this.#hover);
        return true;
      default: return false;
    }
  }

  #step(dx: number, dy: number): boolean {
    this.#flight.cancel();
    this.#look(pan(this.#camera, this.#viewport, dx, dy));
    return true;
  }

  #zoomFromMiddle(factor: number): void {
    this.#fly(zoomAt(this.#camera, this.#viewport, this.#viewport.width / 2, this.#viewport.height / 2, factor), 200);
  }

  /** Turns pointing with the middle of the picture on or off. */
  #aim(on: boolean): void {
    if (on === this.#crosshair) return;
    this.#crosshair = on;
    if (on) this.#pointWithMiddle();
    else this.#setHover(null);
    this.#redraw();
  }

  #pointWithMiddle(): void {
    this.#setHover(this.#nearest(this.#viewport.width / 2, this.#viewport.height / 2, reachOf.crosshair));
    if (this.#hover !== null) this.#stage.announce(this.#names.text(this.#hover));
  }

  #setHover(node: number | null): void {
    if (node === this.#hover) return;
    this.#hover = node;
    this.#stage.box.style.cursor = node === null ? "" : "pointer";
    this.#options.onHover?.(node);
    this.#rest();
    this.#redraw();
  }

  #nearest(x: number, y: number, pixels: number): number | null {
    return this.#graph?.nearest(x, y, project(this.#camera, this.#viewport), pixels) ?? null;
  }

  #fly(to: Camera, milliseconds = 650): void {
    this.#flight.cancel();
    if (prefersStillness()) {
      this.#look(to);
      return;
    }
    const start = this.#camera;
    this.#flight.start(milliseconds, (t) => this.#look(blend(start, to, t)));
  }

  #look(camera: Camera): void {
    this.#camera = camera;
    // At rest a finger scrolls the page past the picture; enlarged, it moves the picture.
    this.#stage.box.style.touchAction = camera.zoom > home.zoom ? "none" : "pan-y";
    if (this.#crosshair) this.#pointWithMiddle();
    this.#changed();
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#stage.box;
    this.#viewport = { width, height };
    this.#changed();
  }

  /** The base picture has to be painted anew. */
  #changed(): void {
    this.#baseIsStale = true;
    this.#rest();
    this.#redraw();
  }

  /** Chooses names anew when nothing has moved for a while. */
  #rest(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      this.#redraw();
    }, settle);
  }

  #redraw(): void {
    if (this.#closing.signal.aborted) return;
    this.#drawing ||= requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const graph = this.#graph;
    const { width, height } = this.#viewport;
    if (!graph || width === 0 || height === 0) return;
    const p = project(this.#camera, this.#viewport);
    if (this.#baseIsStale) this.#base.request(p, this.#viewport, this.#tones);
    this.#baseIsStale = false;
    this.#base.place(p);
    const onRoute = new Set(this.#routes.flatMap((route) => route.nodes));
    const spot = (node: number): Spot => {
      const drawn = graph.spot(node, p);
      const mark = node === this.#from || node === this.#to ? endMark : onRoute.has(node) ? hopMark : 0;
      return { ...drawn, radius: Math.max(drawn.radius, mark) };
    };
    const strong = new Set([this.#from, this.#to, this.#hover, ...onRoute].filter((v) => v !== null));
    this.#labels = this.#placeNames(graph, strong, spot);
    const ratio = Math.min(3, devicePixelRatio);
    drawOverlay(this.#stage.overlay(width, height, ratio), {
      width, height, ratio, palette: this.#palette, font: this.#font,
      routes: this.#routes.map((route) => ({ spots: route.nodes.map(spot), share: route.share ?? 1 })),
      progress: this.#progress,
      from: this.#from === null ? null : spot(this.#from),
      to: this.#to === null ? null : spot(this.#to),
      hover: this.#hover === null ? null : spot(this.#hover),
      neighbours: this.#hover === null ? [] : graph.neighbours(this.#hover).map(spot),
      names: this.#labels.map((label) => ({
        label, at: spot(label.node), text: this.#names.text(label.node), strong: strong.has(label.node),
      })),
      crosshair: this.#crosshair,
    });
  }

  #placeNames(graph: DrawnGraph, strong: Set<number>, spot: (node: number) => Spot): Label[] {
    const { width, height } = this.#viewport;
    // While the view moves, no new name appears: only those stay that still have room.
    const moving = this.#settling !== undefined;
    const rest = moving ? this.#labels.map((label) => label.node) : graph.largestFirst;
    const buttons = { left: width - buttonsSize.width, top: 0, right: width, bottom: buttonsSize.height };
    // With a route in the picture, the names of bystanders are but landmarks.
    const area = this.#hasRoute() ? 70_000 : 30_000;
    return this.#names.place(strong, rest, spot, {
      width, height, lineHeight: nameSize * 1.3,
      most: Math.max(5, Math.min(36, (width * height) / area)) + strong.size,
      reserved: [buttons, ...Array.from(strong, (node) => discBox(spot(node)))],
    });
  }

  #fade(): void {
    this.#stage.fadeBase(this.#base.visible ? (this.#hasRoute() ? 0.62 : 1) : 0, !prefersStillness());
  }

  #hasRoute(): boolean {
    return this.#routes.some((route) => route.nodes.length > 0);
  }

  #resolved(palette: Palette): Palette {
    const one = (css: string): string => this.#stage.resolve(css);
    return {
      background: one(palette.background), node: one(palette.node), edge: one(palette.edge), label: one(palette.label),
      route: palette.route.map(one), from: one(palette.from), to: one(palette.to), hover: one(palette.hover),
    };
  }

  #newNames(): Names {
    const ctx = document.createElement("canvas").getContext("2d");
    return new Names(this.#options.label, (text) => {
      if (!ctx) return text.length * nameSize;
      ctx.font = nameFont(this.#font);
      return ctx.measureText(text).width;
    });
  }

  #describe(): void {
    if (!this.#graph) return;
    const { nodes, channels } = this.#graph;
    const sentences = [`${nodes.toLocaleString("en")} nodes as points and ${channels.toLocaleString("en")} channels as lines.`];
    if (this.#from !== null) sentences.push(`Payer: ${this.#names.text(this.#from)}.`);
    if (this.#to !== null) sentences.push(`Payee: ${this.#names.text(this.#to)}.`);
    for (const route of this.#routes) {
      if (route.nodes.length > 0) sentences.push(`Route: ${route.nodes.map((node) => this.#names.text(node)).join(", ")}.`);
    }
    this.#stage.describe(sentences.join(" "));
  }
}

/** The base picture's colours; the largest nodes stand out by half of what sets names off. */
function tonesOf(palette: Palette): Tones {
  const [background, edge, node, label] = readColours([palette.background, palette.edge, palette.node, palette.label]) as [Rgb, Rgb, Rgb, Rgb];
  return { background, edge, node, hub: mix(node, label, 0.5) };
}
