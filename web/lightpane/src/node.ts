/**
 * Lightpane in Node, 20 or later:
 *
 * ```ts
 * import { Lightpane } from "lightpane";
 * import { nodeWorker } from "lightpane/node";
 *
 * const ln = await Lightpane.open({ network: "bitcoin", rgs, worker: nodeWorker });
 * ```
 *
 * The graph is kept in memory unless `storage` is a store of your own, and
 * `wasmIntegrity` is not looked at when graph.wasm is a file.
 */
import { Worker } from "node:worker_threads";
import type { WorkerLike } from "./types.js";

/** The graph worker on a thread of Node's. */
export function nodeWorker(): WorkerLike {
  const thread = new Worker(new URL("./node-worker.js", import.meta.url));
  return {
    postMessage: (message, transfer) => thread.postMessage(message, transfer),
    terminate: () => void thread.terminate(),
    addEventListener(type: "message" | "error", listener: (event: { data: unknown; message?: string }) => void) {
      if (type === "message") thread.on("message", (data: unknown) => listener({ data }));
      else thread.on("error", (error: unknown) => listener({ data: undefined, message: String(error) }));
    },
  };
}
