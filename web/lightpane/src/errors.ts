import type { Failure } from "./protocol.js";

/**
 * What can go wrong, as stable codes.
 *
 * The snapshot's own faults carry the name that the Go package rgs gives them.
 */
export type ErrorCode =
  // The caller's.
  | "invalid_argument" // an option or parameter makes no sense; the message says which
  | "unknown_node" // node(): the graph has no such node
  | "no_graph" // nothing was synced yet
  | "closed" // the object was closed
  // The network's.
  | "network" // the server could not be reached, or the connection broke
  | "http_status" // it answered with an error; see `status`
  | "too_large" // the answer exceeds the limit on downloads
  // The snapshot's.
  | "wrong_magic" // not a snapshot: a web page, most often
  | "wrong_version"
  | "wrong_chain" // of another network
  | "stale" // older than 14 days
  | "truncated"
  | "too_many_nodes"
  | "too_many_updates"
  | "bad_value"
  | "node_order"
  // Ours.
  | "unsupported" // the platform lacks something
  | "worker_load" // worker.js could not be loaded
  | "wasm_load" // graph.wasm could not be loaded, or is not the one pinned
  | "internal"; // a fault of this package; the worker starts again

/**
 * The one error class of the package. An aborted call rejects with the reason
 * of its signal instead.
 */
export class LightpaneError extends Error {
  override readonly name = "LightpaneError";

  /** Stable, for programs. */
  readonly code: ErrorCode;

  /** Whether the same call may succeed if made again. */
  readonly retryable: boolean;

  /** The HTTP status, with code `http_status`. */
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, options?: { retryable?: boolean; status?: number; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options?.retryable ?? false;
    this.status = options?.status;
  }
}

/** The failure of a request as an error. */
export function errorFrom(failure: Failure): LightpaneError {
  return new LightpaneError(failure.code as ErrorCode, failure.message, {
    retryable: failure.retryable,
    ...(failure.status !== 0 && { status: failure.status }),
  });
}

/** An error as the failure of a request. What is not a LightpaneError is a fault of ours. */
export function failureFrom(error: unknown): Failure {
  if (error instanceof LightpaneError) {
    return { code: error.code, message: error.message, retryable: error.retryable, status: error.status ?? 0 };
  }
  return { code: "internal", message: String(error), retryable: true, status: 0 };
}
