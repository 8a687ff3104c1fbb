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
import type {
  CallOptions,
  DirectoryInfo,
  GraphStatistics,
  LightpaneEvents,
  NodeSummary,
  OpenOptions,
  Picture,
  RouteRequest,
  RouteResult,
  SearchOptions,
  SyncOptions,
  SyncResult,
} from "./types.js";

export { LightpaneError, type ErrorCode } from "./errors.js";
export type * from "./types.js";

/** A synced graph in a worker of its own. */
export declare class Lightpane extends EventTarget {
  private constructor();

  /** Starts the worker and loads what an earlier visit stored. Needs no network beyond its own files. */
  static open(options: OpenOptions): Promise<Lightpane>;

  /** The graph that routes are found in now. */
  get graph(): GraphStatistics;

  /**
   * Brings the graph up to date: a full snapshot the first time, a delta after
   * that. The graph changes as a whole or not at all; routes are found in the
   * old one until then. Calls that overlap share one sync.
   */
  sync(options?: SyncOptions): Promise<SyncResult>;

  /** Finds the best route. That there is none is a result, not an error. */
  findRoute(request: RouteRequest, options?: CallOptions): Promise<RouteResult>;

  /** Finds nodes whose alias has a word that begins with `text`, or whose key begins with it; the best connected first. */
  searchNodes(text: string, options?: SearchOptions): Promise<NodeSummary[]>;

  /** One node, by key. Rejects with `unknown_node` if it has no public channel. */
  node(key: string, options?: CallOptions): Promise<NodeSummary>;

  /** The graph for drawing. */
  picture(options?: CallOptions): Promise<Picture>;

  /** Waits until names and positions are there, or it is known that there are none. */
  directory(options?: CallOptions): Promise<DirectoryInfo>;

  /** Stops the worker. Calls under way reject with `closed`. Closing twice is fine. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;

  addEventListener<K extends keyof LightpaneEvents>(
    type: K,
    listener: (event: LightpaneEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The public key of a node of a picture. */
export declare function keyOf(picture: Picture, index: number): string;
