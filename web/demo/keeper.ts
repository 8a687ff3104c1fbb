/** Remembers what was asked: in the address, which can be shared, and in the browser, for the next visit. */
import { formatFragment, parseFragment, type Query } from "./query.js";

const storageKey = "lightpane:query";
/** A slider asks dozens of times a second, and browsers limit how often the address may change. */
const settleMs = 250;

export class QueryKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined;

  keep(query: Query): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const fragment = formatFragment(query);
      if (location.hash !== fragment) history.replaceState(null, "", fragment);
      try {
        localStorage.setItem(storageKey, fragment);
      } catch {
        // Storage may be forbidden or full; the next visit then starts with an example.
      }
    }, settleMs);
  }

  /** What the last visit asked; the same strict reading as for an address. */
  recall(): Partial<Query> {
    try {
      return parseFragment(localStorage.getItem(storageKey) ?? "");
    } catch {
      return {};
    }
  }
}
