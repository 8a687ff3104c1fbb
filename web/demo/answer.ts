/** The answer to a search: totals, or why there is none. */
import { formatSat } from "./amount.js";
import { nodeName } from "./alias.js";
import { el, isolated } from "./dom.js";
import { blocksInTime, counted, percent, ppm, took } from "./format.js";
import type { Route } from "lightpane";
import type { Words } from "./words.js";

export interface AnswerParts {
  title: HTMLElement;
  body: HTMLElement;
  live: HTMLElement;
}

/** A button under a refusal that does what the words advise. */
export interface Remedy {
  label: string;
  act(): void;
}

/** Sliders and typing change the answer many times a second; a screen reader hears the one that stays. */
const quietMs = 600;

export class AnswerPanel {
  readonly #parts: AnswerParts;
  #announcement: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  show(route: Route, payer: string): void {
    const payee = route.hops.at(-1);
    const hops = counted(route.hops.length, "hop");
    this.#parts.title.replaceChildren(
      "Route",
      el("span", { class: "ends" }, isolated(payer), " to ", isolated(nodeName(payee?.alias, payee?.node ?? "")), `, ${hops}`),
    );
    this.#parts.body.replaceChildren(
      el(
        "dl",
        { class: "totals" },
        total("Fee", figure(formatSat(route.feeMsat), "sat"), `${ppm(route.feeMsat, route.amountMsat)} of the amount`),
        total("Time lock", figure(String(route.cltv), "blocks"), blocksInTime(route.cltv)),
        total("Chance", figure(percent(route.probability)), "to work at the first try"),
        total("Found in", figure(took(route.tookMs)), "in this tab"),
      ),
    );
    this.announce(`Route found: ${hops}, fee ${formatSat(route.feeMsat)} satoshis, chance ${percent(route.probability)}.`);
  }

  refuse(words: Words, remedy?: Remedy): void {
    const box = el("div", { class: "refusal" }, el("div", {}, el("p", {}, el("strong", {}, words.title)), el("p", {}, words.advice)));
    if (remedy) {
      const button = el("button", { type: "button" }, remedy.label);
      button.addEventListener("click", () => remedy.act());
      box.append(button);
    }
    this.#parts.title.replaceChildren("No route");
    this.#parts.body.replaceChildren(box);
    this.announce(`${words.title} ${words.advice}`);
  }

  /** There is nothing to search for yet. */
  wait(words: string): void {
    this.#parts.title.replaceChildren("Route");
    this.#parts.body.replaceChildren(el("p", { class: "waiting" }, words));
  }

  announce(words: string): void {
    clearTimeout(this.#announcement);
    this.#announcement = setTimeout(() => (this.#parts.live.textContent = words), quietMs);
  }
}

function total(name: string, value: Node, remark: string): HTMLElement {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value, el("small", {}, remark)));
}

function figure(value: string, unit?: string): HTMLElement {
  return el("span", {}, value, ...(unit === undefined ? [] : [" ", el("span", { class: "unit" }, unit)]));
}
