/**
 * The picture's place on the page: loads the drawing code and the graph's shape after the first route is there, keeps
 * the route on it, and turns clicks into payer and payee.
 */
import { nodeName, shortKey } from "./alias.js";
import { isolated } from "./dom.js";
import { counted } from "./format.js";
import { keyOf, type Lightpane, type NodeSummary, type Picture as Shape, type Route } from "lightpane";
import { LazyNames } from "./names.js";
import type { Palette, Picture } from "./picture.js";

export type Role = "from" | "to";

export interface StageParts {
  host: HTMLElement;
  note: HTMLElement;
  modes: Readonly<Record<Role, HTMLInputElement>>;
}

export interface StageOptions {
  picked(role: Role, key: string): void;
  /** Undefined if the graph has no such node. */
  lookup(key: string): Promise<NodeSummary | undefined>;
}

export interface End {
  key: string;
  alias: string | undefined;
}

/** What the picture shows of a search. */
export interface Shown {
  from: End | undefined;
  to: End | undefined;
  route: Route | undefined;
}

const hint = "Scroll or pinch to zoom, drag to move, click a node to choose it.";
/** As many of the largest nodes have their names from the first frame on. */
const namedAtOnce = 60;
/** A node with fewer neighbours makes a dull example. */
const leastNeighbours = 4;

export class Stage {
  readonly #parts: StageParts;
  readonly #options: StageOptions;
  #picture: Picture | undefined;
  #shape: Shape | undefined;
  #places = new Map<string, number>();
  #names: LazyNames;
  #shown: Shown = { from: undefined, to: undefined, route: undefined };

  constructor(parts: StageParts, options: StageOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#names = this.#newNames();
  }

  /** Draws the graph, or draws it again after it has changed. Never rejects: the page works without. */
  async draw(engine: Lightpane): Promise<void> {
    try {
      await engine.directory();
      const [shape, drawing] = await Promise.all([engine.picture(), import("./picture.js")]);
      if (this.#picture && shape.revision === this.#shape?.revision) return;
      this.#shape = shape;
      this.#places = new Map(Array.from({ length: shape.nodes }, (_, i) => [keyOf(shape, i), i]));
      this.#names = this.#newNames();
      await this.#names.learn(byNeighbours(shape).slice(0, namedAtOnce));
      this.#picture ??= new drawing.Picture(this.#parts.host, {
        palette: palette(),
        label: (node) => this.#names.get(node),
        onPick: (node) => this.#pick(node),
        onHover: (node) => void this.#hover(node),
      });
      this.#picture.setData(shape);
      this.#parts.note.textContent = shape.positioned ? hint : "The server offers no positions, so nodes lie on one spot.";
      this.show(this.#shown);
    } catch (error) {
      reportError(error);
      this.#parts.note.textContent = "The picture could not be drawn. Everything else works without it.";
    }
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const { from, to, route } = shown;
    if (!this.#picture) return;
    const stops: End[] = route?.hops.map((hop) => ({ key: hop.node, alias: hop.alias })) ?? [];
    const ends = [from, to].filter((end) => end !== undefined);
    for (const { key, alias } of [...ends, ...stops]) {
      const place = this.#places.get(key);
      if (place !== undefined && alias !== undefined) this.#names.set(place, nodeName(alias, key));
    }
    this.#picture.setEnds(this.#place(from?.key), this.#place(to?.key));
    // A hop through a node that only an invoice knows has no place on the picture.
    const nodes = [...(from ? [from] : []), ...stops].map((stop) => this.#place(stop.key)).filter((place) => place !== null);
    this.#picture.showRoutes(route ? [{ nodes }] : []);
  }

  /** The colours of the page are others now. */
  recolour(): void {
    this.#picture?.setPalette(palette());
  }

  /** Two well-connected nodes at random; undefined until the graph's shape is there. */
  randomPair(): { from: string; to: string } | undefined {
    const shape = this.#shape;
    if (!shape) return undefined;
    const degree = neighbours(shape);
    const candidates = [...degree.keys()].filter((node) => (degree[node] ?? 0) >= leastNeighbours);
    if (candidates.length < 2) return undefined;
    const [a, b] = twoOf(candidates.length);
    return { from: keyOf(shape, candidates[a] ?? 0), to: keyOf(shape, candidates[b] ?? 1) };
  }

  #newNames(): LazyNames {
    return new LazyNames((node) => this.#key(node), this.#options.lookup, () => this.#picture?.namesChanged());
  }

  #place(key: string | undefined): number | null {
    return key === undefined ? null : (this.#places.get(key) ?? null);
  }

  #key(node: number): string {
    return this.#shape ? keyOf(this.#shape, node) : "";
  }

  #pick(node: number): void {
    const { modes } = this.#parts;
    const role: Role = modes.from.checked ? "from" : "to";
    modes[role === "from" ? "to" : "from"].checked = true;
    this.#options.picked(role, this.#key(node));
  }

  async #hover(node: number | null): Promise<void> {
    const { note } = this.#parts;
    const summary = node === null ? undefined : await this.#options.lookup(this.#key(node));
    if (summary === undefined) return note.replaceChildren(hint);
    const name = nodeName(summary.alias, summary.key);
    note.replaceChildren(isolated(name), `, ${shortKey(summary.key)}, ${counted(summary.channels, "channel")}`);
  }
}

/** How many others each node shares channels with. */
function neighbours(shape: Shape): Uint32Array {
  const degree = new Uint32Array(shape.nodes);
  for (const ends of [shape.edgeA, shape.edgeB]) for (const node of ends) degree[node] = (degree[node] ?? 0) + 1;
  return degree;
}

function byNeighbours(shape: Shape): number[] {
  const degree = neighbours(shape);
  return [...degree.keys()].sort((a, b) => (degree[b] ?? 0) - (degree[a] ?? 0));
}

/** Two different places below n. */
function twoOf(n: number): [number, number] {
  const [x = 0, y = 0] = crypto.getRandomValues(new Uint32Array(2));
  const a = x % n;
  const b = y % (n - 1);
  return [a, b >= a ? b + 1 : b];
}

/** The picture's colours, from the same tokens as the page's: a probe turns each into a colour that a canvas reads. */
function palette(): Palette {
  const probe = document.createElement("span");
  probe.style.forcedColorAdjust = "none"; // or all of them would be one colour in a high-contrast theme
  document.body.append(probe);
  const token = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    background: token("--sunk"),
    node: token("--picture-node"),
    edge: token("--picture-edge"),
    label: token("--ink"),
    route: [token("--route")],
    from: token("--from"),
    to: token("--to"),
    hover: token("--ink"),
  };
  probe.remove();
  return colours;
}
