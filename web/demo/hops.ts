/**
 * The hops of a route as a table that reads like a line map.
 *
 * Narrow screens show each row as a card; the roles are spelled out because a table that is not laid out as one loses
 * them in some browsers.
 */
import { nodeName, shortKey } from "./alias.js";
import { formatSat } from "./amount.js";
import { copyButton } from "./copy.js";
import { el, isolated } from "./dom.js";
import { percent } from "./format.js";
import type { Hop, Route } from "lightpane";
import type { End } from "./stage.js";

const columns = [
  { name: "Node", number: false },
  { name: "Channel", number: false },
  { name: "Arrives", number: true },
  { name: "Fee", number: true },
  { name: "Time lock", number: true },
  { name: "Chance", number: true },
] as const;

/** The table of a route; announce tells screen readers what was copied. */
export function hopTable(route: Route, payer: End, announce: (words: string) => void): HTMLElement {
  const head = el("tr", { role: "row" });
  for (const { name, number } of columns) {
    head.append(el("th", { role: "columnheader", scope: "col", ...(number ? { class: "num" } : {}) }, name));
  }
  const body = el("tbody", { role: "rowgroup" }, payerRow(route, payer, announce));
  const payee = route.hops.at(-1);
  const ownWait = route.cltv - route.hops.reduce((sum, hop) => sum + hop.cltvDelta, 0);
  for (const hop of route.hops) body.append(hopRow(hop, hop === payee ? ownWait : undefined, announce));
  return el(
    "table",
    { role: "table" },
    el("caption", { class: "sr-only" }, "Each row is a channel of the route and the node it leads to: what arrives there, what the channel costs, the blocks it adds to the time lock (in the last row, those that the payee asks for as well), and the chance that it carries the amount."),
    el("thead", { role: "rowgroup" }, head),
    body,
  );
}

function payerRow(route: Route, payer: End, announce: (words: string) => void): HTMLElement {
  const sends = `sends ${formatSat(route.amountMsat + route.feeMsat)} sat`;
  const rest = columns.slice(2).map(() => cell("num none", undefined, "–"));
  return el(
    "tr",
    { role: "row", class: "payer" },
    stop(payer, announce),
    el("td", { role: "cell", class: "channel" }, el("span", { class: "unit" }, sends)),
    ...rest,
  );
}

/** A row for a hop; the last one adds the blocks that the payee asks for itself. */
function hopRow(hop: Hop, payeeBlocks: number | undefined, announce: (words: string) => void): HTMLElement {
  const blocks = [hop.cltvDelta, payeeBlocks ?? 0].filter((n) => n > 0).join(" + ");
  return el(
    "tr",
    { role: "row", class: payeeBlocks === undefined ? "" : "payee" },
    stop({ key: hop.node, alias: hop.alias }, announce),
    el("td", { role: "cell", class: "channel" }, code(hop.scid, hop.scid, `channel id ${hop.scid}`, announce)),
    cell("num", "Arrives", `${formatSat(hop.amountMsat)} sat`),
    hop.feeMsat === 0n ? cell("num", "Fee", "free") : cell("num", "Fee", `${formatSat(hop.feeMsat)} sat`),
    cell("num", "Time lock", blocks === "" ? "none" : `${blocks} blocks`),
    cell("num", "Chance", percent(hop.probability)),
  );
}

function stop({ key, alias }: End, announce: (words: string) => void): HTMLElement {
  const name = nodeName(alias, key);
  return el(
    "td",
    { role: "cell", class: "stop" },
    el("span", { class: "who" }, isolated(name)),
    code(shortKey(key), key, `public key of ${name}`, announce),
  );
}

function code(shown: string, copied: string, what: string, announce: (words: string) => void): HTMLElement {
  return el("span", { class: "code-line" }, el("span", { class: "key" }, shown), copyButton(copied, what, announce));
}

function cell(kind: string, label: string | undefined, text: string): HTMLElement {
  return el("td", { role: "cell", class: kind, ...(label === undefined ? {} : { "data-label": label }) }, text);
}
