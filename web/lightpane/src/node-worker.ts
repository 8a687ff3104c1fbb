// The graph worker's entry on a thread of Node's: gives worker.js the global
// scope that it would have in a browser.
import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";

if (parentPort === null) throw new Error("node-worker.js runs on a worker thread only");
const port = parentPort;

const scope = globalThis as unknown as {
  self: unknown;
  onmessage?: (event: { data: unknown }) => void;
  postMessage: (message: unknown, transfer: ArrayBuffer[]) => void;
  fetch: typeof fetch;
};
scope.self = globalThis;
scope.postMessage = (message, transfer) => port.postMessage(message, transfer);

// Node's fetch does not read files, and graph.wasm is one.
const fetchOverNetwork = scope.fetch;
scope.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!url.startsWith("file:")) return fetchOverNetwork(input, init);
  return new Response(await readFile(new URL(url)), { headers: { "content-type": "application/wasm" } });
};

// Messages wait in the port until somebody listens.
const entry = new URL("./worker.js", import.meta.url);
await import(entry.href);
port.on("message", (data: unknown) => scope.onmessage?.({ data }));
