/** What a hand does on the picture, whatever it does it with: mouse, fingers, wheel, or keys. */

export interface GestureHandlers {
  /** The picture is dragged by CSS pixels. */
  pan(dx: number, dy: number): void;
  /** The picture is enlarged around a point of its box; false if it cannot be enlarged or reduced any further. */
  zoom(factor: number, x: number, y: number): boolean;
  /** A click or tap that was not a drag. Fingers are coarse. */
  tap(x: number, y: number, coarse: boolean): void;
  /** The mouse is over a point, or has left. */
  hover(at: { x: number; y: number } | null): void;
  /** A key was pressed on the picture; true if it meant something. */
  key(key: string): boolean;
  /** Whether one finger drags the picture; else it scrolls the page, and two fingers move the picture. */
  dragsWithOneFinger(): boolean;
}

/** Movement in CSS pixels below which a press is a click: hands shake, and fingers more than mice. */
const shake = { mouse: 4, coarse: 9 };

/** A page that scrolled this many milliseconds ago is still being scrolled: the wheel is not for the picture. */
const scrollRest = 300;

interface Press {
  x: number;
  y: number;
  readonly startX: number;
  readonly startY: number;
}

/** Listens on the element until the signal aborts. */
export function listen(element: HTMLElement, handlers: GestureHandlers, signal: AbortSignal): void {
  const options = { signal };
  const presses = new Map<number, Press>();
  let moved = false;

  const position = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (presses.size === 0) moved = false;
    const { x, y } = position(event);
    presses.set(event.pointerId, { x, y, startX: x, startY: y });
    if (presses.size > 1) moved = true;
    element.setPointerCapture(event.pointerId);
  }, options);

  element.addEventListener("pointermove", (event) => {
    const { x, y } = position(event);
    const press = presses.get(event.pointerId);
    if (!press) {
      if (event.pointerType === "mouse") handlers.hover({ x, y });
      return;
    }
    const slack = event.pointerType === "mouse" ? shake.mouse : shake.coarse;
    if (!moved && Math.hypot(x - press.startX, y - press.startY) < slack) return;
    moved = true;
    if (presses.size === 1) {
      if (event.pointerType !== "touch" || handlers.dragsWithOneFinger()) handlers.pan(x - press.x, y - press.y);
    } else {
      const other = [...presses].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(press, { x, y }, other, handlers);
    }
    press.x = x;
    press.y = y;
  }, options);

  element.addEventListener("pointerup", (event) => {
    const last = presses.size === 1;
    if (!presses.delete(event.pointerId) || moved || !last) return;
    const { x, y } = position(event);
    handlers.tap(x, y, event.pointerType !== "mouse");
  }, options);

  // The browser takes a finger back when it decides to scroll the page with it.
  element.addEventListener("pointercancel", (event) => void presses.delete(event.pointerId), options);
  element.addEventListener("pointerleave", () => handlers.hover(null), options);

  listenToWheel(element, handlers, position, options);

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== element) return;
    if (handlers.key(event.key)) event.preventDefault();
  }, options);
}

/** One of two fingers moved: half of the movement pans, the change of distance enlarges around the middle. */
function pinch(before: Press, after: { x: number; y: number }, other: Press, handlers: GestureHandlers): void {
  const apart = Math.hypot(after.x - other.x, after.y - other.y);
  const were = Math.hypot(before.x - other.x, before.y - other.y);
  handlers.pan((after.x - before.x) / 2, (after.y - before.y) / 2);
  if (were > 1 && apart > 1) handlers.zoom(apart / were, (after.x + other.x) / 2, (after.y + other.y) / 2);
}

/** The wheel enlarges, unless the page is being scrolled and the picture merely came under the pointer. */
function listenToWheel(
  element: HTMLElement,
  handlers: GestureHandlers,
  position: (event: MouseEvent) => { x: number; y: number },
  options: { signal: AbortSignal },
): void {
  let scrolled = -Infinity;
  document.addEventListener("scroll", (event) => { scrolled = event.timeStamp; }, { ...options, passive: true, capture: true });
  element.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && event.timeStamp - scrolled < scrollRest) return;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 20;
    // Trackpads report a pinch as a wheel with the control key, in much smaller steps.
    const pixels = event.deltaY * lines * (event.ctrlKey ? 6 : 1);
    const { x, y } = position(event);
    const factor = Math.exp(-0.0016 * Math.max(-300, Math.min(300, pixels)));
    if (handlers.zoom(factor, x, y) || event.ctrlKey) event.preventDefault();
  }, { ...options, passive: false });
}
