// The graph worker. Everything is in worker/shell.ts; this file ties it to the
// worker's global scope.
import { type Message, buffersOf, isMessage } from "./frame.js";
import { Shell } from "./worker/shell.js";

declare const self: DedicatedWorkerGlobalScope;

const shell = new Shell(
  (message: Message) => self.postMessage(message, buffersOf(message)),
  new URL("./graph.wasm", import.meta.url), // named here, so that it also holds where everything is bundled into this file
);
self.onmessage = (event: MessageEvent<unknown>) => {
  if (isMessage(event.data)) shell.receive(event.data);
};
