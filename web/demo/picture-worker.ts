/** The worker that paints the base picture: it holds the graph and answers frames with images. */
import { PaintLoop } from "./picture-loop.js";
import type { PainterMessage } from "./picture-painter.js";
import { Raster } from "./picture-raster.js";
import { prepare } from "./picture-scene.js";

/** What this file needs of its global scope; the DOM types describe a window's. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<PainterMessage>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

// A slice is short enough that a newer frame is seen soon, and long enough that rests cost nothing.
const pace = {
  slice: 24,
  preview: 120,
  now: () => performance.now(),
  rest: (resume: () => void) => void setTimeout(resume),
};

let loop: PaintLoop | null = null;

scope.onmessage = ({ data: message }) => {
  switch (message.kind) {
    case "graph":
      loop?.stop();
      loop = new PaintLoop(new Raster(prepare(message.data)), pace, (painted) => scope.postMessage(painted, [painted.buffer]));
      break;
    case "frame":
      loop?.request(message.frame);
      break;
    case "reuse":
      loop?.reuse(message.buffer);
      break;
  }
};
