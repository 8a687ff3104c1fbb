/**
 * Lightning in the browser: syncs the public channel graph and finds routes in
 * a WebAssembly worker, with no server asked.
 *
 * ```ts
 * const ln = await Lightpane.open({ network: "bitcoin", rgs: "https://rgs.example" });
 * await ln.sync({ onProgress: (p) => console.log(p.bytes) });
 * const route = await ln.findRoute({ from, to, amountMsat: 1_000_000n });
 * if (route.found) console.log(route.feeMsat, route.hops.length);
 * await ln.close();
 * ```
 *
 * Importing the module does nothing, with or without a window.
 */
import { Connection, type CallSettings, type Answer } from "./connection.js";
import { nodeFrom, openRequest, pictureFrom, progressFrom, routeFrom, routeRequest, statisticsFrom, syncResultFrom } from "./convert.js";
import { LightpaneError } from "./errors.js";
import type { Operation, RequestOf } from "./frame.js";
import type { DirectoryReply, OpenReply, OpenRequest, Question, Statistics } from "./protocol.js";
import type {
  CallOptions,
  DirectoryInfo,
  GraphStatistics,
  LightpaneEvents,
  NodeSummary,
  OpenOptions,
  Picture,
  RecordStore,
  RouteRequest,
  RouteResult,
  SearchOptions,
  SyncOptions,
  SyncResult,
  WorkerLike,
} from "./types.js";

export { LightpaneError, type ErrorCode } from "./errors.js";
export { keyOf } from "./convert.js";
export type * from "./types.js";

/** A synced graph in a worker of its own. */
export class Lightpane extends EventTarget {
  readonly #network: OpenOptions["network"];
  readonly #request: OpenRequest;
  readonly #spawn: () => WorkerLike;
  readonly #store: RecordStore | undefined;
  readonly #now: () => number;
  readonly #closed = new LightpaneError("closed", "this Lightpane was closed");
  #isClosed = false;
  /** The worker, once it has answered `open`; undefined after it was lost and could not be replaced. */
  #connection: Promise<Connection> | undefined;
  /** The worker from its start on. */
  #live: Connection | undefined;
  #statistics: Statistics = { nodes: 0, channels: 0, updates: 0, timestamp: 0, fullTimestamp: 0, memoryBytes: 0 };
  #source: GraphStatistics["source"] = "none";

  private constructor(options: OpenOptions) {
    super();
    this.#network = options.network;
    this.#request = openRequest(options);
    this.#spawn = options.worker ?? (() => browserWorker(options.workerURL));
    this.#store = typeof options.storage === "object" ? options.storage : undefined;
    this.#now = options.now ?? Date.now;
  }

  /** Starts the worker and loads what an earlier visit stored. Needs no network beyond its own files. */
  static async open(options: OpenOptions): Promise<Lightpane> {
    options.signal?.throwIfAborted();
    const lightpane = new Lightpane(options);
    try {
      lightpane.#connection = lightpane.#connect(options.signal);
      await lightpane.#connection;
    } catch (error) {
      await lightpane.close();
      throw error;
    }
    return lightpane;
  }

  /** The graph that routes are found in now. */
  get graph(): GraphStatistics {
    return statisticsFrom(this.#statistics, this.#network, this.#source, this.#now());
  }

  /**
   * Brings the graph up to date: a full snapshot the first time, a delta after
   * that. The graph changes as a whole or not at all; routes are found in the
   * old one until then. Calls that overlap run one after another.
   */
  async sync(options: SyncOptions = {}): Promise<SyncResult> {
    const { signal, onProgress, full = false } = options;
    const { reply } = await this.#call("sync", { full, now: this.#now() }, {
      signal,
      onProgress: onProgress && ((progress) => onProgress(progressFrom(progress))),
    });
    const result = syncResultFrom(reply);
    this.#emit("sync", result);
    return result;
  }

  /** Finds the best route. That there is none is a result, not an error. */
  async findRoute(request: RouteRequest, options: CallOptions = {}): Promise<RouteResult> {
    const { reply } = await this.#call("findRoute", routeRequest(request), options);
    return routeFrom(reply);
  }

  /** Finds nodes whose alias has a word that begins with `text`, or whose key begins with it; the best connected first. */
  async searchNodes(text: string, options: SearchOptions = {}): Promise<NodeSummary[]> {
    const { reply } = await this.#call("searchNodes", { text, limit: options.limit ?? 10 }, options);
    return reply.nodes.map(nodeFrom);
  }

  /** One node, by key. Rejects with `unknown_node` if it has no public channel. */
  async node(key: string, options: CallOptions = {}): Promise<NodeSummary> {
    const { reply } = await this.#call("node", { key }, options);
    return nodeFrom(reply.node);
  }

  /** The graph for drawing. */
  async picture(options: CallOptions = {}): Promise<Picture> {
    const { reply, payload } = await this.#call("picture", {}, options);
    return pictureFrom(reply, payload);
  }

  /** Waits until names and positions are there, or it is known that there are none. */
  async directory(options: CallOptions = {}): Promise<DirectoryInfo> {
    const { reply } = await this.#call("directory", {}, options);
    return directoryFrom(reply);
  }

  /** Stops the worker. Calls under way reject with `closed`. Closing twice is fine. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#live?.end(this.#closed);
    await this.#connection?.catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  override addEventListener<K extends keyof LightpaneEvents>(
    type: K,
    listener: (event: LightpaneEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  #emit(type: keyof LightpaneEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Starts a worker and waits until it has opened. */
  async #connect(signal?: AbortSignal): Promise<Connection> {
    let opened = false;
    const connection = new Connection(this.#spawn(), {
      onQuestion: (id, question, payload) => void this.#answer(id, question, payload),
      onRestarted: ({ reason, open }) => this.#restarted(reason, open),
      onChanged: (statistics) => {
        this.#statistics = statistics;
        this.#source = "network";
      },
      onDirectory: (reply) => this.#emit("directory", directoryFrom(reply)),
      onLost: (error) => {
        if (opened) this.#replace(error.message);
      },
    });
    this.#live = connection;
    const { reply } = await connection.call("open", this.#request, { signal });
    opened = true;
    this.#adopt(reply);
    return connection;
  }

  #adopt(opened: OpenReply): void {
    this.#statistics = opened.statistics;
    this.#source = opened.stored ? "stored" : "none";
  }

  async #call<O extends Operation>(operation: O, request: RequestOf<O>, settings: CallSettings<O>): Promise<Answer<O>> {
    settings.signal?.throwIfAborted();
    if (this.#isClosed) throw this.#closed;
    this.#connection ??= this.#connect();
    const connection = await this.#connection.catch((error: unknown) => {
      this.#connection = undefined; // so that the next call tries again
      throw error;
    });
    return connection.call(operation, request, settings);
  }

  #restarted(reason: string, opened: OpenReply): void {
    this.#adopt(opened);
    this.#emit("restart", { reason, graph: this.graph });
  }

  /** Starts another worker in place of one that was lost. */
  #replace(reason: string): void {
    this.#connection = this.#connect();
    this.#connection.then(
      () => this.#emit("restart", { reason, graph: this.graph }),
      () => undefined, // for the next call to find out
    );
  }

  /** Does for the worker what it cannot: reach a store that lives in the page. */
  async #answer(id: number, question: Question, payload: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
    let record: Uint8Array<ArrayBuffer> | undefined;
    let failed = "";
    try {
      if (this.#store === undefined) throw new Error("there is no store");
      // A copy, since a record that is sent is gone here.
      if (question.verb === "load") record = (await this.#store.load(question.key))?.slice();
      else if (question.verb === "save" && payload !== undefined) await this.#store.save(question.key, payload);
      else await this.#store.remove(question.key);
    } catch (error) {
      failed = String(error) || "the store failed";
    }
    const found = record !== undefined;
    this.#live?.tell("answer", { question: id, found, failed }, record);
  }
}

function directoryFrom(reply: DirectoryReply): DirectoryInfo {
  return { source: reply.source as DirectoryInfo["source"], names: reply.names, positioned: reply.positioned };
}

function browserWorker(url: string | URL | undefined): WorkerLike {
  if (typeof Worker === "undefined") {
    throw new LightpaneError("unsupported", "there are no web workers here; in Node give the option worker: nodeWorker, from lightpane/node");
  }
  const options: WorkerOptions = { type: "module", name: "lightpane graph" };
  try {
    // Bundlers recognise the second form as it stands.
    return url !== undefined ? new Worker(url, options) : new Worker(new URL("./worker.js", import.meta.url), options);
  } catch (error) {
    throw new LightpaneError("worker_load", `the graph worker was refused: ${String(error)}`, { cause: error });
  }
}
