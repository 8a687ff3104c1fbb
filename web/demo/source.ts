/**
 * Where the demo server got its graph: /api/source.
 *
 * The answer is remembered beside the graph, so that an offline visit can still say what it is looking at. A server that
 * has no such address is fine; the page then knows only what the snapshot says of itself.
 */
import { isNodeKey } from "./query.js";

export interface Suggestion {
  from: string;
  to: string;
  amountMsat: bigint;
  label: string;
}

export interface Source {
  kind: "file" | "upstream" | "example";
  name: string;
  /** When the data was gathered, unix seconds; a snapshot encoded anew from old data carries a later time of its own. */
  timestamp: number;
  suggestions: Suggestion[];
}

const storageKey = "lightpane:source";
const mostSuggestions = 4;

/** Asks the server; falls back to what an earlier visit was told, then to nothing. */
export async function loadSource(): Promise<Source | undefined> {
  try {
    const response = await fetch("api/source", { cache: "no-cache" });
    const text = response.ok ? await response.text() : "";
    const source = parseSource(text);
    if (source) remember(text);
    return source;
  } catch {
    return parseSource(recall());
  }
}

/** Reads the answer field by field; undefined if it is not one. */
export function parseSource(text: string): Source | undefined {
  const fields = object(text);
  if (!fields) return undefined;
  const { kind, name, timestamp, suggestions } = fields;
  if (kind !== "file" && kind !== "upstream" && kind !== "example") return undefined;
  if (typeof name !== "string" || typeof timestamp !== "number" || !(timestamp > 0)) return undefined;
  const list: unknown[] = Array.isArray(suggestions) ? suggestions : [];
  return { kind, name: name.slice(0, 120), timestamp, suggestions: list.flatMap(suggestion).slice(0, mostSuggestions) };
}

function suggestion(entry: unknown): Suggestion[] {
  if (typeof entry !== "object" || entry === null) return [];
  const { from, to, amount_msat: amount, label } = entry as Record<string, unknown>;
  if (typeof from !== "string" || typeof to !== "string" || !isNodeKey(from) || !isNodeKey(to)) return [];
  if (typeof amount !== "string" || !/^[1-9]\d{0,18}$/.test(amount)) return [];
  return [{ from, to, amountMsat: BigInt(amount), label: typeof label === "string" ? label.slice(0, 60) : "" }];
}

function object(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function recall(): string {
  try {
    return localStorage.getItem(storageKey) ?? "";
  } catch {
    return "";
  }
}

function remember(text: string): void {
  try {
    localStorage.setItem(storageKey, text);
  } catch {
    // Storage may be forbidden or full; an offline visit then says less.
  }
}
