// The shapes that pass through the package's interface.
//
// Amounts are bigint thousandths of a satoshi (msat). Public keys are 66
// hexadecimal digits. Short channel ids are written 800000x12x1. Times of day
// are unix seconds; durations are milliseconds with a fraction.

/** A network whose channel graph can be synced. */
export type Network = "bitcoin" | "testnet" | "signet" | "regtest";

/** What a call that can be abandoned takes. Aborting rejects it with `signal.reason`. */
export interface CallOptions {
  signal?: AbortSignal;
}

export interface OpenOptions extends CallOptions {
  network: Network;

  /**
   * Base address of a Rapid Gossip Sync server. `/snapshot/<timestamp>` is
   * appended; for version 2 snapshots of LDK's server give a base that ends in
   * `/v2`. A relative address is resolved against the page.
   */
  rgs: string | URL;

  /**
   * Where the synced graph is kept between visits. Without it: the origin
   * private file system, else IndexedDB, else memory.
   */
  storage?: "opfs" | "indexeddb" | "memory" | RecordStore;

  /**
   * Names and positions of nodes (see README, "Directory file"). `true`, which
   * is the default, reads `<rgs>/directory`, and does without where there is
   * none; `false` asks for nothing.
   */
  directory?: boolean | string | URL;

  /** Where graph.wasm lies, if not beside this module. */
  wasmURL?: string | URL;

  /** Subresource integrity of graph.wasm, such as `sha384-…`. */
  wasmIntegrity?: string;

  /** Where worker.js lies, if not beside this module. Same origin as the page. */
  workerURL?: string | URL;

  /** Makes the worker, where `new Worker` will not do; `lightpane/node` has one for Node. */
  worker?: () => WorkerLike;

  /** The clock, in milliseconds since 1970. `Date.now` unless given. */
  now?: () => number;
}

/** The part of the Worker interface that the package uses. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "error", listener: (event: { message?: string }) => void): void;
}

/**
 * A place for records. A record is opaque, carries its own checksum, and can be
 * thrown away at any time: the next sync fetches the graph anew.
 */
export interface RecordStore {
  load(key: string): Promise<Uint8Array | undefined>;
  /** Replaces the record as a whole, or fails and leaves the old one. */
  save(key: string, record: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Where the graph that is held came from, and what it holds. */
export interface GraphStatistics {
  readonly network: Network;
  /** `none` until something was loaded or synced. */
  readonly source: "none" | "stored" | "network";
  readonly nodes: number;
  readonly channels: number;
  /** Directions with a known policy: two a channel when all are known. */
  readonly updates: number;
  /** The latest gossip in the graph, unix seconds; 0 for none. */
  readonly timestamp: number;
  /** Seconds since `timestamp` by the page's clock, never negative; undefined without a graph. */
  readonly ageSeconds: number | undefined;
  /** What the graph's arrays occupy. */
  readonly memoryBytes: number;
}

export interface SyncProgress {
  /** From `store` on, routes are found in the new graph. */
  phase: "download" | "apply" | "store";
  /** Bytes of the snapshot, after decompression: received while downloading, read while applying. */
  bytes: number;
  /** Bytes of the snapshot in all, where that is known. */
  totalBytes: number | undefined;
  /** Channel announcements and channel updates read so far. */
  announcements: number;
  updates: number;
  elapsedMs: number;
}

export interface SyncOptions extends CallOptions {
  onProgress?: (progress: SyncProgress) => void;
  /** Fetches the whole graph even if a delta would do. */
  full?: boolean;
}

export interface SyncResult {
  /** `unchanged`: the server had nothing newer. */
  kind: "full" | "delta" | "unchanged";
  timestamp: number;
  nodes: number;
  channels: number;
  updates: number;
  /** Channels and updates that the snapshot brought, as opposed to what the graph now holds. */
  applied: { announcements: number; updates: number };
  /** Entries of the snapshot that were passed over, by reason. */
  skipped: Readonly<Record<string, number>>;
  /** Size of the snapshot after decompression. */
  bytes: number;
  /** Where the graph was stored; `none` if that failed, which costs the next visit a full download. */
  stored: "opfs" | "indexeddb" | "memory" | "custom" | "none";
  /** From the request to the last byte. */
  downloadMs: number;
  /** Inside the worker: decoding, checking and applying. */
  applyMs: number;
  /** All of it. */
  tookMs: number;
}

/** A hop of a private route to the payee, as in a BOLT 11 invoice. */
export interface RouteHintHop {
  /** The node at the start of the channel. */
  node: string;
  scid: string;
  baseFeeMsat: number;
  feePpm: number;
  cltvDelta: number;
}

/** A channel of the payer's own, which the public graph may not know. */
export interface OwnChannel {
  scid: string;
  /** The node at the other end. */
  peer: string;
  /** What can be sent over it now. */
  spendableMsat: bigint;
}

export interface RouteRequest {
  /** The payer. All of its public channels count as its own, unless `ownChannels` are given. */
  from?: string;
  to: string;
  amountMsat: bigint;
  /** No limit unless given. */
  maxFeeMsat?: bigint;
  /** -1 the cheapest route, 1 the surest; 0 unless given. */
  timePreference?: number;
  /** Private routes to the payee, each from a public node to the payee. */
  hints?: readonly (readonly RouteHintHop[])[];
  ownChannels?: readonly OwnChannel[];
  /** Blocks that the payee asks for; 40 unless given. */
  finalCltvDelta?: number;
  /** Most blocks that the payment may be locked up for in all; 2016 unless given. */
  maxCltv?: number;
  excludeNodes?: readonly string[];
  excludeChannels?: readonly string[];
}

export interface Hop {
  scid: string;
  /** The node that the hop leads to. */
  node: string;
  /** Its name: text from a stranger. Never use it as HTML. */
  alias?: string;
  /** What arrives at the node. */
  amountMsat: bigint;
  /** What the hop costs: what its sending node keeps. */
  feeMsat: bigint;
  /** Blocks that the hop adds to the time lock. */
  cltvDelta: number;
  /** Chance that the hop carries the amount, 0 to 1. */
  probability: number;
}

export interface Route {
  found: true;
  hops: Hop[];
  /** What the payee gets. */
  amountMsat: bigint;
  feeMsat: bigint;
  /** Blocks in all: the hops' deltas and the payee's. */
  cltv: number;
  probability: number;
  /** What the search minimised: fee, time lock risk and the cost of failing. */
  distanceMsat: number;
  /** Inside the worker. */
  tookMs: number;
}

export interface NoRoute {
  found: false;
  /** Stable, for programs: see README, "Reasons". */
  reason: string;
  /** For people. */
  detail: string;
  /** What it would have taken, where the reason has such a number. */
  leastFeeMsat?: bigint;
  leastCltv?: number;
  bestProbability?: number;
  leastAmountMsat?: bigint;
  mostAmountMsat?: bigint;
  tookMs: number;
}

export type RouteResult = Route | NoRoute;

export interface NodeSummary {
  key: string;
  /** Text from a stranger. Never use it as HTML. */
  alias?: string;
  /** Its place in the picture of the same revision. */
  index: number;
  channels: number;
  capacityMsat: bigint;
}

export interface SearchOptions extends CallOptions {
  /** 10 unless given, 100 at most. */
  limit?: number;
}

/**
 * The graph for drawing. Nodes and edges are places in the arrays. Parallel
 * channels are one edge.
 */
export interface Picture {
  /** Changes whenever indices do. */
  revision: number;
  nodes: number;
  edges: number;
  /** Whether the directory gave positions; all are 0 otherwise. */
  positioned: boolean;
  x: Int16Array;
  y: Int16Array;
  /** 33 bytes a node; `keyOf` reads one. */
  keys: Uint8Array;
  edgeA: Int32Array;
  edgeB: Int32Array;
  /** Capacity of the edge in satoshis, as far as known. */
  weight: Float32Array;
}

export interface DirectoryInfo {
  source: "none" | "stored" | "network";
  /** Nodes that it names. */
  names: number;
  /** Whether it has positions. */
  positioned: boolean;
}

/** Events of a Lightpane object. */
export interface LightpaneEvents {
  /** A sync is done; the graph may have changed. */
  sync: CustomEvent<SyncResult>;
  /** Names or positions have come. */
  directory: CustomEvent<DirectoryInfo>;
  /** The worker failed, was started again, and has reloaded the stored graph. */
  restart: CustomEvent<{ reason: string; graph: GraphStatistics }>;
}
