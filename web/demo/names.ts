/**
 * Names for the picture, which asks for them by number and cannot wait, whereas the worker answers later: unknown ones
 * are short keys at first, are asked for in batches, and reported when they have come.
 */
import { nodeName, shortKey } from "./alias.js";
import type { NodeSummary } from "lightpane";

/** Questions to the worker at a time; a search that comes in between waits for no more than these. */
const batch = 50;

export class LazyNames {
  readonly #key: (node: number) => string;
  readonly #lookup: (key: string) => Promise<NodeSummary | undefined>;
  readonly #learnt: () => void;
  readonly #names = new Map<number, string>();
  readonly #wanted = new Set<number>();
  #asking = false;

  constructor(key: (node: number) => string, lookup: (key: string) => Promise<NodeSummary | undefined>, learnt: () => void) {
    this.#key = key;
    this.#lookup = lookup;
    this.#learnt = learnt;
  }

  /** The name if it is known, else the short key for now. */
  get(node: number): string {
    const name = this.#names.get(node);
    if (name !== undefined) return name;
    this.#wanted.add(node);
    if (!this.#asking) void this.#ask();
    return shortKey(this.#key(node));
  }

  set(node: number, name: string): void {
    this.#names.set(node, name);
  }

  /** Learns the names of these nodes before anybody asks. */
  async learn(nodes: readonly number[]): Promise<void> {
    await Promise.all(nodes.map(async (node) => {
      const key = this.#key(node);
      const summary = await this.#lookup(key);
      this.#names.set(node, nodeName(summary?.alias, key));
    }));
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    // One picture asks for many names in one go; all of them belong to the first batches.
    await Promise.resolve();
    while (this.#wanted.size > 0) {
      const some = [...this.#wanted].slice(0, batch);
      await this.learn(some);
      for (const node of some) this.#wanted.delete(node);
    }
    this.#asking = false;
    this.#learnt();
  }
}
