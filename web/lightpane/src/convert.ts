// Between the package's interface and the protocol.
import type { ReplyOf } from "./frame.js";
import type { FindRouteRequest, NodeSummary as WireNode, OpenRequest, Statistics, SyncProgress as WireProgress } from "./protocol.js";
import { LightpaneError } from "./errors.js";
import type {
  GraphStatistics,
  NodeSummary,
  OpenOptions,
  Picture,
  RouteRequest,
  RouteResult,
  SyncProgress,
  SyncResult,
} from "./types.js";

const networks = ["bitcoin", "testnet", "signet", "regtest"];
const stores = ["opfs", "indexeddb", "memory"];

/** Checks the options of open and makes their addresses absolute. */
export function openRequest(options: OpenOptions): OpenRequest {
  if (!networks.includes(options.network)) {
    throw new LightpaneError("invalid_argument", `network ${String(options.network)}: want one of ${networks.join(", ")}`);
  }
  const rgs = address("rgs", options.rgs).replace(/\/+$/, "");
  const { directory = true, storage, wasmURL } = options;
  if (typeof storage === "string" && !stores.includes(storage)) {
    throw new LightpaneError("invalid_argument", `storage ${storage}: want one of ${stores.join(", ")}, or a store of your own`);
  }
  return {
    network: options.network,
    rgs,
    directory: directory === false ? "" : directory === true ? `${rgs}/directory` : address("directory", directory),
    storage: typeof storage === "object" ? "custom" : (storage ?? ""),
    wasmURL: wasmURL === undefined ? "" : new URL(wasmURL, globalThis.location?.href).href,
    wasmIntegrity: options.wasmIntegrity ?? "",
  };
}

function address(option: string, given: string | URL): string {
  let url: URL;
  try {
    url = new URL(given, globalThis.location?.href);
  } catch {
    throw new LightpaneError("invalid_argument", `${option} ${String(given)}: not an address`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new LightpaneError("invalid_argument", `${option} ${url.href}: want http or https`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw new LightpaneError("invalid_argument", `${option} ${url.href}: want an address without a query or a fragment`);
  }
  return url.href;
}

export function statisticsFrom(
  statistics: Statistics,
  network: GraphStatistics["network"],
  source: GraphStatistics["source"],
  nowMs: number,
): GraphStatistics {
  const { nodes, channels, updates, timestamp, memoryBytes } = statistics;
  return {
    network,
    source: timestamp === 0 ? "none" : source,
    nodes,
    channels,
    updates,
    timestamp,
    ageSeconds: timestamp === 0 ? undefined : Math.max(0, Math.floor(nowMs / 1000) - timestamp),
    memoryBytes,
  };
}

export function progressFrom(p: WireProgress): SyncProgress {
  return { ...p, phase: p.phase as SyncProgress["phase"] };
}

export function syncResultFrom(reply: ReplyOf<"sync">): SyncResult {
  const { timestamp, nodes, channels, updates } = reply.statistics;
  return {
    kind: reply.kind as SyncResult["kind"],
    timestamp,
    nodes,
    channels,
    updates,
    applied: { announcements: reply.applied.announcements, updates: reply.applied.updates },
    skipped: Object.fromEntries(reply.applied.skipped.map((s) => [s.reason, s.count])),
    bytes: reply.bytes,
    stored: reply.stored as SyncResult["stored"],
    downloadMs: reply.downloadMs,
    applyMs: reply.applied.tookMs,
    tookMs: reply.tookMs,
  };
}

export function routeRequest(request: RouteRequest): FindRouteRequest {
  return {
    from: request.from ?? "",
    to: request.to,
    amount: request.amountMsat,
    maxFee: request.maxFeeMsat,
    timePreference: request.timePreference ?? 0,
    finalCltv: request.finalCltvDelta,
    maxCltv: request.maxCltv,
    hints: (request.hints ?? []).map((hops) => ({
      hops: hops.map((hop) => ({
        node: hop.node,
        scid: hop.scid,
        baseFee: hop.baseFeeMsat,
        feePPM: hop.feePpm,
        cltv: hop.cltvDelta,
      })),
    })),
    ownChannels: (request.ownChannels ?? []).map((channel) => ({
      scid: channel.scid,
      peer: channel.peer,
      spendable: channel.spendableMsat,
    })),
    excludeNodes: [...(request.excludeNodes ?? [])],
    excludeChannels: [...(request.excludeChannels ?? [])],
  };
}

export function routeFrom(reply: ReplyOf<"findRoute">): RouteResult {
  const { route, why, tookMs } = reply;
  if (route === undefined) {
    return {
      found: false,
      reason: why.reason,
      detail: why.detail,
      ...(why.leastFee !== 0n && { leastFeeMsat: why.leastFee }),
      ...(why.leastCltv !== 0 && { leastCltv: why.leastCltv }),
      ...(why.bestProbability !== 0 && { bestProbability: why.bestProbability }),
      ...(why.leastAmount !== 0n && { leastAmountMsat: why.leastAmount }),
      ...(why.mostAmount !== 0n && { mostAmountMsat: why.mostAmount }),
      tookMs,
    };
  }
  return {
    found: true,
    hops: route.hops.map((hop) => ({
      scid: hop.scid,
      node: hop.node,
      ...(hop.alias !== "" && { alias: hop.alias }),
      amountMsat: hop.amount,
      feeMsat: hop.fee,
      cltvDelta: hop.cltv,
      probability: hop.probability,
    })),
    amountMsat: route.amount,
    feeMsat: route.fee,
    cltv: route.cltv,
    probability: route.probability,
    distanceMsat: route.distance,
    tookMs,
  };
}

export function nodeFrom(node: WireNode): NodeSummary {
  return {
    key: node.key,
    ...(node.alias !== "" && { alias: node.alias }),
    index: node.index,
    channels: node.channels,
    capacityMsat: node.capacity,
  };
}

const keySize = 33;

/** Finds the columns of a picture in its payload. */
export function pictureFrom(reply: ReplyOf<"picture">, payload: Uint8Array<ArrayBuffer> | undefined): Picture {
  const { revision, nodes, edges, positioned } = reply;
  if (payload?.length !== edges * 12 + nodes * (4 + keySize)) {
    throw new LightpaneError("internal", "a picture of the wrong size");
  }
  const buffer = payload.buffer;
  let at = payload.byteOffset;
  const column = (bytes: number): number => {
    const begin = at;
    at += bytes;
    return begin;
  };
  return {
    revision,
    nodes,
    edges,
    positioned,
    weight: new Float32Array(buffer, column(4 * edges), edges),
    edgeA: new Int32Array(buffer, column(4 * edges), edges),
    edgeB: new Int32Array(buffer, column(4 * edges), edges),
    x: new Int16Array(buffer, column(2 * nodes), nodes),
    y: new Int16Array(buffer, column(2 * nodes), nodes),
    keys: new Uint8Array(buffer, column(keySize * nodes), keySize * nodes),
  };
}

/** The public key of a node of a picture. */
export function keyOf(picture: Picture, index: number): string {
  const key = picture.keys.subarray(index * keySize, (index + 1) * keySize);
  return Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
