/**
 * Paints frames in slices, the newest frame first. It runs in the worker, and on the page's own thread where there is no
 * worker; the two differ in how long a slice is.
 */
import type { Frame, Raster } from "./picture-raster.js";

/** A frame with a number, by which the page knows which of its requests an image answers. */
export interface NumberedFrame extends Frame {
  readonly id: number;
}

/** A painted frame: RGBA, width * height * 4 bytes. Whoever gets it may keep the buffer or hand it back with reuse. */
export interface Painted {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly buffer: ArrayBuffer;
  /** False for a preview that holds the largest channels only. */
  readonly complete: boolean;
}

export interface Pace {
  /** Milliseconds of work between two rests. */
  readonly slice: number;
  /** Milliseconds after which an unfinished frame is shown as it is. */
  readonly preview: number;
  now(): number;
  /** Calls back after others had their turn. */
  rest(resume: () => void): void;
}

export class PaintLoop {
  readonly #raster: Raster;
  readonly #pace: Pace;
  readonly #emit: (painted: Painted) => void;
  #next: NumberedFrame | null = null;
  #work: Generator<void, void, void> | null = null;
  #spare: ArrayBuffer | null = null;
  #resting = false;

  constructor(raster: Raster, pace: Pace, emit: (painted: Painted) => void) {
    this.#raster = raster;
    this.#pace = pace;
    this.#emit = emit;
  }

  /**
   * Asks for a frame. A frame asked for earlier and not begun is forgotten. One that is being painted is left unfinished
   * as soon as its preview is out: so a picture under a moving hand is always redrawn, and never waits for long.
   */
  request(frame: NumberedFrame): void {
    this.#next = frame;
    if (!this.#resting) this.#run();
  }

  /** Hands back the buffer of an image that is no longer needed. */
  reuse(buffer: ArrayBuffer): void {
    this.#spare = buffer;
  }

  /** Forgets all work. */
  stop(): void {
    this.#next = null;
    this.#work = null;
  }

  #run(): void {
    const until = this.#pace.now() + this.#pace.slice;
    do {
      if (!this.#work) {
        if (!this.#next) return;
        this.#work = this.#paint(this.#next);
        this.#next = null;
      }
      if (this.#work.next().done) this.#work = null;
    } while (this.#pace.now() < until);
    this.#resting = true;
    this.#pace.rest(() => {
      this.#resting = false;
      this.#run();
    });
  }

  *#paint(frame: NumberedFrame): Generator<void, void, void> {
    const begun = this.#pace.now();
    let shown = false;
    for (const _ of this.#raster.draw(frame)) {
      yield;
      if (!shown && this.#pace.now() - begun > this.#pace.preview) {
        yield* this.#show(frame, false);
        shown = true;
      }
      if (shown && this.#next) return;
    }
    yield* this.#show(frame, true);
  }

  *#show(frame: NumberedFrame, complete: boolean): Generator<void, void, void> {
    const bytes = frame.width * frame.height * 4;
    const buffer = this.#spare?.byteLength === bytes ? this.#spare : new ArrayBuffer(bytes);
    this.#spare = null;
    yield* this.#raster.develop(new Uint32Array(buffer));
    this.#emit({ id: frame.id, width: frame.width, height: frame.height, buffer, complete });
  }
}
