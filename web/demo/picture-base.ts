/** Keeps an image of the whole graph under the view: has it painted, shows it, and moves it until a newer one is there. */
import type { Painted } from "./picture-loop.js";
import { Painter } from "./picture-painter.js";
import type { PictureData } from "./picture-scene.js";
import type { Stage } from "./picture-stage.js";
import type { Tones } from "./picture-tones.js";
import { between, projectBitmap, type Projection, type Viewport } from "./picture-view.js";

/** CSS pixels that the image reaches over the box, so that a slow drag uncovers nothing. */
const margin = 48;
/** Images of more device pixels than this are painted at a lower resolution: they would take too long. */
const mostPixels = 3.2e6;

/** A view of which an image was asked for. */
interface View {
  readonly projection: Projection;
  readonly viewport: Viewport;
  readonly ratio: number;
}

export class BasePicture {
  readonly #stage: Stage;
  readonly #painter: Painter;
  readonly #ready: () => void;
  readonly #asked = new Map<number, View>();
  #asks = 0;
  /** The view that is wanted now, and the one that is shown until its image comes. */
  #wanted: Projection | null = null;
  #shown: (View & { readonly complete: boolean }) | null = null;

  /** Calls ready once, when the first image is shown. */
  constructor(stage: Stage, workerURL: URL, ready: () => void) {
    this.#stage = stage;
    this.#ready = ready;
    this.#painter = new Painter(workerURL, (painted) => this.#receive(painted));
  }

  /** Whether there is an image to be seen. */
  get visible(): boolean {
    return this.#shown !== null;
  }

  setGraph(data: PictureData): void {
    this.#asked.clear();
    // The image of the other graph stays only until anything of this one is there.
    if (this.#shown) this.#shown = { ...this.#shown, complete: false };
    this.#painter.setGraph(data);
  }

  /** Asks for an image of a view. */
  request(projection: Projection, viewport: Viewport, tones: Tones): void {
    const width = viewport.width + 2 * margin;
    const height = viewport.height + 2 * margin;
    const ratio = Math.min(2, devicePixelRatio, Math.sqrt(mostPixels / (width * height)));
    const id = ++this.#asks;
    this.#asked.set(id, { projection, viewport, ratio });
    this.#painter.request({
      id, ratio, tones,
      width: Math.round(width * ratio), height: Math.round(height * ratio),
      projection: projectBitmap(projection, margin, ratio),
    });
  }

  /** Moves and stretches the image that is there to where the view is now. */
  place(projection: Projection): void {
    this.#wanted = projection;
    if (this.#shown) this.#stage.placeBase(between(this.#shown.projection, projection), margin);
  }

  close(): void {
    this.#asked.clear();
    this.#painter.close();
  }

  #receive(painted: Painted): void {
    const view = this.#asked.get(painted.id);
    if (!view) return;
    for (const id of this.#asked.keys()) if (id < painted.id || (id === painted.id && painted.complete)) this.#asked.delete(id);
    if (painted.complete || this.#isBadFor(view)) {
      const first = !this.#shown;
      this.#shown = { ...view, complete: painted.complete };
      this.#stage.showBase(painted, view.ratio);
      // In the same task as the new image, or it would flash up in the old one's place.
      this.place(this.#wanted ?? view.projection);
      if (first) this.#ready();
    }
    this.#painter.reuse(painted.buffer);
  }

  /** Whether even a preview of this view is better than what is shown: complete images bear some stretching. */
  #isBadFor({ projection, viewport: { width, height } }: View): boolean {
    if (!this.#shown?.complete) return true;
    const { scaleX, offsetX, offsetY } = between(this.#shown.projection, projection);
    const shiftX = offsetX + (width * (scaleX - 1)) / 2;
    const shiftY = offsetY + (height * (scaleX - 1)) / 2;
    return scaleX > 2 || scaleX < 0.7 || Math.abs(shiftX) > width / 3 || Math.abs(shiftY) > height / 3;
  }
}
