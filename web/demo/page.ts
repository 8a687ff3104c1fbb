/**
 * The page as a whole: opens the package, syncs, and answers the form.
 *
 * The first route is what a visitor came for, so everything else waits for it: the picture loads afterwards, and names
 * are filled in when they come.
 */
import { nodeName } from "./alias.js";
import { AnswerPanel } from "./answer.js";
import { AskForm, type Asked } from "./ask.js";
import { byId, el } from "./dom.js";
import { firstEngine, openEngine } from "./engine.js";
import { hopTable } from "./hops.js";
import { LightpaneError, type Lightpane, type NodeSummary, type Route, type RouteRequest, type SyncProgress } from "lightpane";
import { NodePicker } from "./picker.js";
import { defaultQuery, parseFragment, type Query } from "./query.js";
import { QueryKeeper } from "./keeper.js";
import { loadSource, type Source } from "./source.js";
import { Stage, type End } from "./stage.js";
import { SyncPanel } from "./sync.js";
import { wireTheme } from "./theme.js";
import { errorWords, refusalWords, type Words } from "./words.js";

/** A search longer than this shows that it is under way, and can be stopped. */
const patienceMs = 150;
const mostMatches = 8;
const stopped = "stopped by the visitor";

export class Page {
  readonly #answer = new AnswerPanel({
    title: byId("answer-title", HTMLElement),
    body: byId("answer-body", HTMLElement),
    live: byId("answer-live", HTMLElement),
  });
  readonly #hops = byId("hops-body", HTMLElement);
  readonly #sync = new SyncPanel(
    {
      progress: byId("sync-progress", HTMLProgressElement),
      source: byId("fact-source", HTMLElement),
      graph: byId("fact-graph", HTMLElement),
      age: byId("fact-age", HTMLElement),
      download: byId("fact-download", HTMLElement),
      message: byId("sync-message", HTMLElement),
      action: byId("sync-action", HTMLButtonElement),
    },
    () => void this.#bringUpToDate(),
  );
  readonly #stage = new Stage(
    {
      host: byId("picture", HTMLElement),
      note: byId("picture-note", HTMLElement),
      modes: { from: byId("mode-from", HTMLInputElement), to: byId("mode-to", HTMLInputElement) },
    },
    {
      picked: (role, key) => this.#change(role === "from" ? { from: key } : { to: key }),
      lookup: (key) => this.#lookup(key),
    },
  );
  readonly #from = this.#picker("from", "payer");
  readonly #to = this.#picker("to", "payee");
  readonly #random = byId("random", HTMLButtonElement);
  readonly #ask = new AskForm(
    {
      form: byId("ask", HTMLFormElement),
      swap: byId("swap", HTMLButtonElement),
      amount: byId("amount", HTMLInputElement),
      amountNote: byId("amount-note", HTMLElement),
      maxFee: byId("maxfee", HTMLInputElement),
      maxFeeNote: byId("maxfee-note", HTMLElement),
      preference: byId("preference", HTMLInputElement),
      preferenceWord: byId("preference-word", HTMLOutputElement),
      find: byId("find", HTMLButtonElement),
      examples: byId("examples", HTMLElement),
    },
    {
      from: this.#from,
      to: this.#to,
      changed: () => void this.#find(),
      submitted: () => void this.#submit(),
      stop: () => this.#search.abort(stopped),
    },
  );
  readonly #keeper = new QueryKeeper();

  #engine: Lightpane | undefined;
  #search = new AbortController();
  #attempts = 0;
  #syncing = false;
  #answered = false;

  /** Runs the page until the first sync is over. Never rejects. */
  async run(): Promise<void> {
    this.#random.disabled = true;
    wireTheme(byId("theme", HTMLButtonElement), () => this.#stage.recolour());
    this.#random.addEventListener("click", () => this.#change(this.#stage.randomPair() ?? {}));
    addEventListener("hashchange", () => this.#change(parseFragment(location.hash)));
    addEventListener("online", () => void this.#bringUpToDate());
    setInterval(() => this.#engine && this.#sync.tick(this.#engine.graph, now()), 60_000);
    const asked = { ...defaultQuery, ...this.#keeper.recall(), ...parseFragment(location.hash) };
    this.#ask.set(asked);
    const introduced = loadSource().then((source) => this.#introduce(source, asked));
    await Promise.all([introduced, this.#bringUpToDate()]);
  }

  /** Opens the engine if need be and syncs it. With a graph from before, a failure is only a remark. */
  async #bringUpToDate(): Promise<void> {
    if (this.#syncing) return;
    this.#syncing = true;
    try {
      this.#engine ??= await this.#open(this.#attempts++ === 0 ? firstEngine : openEngine());
      this.#sync.begin();
      const result = await this.#engine.sync({ onProgress: (p) => this.#progress(p) });
      document.documentElement.dataset["online"] = "yes";
      this.#sync.ready(this.#engine.graph, now(), result);
      if (result.kind !== "unchanged" || !this.#answered) await this.#graphChanged();
    } catch (error) {
      const unreachable = error instanceof LightpaneError && error.code === "network";
      document.documentElement.dataset["online"] = unreachable ? "no" : "yes";
      this.#sync.failed(errorWords(error), this.#engine?.graph, unreachable && !navigator.onLine, now());
    } finally {
      this.#syncing = false;
    }
  }

  #progress(progress: SyncProgress): void {
    this.#sync.progress(progress);
    // The graph can be searched as soon as it is being stored.
    if (progress.phase === "store" && !this.#answered) void this.#find();
  }

  /** Waits for the worker; a graph from an earlier visit is used at once. */
  async #open(opening: Promise<Lightpane>): Promise<Lightpane> {
    const engine = await opening;
    this.#engine = engine;
    engine.addEventListener("directory", () => void this.#graphChanged());
    engine.addEventListener("restart", () => void this.#graphChanged());
    if (engine.graph.source !== "none") {
      this.#sync.ready(engine.graph, now());
      void this.#graphChanged();
    }
    return engine;
  }

  /** Shows what the server says of its graph, and takes its first example where the visitor brought no query. */
  #introduce(source: Source | undefined, asked: Query): void {
    this.#sync.from(source, now());
    const suggestions = source?.suggestions ?? [];
    this.#ask.offer(suggestions, ({ from, to, amountMsat }) => this.#change({ from, to, amountMsat }));
    const first = suggestions[0];
    if (first && asked.from === undefined && asked.to === undefined && this.#from.key === undefined) {
      this.#change({ from: first.from, to: first.to, amountMsat: first.amountMsat });
    }
  }

  /** The graph, or the names in it, are others now. */
  async #graphChanged(): Promise<void> {
    const engine = this.#engine;
    if (!engine || engine.graph.source === "none") return;
    await Promise.all([this.#find(), this.#from.refresh(), this.#to.refresh()]);
    await this.#stage.draw(engine);
    this.#random.disabled = this.#stage.randomPair() === undefined;
    if (this.#from.key === undefined && this.#to.key === undefined) this.#change(this.#stage.randomPair() ?? {});
  }

  #change(query: Partial<Query>): void {
    this.#ask.set(query);
    void this.#find();
  }

  async #submit(): Promise<void> {
    const asked = this.#ask.asked();
    if (!asked.ok) {
      this.#ask.focusMissing();
      this.#answer.announce(asked.missing);
      return;
    }
    await this.#find();
    byId("answer", HTMLElement).scrollIntoView({ block: "nearest" });
  }

  /** Searches for what the form asks, in place of any search under way. */
  async #find(): Promise<void> {
    this.#search.abort();
    const engine = this.#engine;
    const asked = this.#ask.asked();
    if (asked.ok) this.#keeper.keep(asked.query);
    if (!engine || engine.graph.source === "none") return;
    if (!asked.ok) return this.#lack(asked);
    const search = (this.#search = new AbortController());
    const patience = setTimeout(() => this.#ask.searching(true), patienceMs);
    const { from } = asked.query;
    try {
      const [result, payer] = await Promise.all([engine.findRoute(request(asked.query), { signal: search.signal }), this.#lookup(from)]);
      if (search.signal.aborted) return;
      if (result.found) this.#show(result, { key: from, alias: payer?.alias });
      else this.#refuse(refusalWords(result.reason, result.detail), result.reason === "over_fee_limit");
    } catch (error) {
      if (search.signal.reason === stopped) this.#lack({ ok: false, where: "pair", missing: "The search was stopped." });
      else if (!search.signal.aborted) this.#refuse(errorWords(error), false);
    } finally {
      clearTimeout(patience);
      if (this.#search === search) this.#ask.searching(false);
    }
  }

  #show(route: Route, payer: End): void {
    const payee = route.hops.at(-1);
    this.#stale(false);
    this.#answer.show(route, nodeName(payer.alias, payer.key));
    this.#hops.replaceChildren(hopTable(route, payer, (words) => this.#answer.announce(words)));
    this.#stage.show({ from: payer, to: payee && { key: payee.node, alias: payee.alias }, route });
    if (!this.#answered) performance.mark("lightpane:first-route");
    this.#answered = true;
  }

  #refuse(words: Words, overFeeLimit: boolean): void {
    const lift = { label: "Remove the fee limit", act: () => this.#change({ maxFeeMsat: undefined }) };
    this.#answer.refuse(words, overFeeLimit ? lift : undefined);
    this.#showNoHops();
  }

  /** The form cannot be searched for as it stands. While a number is being typed, the last answer stays, dimmed. */
  #lack({ where, missing }: Extract<Asked, { ok: false }>): void {
    if (where === "number" && this.#answered) return this.#stale(true);
    this.#answer.wait(missing);
    this.#showNoHops();
  }

  #showNoHops(): void {
    this.#stale(false);
    this.#hops.replaceChildren(el("p", { class: "waiting" }, "There is no route to list."));
    const end = (key: string | undefined): End | undefined => key === undefined ? undefined : { key, alias: undefined };
    this.#stage.show({ from: end(this.#from.key), to: end(this.#to.key), route: undefined });
  }

  #stale(stale: boolean): void {
    byId("answer-body", HTMLElement).classList.toggle("stale", stale);
    this.#hops.classList.toggle("stale", stale);
  }

  #picker(id: "from" | "to", role: string): NodePicker {
    return new NodePicker(
      {
        input: byId(id, HTMLInputElement),
        list: byId(`${id}-list`, HTMLElement),
        note: byId(`${id}-note`, HTMLElement),
        copy: byId(`${id}-copy`, HTMLElement),
      },
      {
        role,
        search: async (text, signal) => (await this.#engine?.searchNodes(text, { limit: mostMatches, signal })) ?? [],
        lookup: (key) => this.#lookup(key),
        known: () => this.#engine !== undefined && this.#engine.graph.source !== "none",
        picked: () => void this.#find(),
        announce: (words) => this.#answer.announce(words),
      },
    );
  }

  /** A node of the graph; undefined if it has none of that key. */
  async #lookup(key: string): Promise<NodeSummary | undefined> {
    try {
      return await this.#engine?.node(key);
    } catch {
      return undefined;
    }
  }
}

function request({ from, to, amountMsat, maxFeeMsat, preference }: Extract<Asked, { ok: true }>["query"]): RouteRequest {
  return { from, to, amountMsat, timePreference: preference, ...(maxFeeMsat === undefined ? {} : { maxFeeMsat }) };
}

/** The clock, in unix seconds. */
function now(): number {
  return Date.now() / 1000;
}
