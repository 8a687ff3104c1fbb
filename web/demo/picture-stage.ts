/** The picture's elements in the page: two canvases over each other, zoom buttons, and text for those who cannot see it. */
import type { Painted } from "./picture-loop.js";
import type { Rgb } from "./picture-tones.js";
import type { Projection } from "./picture-view.js";

export interface StageButtons {
  zoomIn(): void;
  zoomOut(): void;
  showAll(): void;
}

/** Width and height that the zoom buttons cover in the upper right corner, in CSS pixels. */
export const buttonsSize = { width: 48, height: 128 };

const instructions = "Arrow keys move it, plus and minus zoom, 0 shows all of it, Enter chooses the node in the middle.";

export class Stage {
  /** What takes the focus, the pointer and the keys. */
  readonly box: HTMLElement;
  readonly #parts: HTMLElement[];
  readonly #base: HTMLCanvasElement;
  readonly #overlay: HTMLCanvasElement;
  readonly #description: HTMLElement;
  readonly #live: HTMLElement;

  constructor(host: HTMLElement, buttons: StageButtons) {
    if (getComputedStyle(host).position === "static") host.style.position = "relative";
    const id = `picture-description-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    this.#description = element("p", hidden, { id });
    this.#live = element("p", hidden, { "aria-live": "polite" });
    this.#base = element("canvas", { position: "absolute", left: "0", top: "0", transformOrigin: "0 0", opacity: "0" });
    this.#overlay = element("canvas", { position: "absolute", left: "0", top: "0", width: "100%", height: "100%" });
    this.box = element(
      "div",
      { position: "absolute", inset: "0", overflow: "hidden", userSelect: "none", outlineOffset: "-3px", touchAction: "pan-y" },
      {
        class: "picture-stage",
        role: "application",
        tabindex: "0",
        "aria-roledescription": "zoomable picture",
        "aria-label": `Picture of the network. ${instructions}`,
        "aria-describedby": id,
      },
    );
    this.box.append(this.#base, this.#overlay);
    const corner = element("div", { position: "absolute", top: "8px", right: "8px", display: "grid", gap: "4px" }, {
      class: "picture-buttons",
      role: "group",
      "aria-label": "Zoom of the picture",
    });
    corner.append(
      button("Zoom in", "M4 10h12M10 4v12", buttons.zoomIn),
      button("Zoom out", "M4 10h12", buttons.zoomOut),
      button("Show all", "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4", buttons.showAll),
    );
    this.#parts = [this.box, corner, this.#description, this.#live];
    host.append(...this.#parts);
  }

  /** The text alternative: what the picture shows. */
  describe(text: string): void {
    this.#description.textContent = text;
  }

  /** Says text to a screen reader. */
  announce(text: string): void {
    this.#live.textContent = text;
  }

  /** Puts an image into the lower canvas, ratio device pixels to the CSS pixel. */
  showBase({ width, height, buffer }: Painted, ratio: number): void {
    const canvas = this.#base;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    canvas.style.width = `${width / ratio}px`;
    canvas.style.height = `${height / ratio}px`;
    context(canvas).putImageData(new ImageData(new Uint8ClampedArray(buffer), width, height), 0, 0);
  }

  /** Moves the lower canvas, which reaches margin CSS pixels over the box on every side. */
  placeBase(map: Projection, margin: number): void {
    const { scaleX, scaleY, offsetX, offsetY } = map;
    this.#base.style.transform =
      `translate(${offsetX}px,${offsetY}px) scale(${scaleX},${scaleY}) translate(${-margin}px,${-margin}px)`;
  }

  /** How strongly the lower canvas shows, 0 to 1; it changes gently if smooth. */
  fadeBase(opacity: number, smooth: boolean): void {
    this.#base.style.transition = smooth ? "opacity .3s" : "none";
    this.#base.style.opacity = String(opacity);
  }

  /** The upper canvas, made to fit. */
  overlay(width: number, height: number, ratio: number): CanvasRenderingContext2D {
    const canvas = this.#overlay;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
    return context(canvas);
  }

  /** A CSS colour as canvases understand it: without variables, light-dark() and other things that depend on the place. */
  resolve(css: string): string {
    this.#description.style.color = "";
    this.#description.style.color = css;
    return getComputedStyle(this.#description).color;
  }

  remove(): void {
    for (const part of this.#parts) part.remove();
  }
}

const hidden: Partial<CSSStyleDeclaration> = {
  position: "absolute", width: "1px", height: "1px", margin: "-1px", overflow: "hidden", clipPath: "inset(50%)", whiteSpace: "nowrap",
};

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, style: Partial<CSSStyleDeclaration>, attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  // Set from here and not by a style attribute: a content security policy without inline styles allows it.
  Object.assign(made.style, style);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function button(name: string, path: string, press: () => void): HTMLButtonElement {
  const made = element("button", { width: "36px", height: "36px", minHeight: "0", padding: "0", display: "grid", placeItems: "center" }, {
    type: "button", "aria-label": name, title: name,
  });
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 20 20", width: "18", height: "18", "aria-hidden": "true", focusable: "false",
    fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round",
  })) svg.setAttribute(key, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  made.append(svg);
  made.addEventListener("click", press);
  return made;
}

function context(canvas: HTMLCanvasElement, settings: CanvasRenderingContext2DSettings = {}): CanvasRenderingContext2D {
  const found = canvas.getContext("2d", settings);
  if (!found) throw new Error("the browser gives no 2d canvas to draw the picture on");
  return found;
}

/** What resolved CSS colours are in numbers. */
export function readColours(colours: readonly string[]): Rgb[] {
  const canvas = document.createElement("canvas");
  canvas.width = colours.length;
  canvas.height = 1;
  const ctx = context(canvas, { willReadFrequently: true });
  colours.forEach((colour, i) => {
    ctx.fillStyle = colour;
    ctx.fillRect(i, 0, 1, 1);
  });
  const { data } = ctx.getImageData(0, 0, colours.length, 1);
  return colours.map((_, i) => [data[4 * i] ?? 0, data[4 * i + 1] ?? 0, data[4 * i + 2] ?? 0]);
}
