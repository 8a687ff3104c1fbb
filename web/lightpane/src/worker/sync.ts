// Bringing the graph up to date.
import { LightpaneError } from "../errors.js";
import type { ReplyOf } from "../frame.js";
import type { Statistics, SyncProgress, SyncReply, SyncRequest } from "../protocol.js";
import { download } from "./download.js";
import type { Program } from "./program.js";
import { type Storage, withLock } from "./storage.js";

/** The most that a snapshot may take, decompressed; the graph program has the same limit. */
const largestSnapshot = 64 * 2 ** 20;

const day = 86_400;

/**
 * A direction that no snapshot mentions for a week is forgotten, and the deltas
 * of common servers mention living channels too seldom: a graph kept up by
 * deltas alone would lose most of its channels in time. So the whole graph is
 * fetched again before that week is over.
 */
const fullEvery = 6 * day;

export interface SyncTools {
  program: Program;
  storage: Storage;
  /** Base address of the server, and the key of the graph's record. */
  rgs: string;
  key: string;
}

interface Call {
  request: SyncRequest;
  signal: AbortSignal;
  onProgress: (progress: SyncProgress) => void;
  /** Called as soon as routes are found in the new graph, before it is stored. */
  onChanged: (statistics: Statistics) => void;
  begun: number;
}

export async function sync(tools: SyncTools, call: Omit<Call, "begun">): Promise<SyncReply> {
  const timed = { ...call, begun: performance.now() };
  const { statistics } = (await tools.program.call("statistics", {})).reply;
  const now = call.request.now / 1000;
  const full = call.request.full || statistics.timestamp === 0 || now - statistics.fullTimestamp > fullEvery;
  try {
    return await fetchAndApply(tools, timed, full ? 0 : statistics.timestamp);
  } catch (error) {
    if (full || !wantsFull(error)) throw error;
    return fetchAndApply(tools, timed, 0);
  }
}

/** Whether a delta that failed so is reason to fetch the whole graph. */
function wantsFull(error: unknown): boolean {
  if (!(error instanceof LightpaneError)) return false;
  if (error.code === "http_status") return error.status === 404 || error.status === 410; // no delta from that time on
  return ["stale", "truncated", "wrong_version", "too_many_nodes", "too_many_updates", "bad_value", "node_order"].includes(error.code);
}

async function fetchAndApply(tools: SyncTools, call: Call, since: number): Promise<SyncReply> {
  const { program } = tools;
  const { signal, request } = call;
  const requested = performance.now();
  const progress: SyncProgress = { phase: "download", bytes: 0, totalBytes: undefined, announcements: 0, updates: 0, elapsedMs: 0 };
  const report = paced((changes: Partial<SyncProgress>) => {
    call.onProgress(Object.assign(progress, changes, { elapsedMs: performance.now() - call.begun }));
  });

  const { bytes: size, whole } = await download(
    `${tools.rgs}/snapshot/${since}`,
    { magic: "LDK", largest: largestSnapshot },
    {
      async begin(expect) {
        progress.totalBytes = expect;
        await program.call("begin", { expect: expect ?? 0 });
      },
      async take(bytes) {
        await program.call("append", {}, { payload: bytes });
        report({ bytes: progress.bytes + bytes.length });
      },
    },
    // The record is the cache: a copy of the snapshot would only take up space.
    { signal, cache: "no-store" },
  );
  const downloadMs = performance.now() - requested;
  const full = since === 0 || whole;

  report({ phase: "apply", bytes: 0, totalBytes: size });
  const { reply: applied } = await program.call("apply", { full, now: request.now }, {
    signal,
    onProgress: ({ bytes, announcements, updates }) => report({ bytes, announcements, updates }),
  });
  call.onChanged(applied.statistics);
  const changed = full || applied.changed || applied.statistics.timestamp !== since;
  let stored: SyncReply["stored"] = tools.storage.kind;
  if (changed) {
    report({ phase: "store", bytes: size });
    stored = await store(tools);
  }
  return {
    kind: full ? "full" : applied.changed ? "delta" : "unchanged",
    statistics: applied.statistics,
    applied,
    bytes: size,
    stored,
    downloadMs,
    tookMs: performance.now() - call.begun,
  };
}

/** Stores the graph. That this fails is no reason to do without the graph. */
async function store({ program, storage, key }: SyncTools): Promise<SyncReply["stored"]> {
  const { payload } = await program.call("export", {});
  if (payload === undefined) return "none";
  try {
    await withLock(key, "exclusive", () => storage.save(key, payload));
    return storage.kind;
  } catch {
    return "none";
  }
}

export type StoredRecord = Uint8Array<ArrayBuffer> | undefined;

/** Reads the record of the graph. One that cannot be read is none. */
export function readStored({ storage, key }: SyncTools): Promise<StoredRecord> {
  return withLock(key, "shared", () => storage.load(key)).catch(() => undefined);
}

/**
 * Loads the stored graph from its record, if there is one. A record that is
 * broken, of another network or of another version of this package is thrown
 * away.
 */
export async function loadStored(tools: SyncTools, read: StoredRecord): Promise<ReplyOf<"load"> | undefined> {
  const { program, storage, key } = tools;
  let record = read;
  // An older record may come to light under a broken one, but not without end.
  for (let tries = 0; tries < 3; tries++) {
    if (record === undefined) return undefined;
    try {
      return (await program.call("load", {}, { payload: record })).reply;
    } catch (error) {
      await withLock(key, "exclusive", () => storage.remove(key)).catch(() => undefined);
      if (!(error instanceof LightpaneError) || (error.code as string) !== "bad_record") throw error;
      record = await readStored(tools);
    }
  }
  return undefined;
}

/** Lets a change through at once if its phase is new, otherwise some fifty times a second. */
function paced(report: (changes: Partial<SyncProgress>) => void): (changes: Partial<SyncProgress>) => void {
  let last = -Infinity;
  let held: Partial<SyncProgress> = {};
  return (changes) => {
    held = { ...held, ...changes };
    const now = performance.now();
    if (changes.phase === undefined && now - last < 20) return;
    last = now;
    report(held);
    held = {};
  };
}
