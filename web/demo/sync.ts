/** The strip that says where the graph comes from, how old it is, and how the download goes. */
import { el, isolated } from "./dom.js";
import { age, bytes, count, counted, date, took } from "./format.js";
import type { GraphStatistics, SyncProgress, SyncResult } from "lightpane";
import type { Source } from "./source.js";
import type { Words } from "./words.js";

export interface SyncParts {
  progress: HTMLProgressElement;
  source: HTMLElement;
  graph: HTMLElement;
  age: HTMLElement;
  download: HTMLElement;
  message: HTMLElement;
  action: HTMLButtonElement;
}

export type PageState = "loading" | "syncing" | "ready" | "error";

const phases: Record<SyncProgress["phase"], string> = {
  download: "Downloading the channel graph.",
  apply: "Checking and applying the snapshot.",
  store: "Keeping the graph in this browser.",
};

/** The part of the bar that each phase fills; downloading takes longest over any real network. */
const spans: Record<SyncProgress["phase"], readonly [number, number]> = {
  download: [0, 0.8],
  apply: [0.8, 0.98],
  store: [0.98, 1],
};

export class SyncPanel {
  readonly #parts: SyncParts;
  #source: Source | undefined;

  constructor(parts: SyncParts, again: () => void) {
    this.#parts = parts;
    parts.action.addEventListener("click", again);
  }

  /** What the server says of its data. */
  from(source: Source | undefined, now: number): void {
    this.#source = source;
    if (!source) this.#parts.source.textContent = "This page's server";
    else if (source.kind === "example") this.#parts.source.textContent = "Generated example network";
    else this.#parts.source.replaceChildren(isolated(source.name));
    this.#age(source?.timestamp ?? 0, now);
  }

  begin(): void {
    state("syncing");
    this.#parts.progress.hidden = false;
    this.#parts.progress.removeAttribute("value");
    this.#parts.action.hidden = true;
    this.#say(phases.download);
  }

  progress(p: SyncProgress): void {
    const { progress, download, graph } = this.#parts;
    const done = p.totalBytes ? Math.min(1, p.bytes / p.totalBytes) : undefined;
    const [start, end] = spans[p.phase];
    if (done !== undefined) progress.value = start + done * (end - start);
    if (p.phase === "download") download.textContent = `${bytes(p.bytes)}, ${took(p.elapsedMs)}`;
    if (p.announcements > 0) graph.textContent = `${counted(p.announcements, "channel")} so far`;
    this.#say(phases[p.phase]);
  }

  /** The graph is there: from an earlier visit, or from a sync that brought `result`. */
  ready(graph: GraphStatistics, now: number, result?: SyncResult): void {
    const { progress, download, action } = this.#parts;
    this.#graph(graph, now);
    if (!result) {
      download.textContent = "Kept from before";
      return;
    }
    state("ready");
    progress.hidden = true;
    action.hidden = false;
    action.textContent = "Update";
    const size = { full: bytes(result.bytes), delta: `${bytes(result.bytes)} of changes`, unchanged: "Nothing new" }[result.kind];
    download.textContent = `${size} in ${took(result.tookMs)}`;
    const kept = result.stored === "none" ? " It could not be kept for your next visit." : "";
    this.#say(`Ready. Every search now stays in this tab, with or without a connection.${kept}`);
  }

  /** Opening or syncing failed; with a graph from before, that is only a remark. */
  failed(words: Words, graph: GraphStatistics | undefined, offline: boolean, now: number): void {
    const { progress, action } = this.#parts;
    progress.hidden = true;
    action.hidden = false;
    action.textContent = "Try again";
    if (!graph || graph.source === "none") {
      state("error");
      this.#say(offline ? "You are offline, and no graph is kept in this browser yet." : `${words.title} ${words.advice}`);
      return;
    }
    state("ready");
    this.#graph(graph, now);
    const still = "Routes are still found, in the graph kept in this browser.";
    this.#say(offline ? `You are offline. ${still}` : `${words.title} ${still}`);
  }

  /** Time passes. */
  tick(graph: GraphStatistics, now: number): void {
    this.#age(this.#source?.timestamp ?? graph.timestamp, now);
  }

  #graph(graph: GraphStatistics, now: number): void {
    this.#parts.graph.textContent = `${count(graph.channels)} channels, ${count(graph.nodes)} nodes`;
    this.tick(graph, now);
  }

  #age(timestamp: number, now: number): void {
    if (timestamp <= 0) return;
    const since = age(Math.max(0, now - timestamp));
    this.#parts.age.replaceChildren(`${since} old`, el("span", { class: "unit" }, ` (${date(timestamp)})`));
  }

  #say(words: string): void {
    // Setting the same text again would make screen readers repeat it.
    if (this.#parts.message.textContent !== words) this.#parts.message.textContent = words;
  }
}

/** Tests and styles read the state from the root element. */
function state(name: PageState): void {
  document.documentElement.dataset["state"] = name;
}
