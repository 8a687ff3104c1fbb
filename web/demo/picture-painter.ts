/** The page's side of painting: a worker where possible, else slices on the page's own thread. */
import { PaintLoop, type NumberedFrame, type Painted } from "./picture-loop.js";
import { Raster } from "./picture-raster.js";
import { prepare, type PictureData } from "./picture-scene.js";

/** What the page tells the worker. The worker answers with Painted. */
export type PainterMessage =
  | { readonly kind: "graph"; readonly data: PictureData }
  | { readonly kind: "frame"; readonly frame: NumberedFrame }
  | { readonly kind: "reuse"; readonly buffer: ArrayBuffer };

interface Backend {
  tell(message: PainterMessage): void;
  close(): void;
}

export class Painter {
  readonly #emit: (painted: Painted) => void;
  #backend: Backend;
  #graph: PictureData | null = null;
  #frame: NumberedFrame | null = null;

  /** Images arrive at emit, in the order in which their frames were asked for, some frames being skipped. */
  constructor(workerURL: URL, emit: (painted: Painted) => void) {
    this.#emit = emit;
    this.#backend = this.#startWorker(workerURL) ?? new Slices(emit);
  }

  /** Replaces the graph. The data is copied. */
  setGraph(data: PictureData): void {
    this.#graph = data;
    this.#frame = null;
    this.#backend.tell({ kind: "graph", data });
  }

  /** Asks for an image; an earlier request that is not begun is dropped. */
  request(frame: NumberedFrame): void {
    this.#frame = frame;
    this.#backend.tell({ kind: "frame", frame });
  }

  /** Hands back the buffer of an image that has been drawn. */
  reuse(buffer: ArrayBuffer): void {
    this.#backend.tell({ kind: "reuse", buffer });
  }

  close(): void {
    this.#backend.close();
  }

  #startWorker(url: URL): Backend | null {
    let worker: Worker;
    try {
      worker = new Worker(url, { type: "module", name: "picture" });
    } catch {
      return null; // No workers here, or the page's policy forbids this one.
    }
    worker.onmessage = (event: MessageEvent<Painted>) => this.#emit(event.data);
    // A browser without module workers, a blocked script and a crash all end here: the picture is drawn all the same.
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.#backend = new Slices(this.#emit);
      if (this.#graph) this.#backend.tell({ kind: "graph", data: this.#graph });
      if (this.#frame) this.#backend.tell({ kind: "frame", frame: this.#frame });
    };
    return {
      tell: (message) => worker.postMessage(message, message.kind === "reuse" ? [message.buffer] : []),
      close: () => worker.terminate(),
    };
  }
}

/** Paints on the page's own thread, in slices well below the length of a screen frame. */
class Slices implements Backend {
  readonly #emit: (painted: Painted) => void;
  #loop: PaintLoop | null = null;

  constructor(emit: (painted: Painted) => void) {
    this.#emit = emit;
  }

  tell(message: PainterMessage): void {
    switch (message.kind) {
      case "graph":
        this.#loop?.stop();
        this.#loop = new PaintLoop(
          new Raster(prepare(message.data)),
          { slice: 6, preview: 90, now: () => performance.now(), rest: (resume) => void setTimeout(resume) },
          this.#emit,
        );
        break;
      case "frame":
        this.#loop?.request(message.frame);
        break;
      case "reuse":
        this.#loop?.reuse(message.buffer);
        break;
    }
  }

  close(): void {
    this.#loop?.stop();
  }
}
