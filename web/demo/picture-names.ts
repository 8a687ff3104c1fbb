/** Names of nodes for the picture: safe to draw, measured once, and chosen by what matters. */
import { displayAlias } from "./alias.js";
import type { Spot } from "./picture-graph.js";
import { placeLabels, type Candidate, type Label, type Space } from "./picture-labels.js";

/** How many of the largest nodes are looked at for names; the others have to be hovered. */
const considered = 2000;

export class Names {
  readonly #label: (node: number) => string;
  readonly #measure: (text: string) => number;
  readonly #known = new Map<number, { text: string; width: number }>();

  /** measure gives the width of a text in CSS pixels. */
  constructor(label: (node: number) => string, measure: (text: string) => number) {
    this.#label = label;
    this.#measure = measure;
  }

  /** A name is a stranger's text, so it is made harmless here, whatever the page did before. */
  text(node: number): string {
    return this.#entry(node).text;
  }

  /**
   * Places names: those in `first` before all, then those of `rest`, in order, as long as there is room. `spot` tells where
   * a node is drawn.
   */
  place(first: Iterable<number>, rest: Iterable<number>, spot: (node: number) => Spot, space: Space): Label[] {
    return placeLabels(this.#candidates(first, rest, spot, space), space);
  }

  *#candidates(first: Iterable<number>, rest: Iterable<number>, spot: (node: number) => Spot, space: Space): Generator<Candidate> {
    const seen = new Set<number>();
    let left = considered;
    for (const list of [first, rest]) {
      for (const node of list) {
        if (left-- <= 0) return;
        if (seen.has(node)) continue;
        seen.add(node);
        const { x, y, radius } = spot(node);
        if (x < 0 || y < 0 || x > space.width || y > space.height) continue;
        const { text, width } = this.#entry(node);
        if (text !== "") yield { node, x, y, radius, width };
      }
    }
  }

  #entry(node: number): { text: string; width: number } {
    let entry = this.#known.get(node);
    if (!entry) {
      const text = displayAlias(this.#label(node));
      entry = { text, width: this.#measure(text) };
      this.#known.set(node, entry);
    }
    return entry;
  }
}
