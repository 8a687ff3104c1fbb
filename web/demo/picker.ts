/**
 * A node chosen by name or key: the editable combobox with a listbox of the ARIA authoring practices, the first match
 * selected by itself. Enter, Tab or a click takes the match, Escape goes back to the node chosen before.
 */
import { displayAlias, nodeName, shortKey } from "./alias.js";
import { copyButton } from "./copy.js";
import { el, isolated } from "./dom.js";
import { bitcoin, counted } from "./format.js";
import type { NodeSummary } from "lightpane";

export interface PickerParts {
  input: HTMLInputElement;
  list: HTMLElement;
  /** Describes the field: what was chosen, or what is wrong. */
  note: HTMLElement;
  /** Takes the button that copies the key; beside the note, because a description holds no buttons. */
  copy: HTMLElement;
}

export interface PickerOptions {
  /** "payer" or "payee", for words. */
  role: string;
  search(text: string, signal: AbortSignal): Promise<NodeSummary[]>;
  /** Undefined if the graph has no such node. */
  lookup(key: string): Promise<NodeSummary | undefined>;
  /** Whether there is a graph to look into. */
  known(): boolean;
  /** The visitor chose another node, or none. */
  picked(key: string | undefined): void;
  announce(words: string): void;
}

const longestText = 100;

export class NodePicker {
  readonly #parts: PickerParts;
  readonly #options: PickerOptions;
  #key: string | undefined;
  #matches: NodeSummary[] = [];
  #active = -1;
  #edited = false;
  #search = new AbortController();

  constructor(parts: PickerParts, options: PickerOptions) {
    this.#parts = parts;
    this.#options = options;
    const { input, list } = parts;
    input.addEventListener("input", () => void this.#find());
    input.addEventListener("keydown", (event) => this.#press(event));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", () => this.#leave());
    // The list must not take the focus, or the field would close it before the click arrives.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      const match = this.#matches[Number(option?.getAttribute("data-index") ?? -1)];
      if (match) this.#take(match);
    });
  }

  get key(): string | undefined {
    return this.#key;
  }

  /** Shows a node chosen elsewhere: by the address, an example, a click on the picture. */
  set(key: string | undefined): void {
    this.#key = key;
    this.#edited = false;
    this.#close();
    this.#parts.input.value = key === undefined ? "" : shortKey(key);
    this.#parts.input.removeAttribute("aria-invalid");
    void this.refresh();
  }

  /** Reads the node's name and size again, after the graph or the names have changed. */
  async refresh(): Promise<void> {
    const key = this.#key;
    if (key === undefined) return this.#say(`Choose the ${this.#options.role} by name, by key, or on the picture.`);
    if (!this.#options.known()) return this.#say("");
    const node = await this.#options.lookup(key);
    if (key !== this.#key || this.#edited) return;
    if (node) this.#show(node);
    else this.#fail("This graph has no public channel of that node.");
  }

  async #find(): Promise<void> {
    const { input } = this.#parts;
    this.#edited = true;
    this.#search.abort();
    const search = (this.#search = new AbortController());
    // Keys are often copied together with an address: KEY@HOST:PORT.
    const text = input.value.trim().split("@")[0]?.slice(0, longestText) ?? "";
    if (text === "") {
      this.#close();
      return this.#say("");
    }
    if (!this.#options.known()) {
      this.#close();
      return this.#say("The graph is still on its way.");
    }
    try {
      const matches = await this.#options.search(text, search.signal);
      if (!search.signal.aborted) this.#open(matches);
    } catch {
      if (!search.signal.aborted) this.#open([]);
    }
  }

  #open(matches: NodeSummary[]): void {
    const { input, list } = this.#parts;
    this.#matches = matches;
    list.replaceChildren(...matches.map((node, i) => option(`${list.id}-${i}`, i, node)));
    list.hidden = matches.length === 0;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(matches.length > 0));
    this.#activate(matches.length > 0 ? 0 : -1);
    if (matches.length === 0) this.#fail("No node's name or key begins like that.");
    else this.#say(matches.length === 1 ? "1 match" : `${matches.length} matches`);
    this.#options.announce(this.#parts.note.textContent ?? "");
  }

  #close(): void {
    const { input, list } = this.#parts;
    this.#search.abort();
    this.#matches = [];
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  #activate(index: number): void {
    const { input, list } = this.#parts;
    list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const chosen = list.children[index];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  #press(event: KeyboardEvent): void {
    const open = this.#matches.length > 0;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!open) return void this.#find();
        const step = event.key === "ArrowDown" ? 1 : -1;
        return this.#activate((this.#active + step + this.#matches.length) % this.#matches.length);
      }
      case "Enter": {
        const match = this.#matches[this.#active];
        if (!match) return;
        event.preventDefault();
        return this.#take(match);
      }
      case "Escape":
        if (!open && !this.#edited) return;
        event.preventDefault();
        return this.set(this.#key);
    }
  }

  #leave(): void {
    if (!this.#edited) return this.#close();
    const match = this.#matches[this.#active];
    if (match) return this.#take(match);
    if (this.#parts.input.value.trim() !== "") return this.set(this.#key);
    this.set(undefined);
    this.#options.picked(undefined);
  }

  #take(node: NodeSummary): void {
    this.#key = node.key;
    this.#edited = false;
    this.#close();
    this.#show(node);
    // Typing on replaces the name, as it does when the field is entered.
    if (document.activeElement === this.#parts.input) this.#parts.input.select();
    this.#options.picked(node.key);
  }

  #show(node: NodeSummary): void {
    const { input, note, copy } = this.#parts;
    this.#say("");
    input.value = nodeName(node.alias, node.key);
    note.replaceChildren(el("span", { class: "key" }, shortKey(node.key)), ` ${size(node)}`);
    copy.replaceChildren(copyButton(node.key, `the ${this.#options.role}'s public key`, this.#options.announce));
  }

  #say(words: string): void {
    const { input, note, copy } = this.#parts;
    input.removeAttribute("aria-invalid");
    note.classList.remove("bad");
    note.textContent = words;
    copy.replaceChildren();
  }

  #fail(words: string): void {
    this.#say(words);
    this.#parts.input.setAttribute("aria-invalid", "true");
    this.#parts.note.classList.add("bad");
  }
}

function option(id: string, index: number, node: NodeSummary): HTMLElement {
  const name = displayAlias(node.alias ?? "");
  return el(
    "li",
    { role: "option", id, "aria-selected": "false", "data-index": String(index) },
    isolated(name || "No name"),
    el("span", { class: "key" }, shortKey(node.key)),
    el("span", { class: "size" }, size(node)),
  );
}

function size(node: NodeSummary): string {
  const channels = counted(node.channels, "channel");
  return node.capacityMsat > 0n ? `${channels}, ${roughly(node.capacityMsat)}` : channels;
}

/** A capacity to two or three digits: enough to tell a hub from a leaf. */
function roughly(msat: bigint): string {
  const sat = Math.max(1, Number(msat / 1000n));
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(sat)) - (sat >= 1e10 ? 2 : 1));
  return bitcoin(BigInt(Math.round(sat / unit) * unit) * 1000n);
}
