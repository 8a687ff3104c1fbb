/** One movement at a time, drawn once per screen frame. */

export class Motion {
  #request = 0;

  get running(): boolean {
    return this.#request !== 0;
  }

  /** Calls step with 0 to 1, slowing towards the end, for so many milliseconds; a movement in progress ends where it is. */
  start(milliseconds: number, step: (t: number) => void): void {
    this.cancel();
    let begun: number | null = null;
    const tick = (now: number): void => {
      begun ??= now;
      const t = Math.min(1, (now - begun) / milliseconds);
      this.#request = t < 1 ? requestAnimationFrame(tick) : 0;
      step(1 - (1 - t) ** 3);
    };
    this.#request = requestAnimationFrame(tick);
  }

  cancel(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }
}

/** Whether the visitor asked their system for less movement. */
export function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
