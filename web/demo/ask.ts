/** The form: who pays whom, how much, at most for what fee, and whether cheap or sure. */
import { formatSat, parseSat, type Amount } from "./amount.js";
import { el } from "./dom.js";
import { bitcoin } from "./format.js";
import type { NodePicker } from "./picker.js";
import type { Query } from "./query.js";
import type { Suggestion } from "./source.js";

export interface AskParts {
  form: HTMLFormElement;
  swap: HTMLButtonElement;
  amount: HTMLInputElement;
  amountNote: HTMLElement;
  maxFee: HTMLInputElement;
  maxFeeNote: HTMLElement;
  preference: HTMLInputElement;
  preferenceWord: HTMLOutputElement;
  find: HTMLButtonElement;
  examples: HTMLElement;
}

export interface AskOptions {
  from: NodePicker;
  to: NodePicker;
  /** Something that matters to the route has changed. */
  changed(): void;
  /** The visitor asked for a route in so many words. */
  submitted(): void;
  stop(): void;
}

/** A query that can be searched for, or what is missing from it, and where. */
export type Asked =
  | { ok: true; query: Query & { from: string; to: string } }
  | { ok: false; where: "pair" | "number"; missing: string };

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

const preferenceWords: readonly (readonly [number, string])[] = [
  [-0.75, "Cheapest"],
  [-0.25, "Rather cheap"],
  [0.25, "Balanced"],
  [0.75, "Rather sure"],
  [Infinity, "Surest"],
];

export class AskForm {
  readonly #parts: AskParts;
  readonly #options: AskOptions;
  #searching = false;

  constructor(parts: AskParts, options: AskOptions) {
    this.#parts = parts;
    this.#options = options;
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#searching) options.stop();
      else options.submitted();
    });
    parts.swap.addEventListener("click", () => this.#swap());
    for (const input of [parts.amount, parts.maxFee, parts.preference]) {
      input.addEventListener("input", () => {
        this.#explain();
        options.changed();
      });
    }
    parts.amount.addEventListener("blur", () => tidy(parts.amount, parseSat(parts.amount.value)));
    parts.maxFee.addEventListener("blur", () => tidy(parts.maxFee, parseSat(parts.maxFee.value, { zero: true })));
  }

  /** Shows the fields given and leaves the others; does not report a change. */
  set(query: Partial<Query>): void {
    const { amount, maxFee, preference } = this.#parts;
    if (query.from !== undefined) this.#options.from.set(query.from);
    if (query.to !== undefined) this.#options.to.set(query.to);
    if (query.amountMsat !== undefined) amount.value = formatSat(query.amountMsat);
    if ("maxFeeMsat" in query) maxFee.value = query.maxFeeMsat === undefined ? "" : formatSat(query.maxFeeMsat);
    if (query.preference !== undefined) preference.value = String(query.preference);
    this.#explain();
  }

  /** What the form asks for now. */
  asked(): Asked {
    const { from, to } = this.#options;
    const amount = parseSat(this.#parts.amount.value);
    const maxFee = this.#maxFee();
    if (from.key === undefined) return { ok: false, where: "pair", missing: "Choose a payer to see a route." };
    if (to.key === undefined) return { ok: false, where: "pair", missing: "Choose a payee to see a route." };
    if (from.key === to.key) return { ok: false, where: "pair", missing: "Payer and payee are the same node. Choose two different ones." };
    if (!amount.ok) return { ok: false, where: "number", missing: amount.reason };
    if (maxFee && !maxFee.ok) return { ok: false, where: "number", missing: maxFee.reason };
    const preference = Number(this.#parts.preference.value);
    return { ok: true, query: { from: from.key, to: to.key, amountMsat: amount.msat, maxFeeMsat: maxFee?.msat, preference } };
  }

  /** Puts the focus on the first field that keeps the query from being searched for. */
  focusMissing(): void {
    const fields = this.#parts.form.querySelectorAll<HTMLInputElement>("input[type=text]");
    const field = [...fields].find((f) => f.getAttribute("aria-invalid") === "true" || (f.value === "" && f !== this.#parts.maxFee));
    field?.focus();
  }

  /** While a search is under way, the button stops it. */
  searching(under: boolean): void {
    this.#searching = under;
    this.#parts.find.textContent = under ? "Stop" : "Find route";
  }

  /** Offers the server's examples: short by their amount, in full in the tooltip. */
  offer(suggestions: readonly Suggestion[], choose: (suggestion: Suggestion) => void): void {
    if (suggestions.length === 0) return;
    const buttons = suggestions.map((s) => {
      const button = el("button", { type: "button", title: s.label }, `${compact.format(s.amountMsat / 1000n)} sat`);
      button.addEventListener("click", () => choose(s));
      return button;
    });
    this.#parts.examples.replaceChildren("Try:", ...buttons);
  }

  #swap(): void {
    const { from, to } = this.#options;
    const [payer, payee] = [from.key, to.key];
    from.set(payee);
    to.set(payer);
    this.#options.changed();
  }

  #maxFee(): Amount | undefined {
    const text = this.#parts.maxFee.value;
    return text.trim() === "" ? undefined : parseSat(text, { zero: true });
  }

  #explain(): void {
    const { amount, amountNote, maxFee, maxFeeNote, preference, preferenceWord } = this.#parts;
    const typed = parseSat(amount.value);
    note(amount, amountNote, typed.ok ? `${bitcoin(typed.msat)}` : typed.reason, typed.ok);
    const limit = this.#maxFee();
    note(maxFee, maxFeeNote, limit === undefined || limit.ok ? "" : limit.reason, limit === undefined || limit.ok);
    const word = preferenceWords.find(([below]) => Number(preference.value) < below)?.[1] ?? "";
    preferenceWord.textContent = word;
    preference.setAttribute("aria-valuetext", word);
  }
}

function note(input: HTMLInputElement, line: HTMLElement, words: string, ok: boolean): void {
  line.textContent = words;
  line.classList.toggle("bad", !ok);
  if (ok) input.removeAttribute("aria-invalid");
  else input.setAttribute("aria-invalid", "true");
}

function tidy(input: HTMLInputElement, amount: Amount): void {
  if (amount.ok) input.value = formatSat(amount.msat);
}
