/**
 * What is asked of the page, and its form in the address bar.
 *
 * The fragment is shareable and therefore hostile: every field is read by a strict pattern of its own, anything else is
 * ignored, and nothing from it reaches the document except numbers and public keys that were read here.
 */
import { parseSat, plainSat } from "./amount.js";

export interface Query {
  /** Public keys, 66 hexadecimal digits. */
  from: string | undefined;
  to: string | undefined;
  amountMsat: bigint;
  maxFeeMsat: bigint | undefined;
  /** -1 (cheap) to 1 (sure), as the search's time preference. */
  preference: number;
}

export const defaultQuery: Query = {
  from: undefined,
  to: undefined,
  amountMsat: 100_000_000n,
  maxFeeMsat: undefined,
  preference: 0,
};

const longestFragment = 1000;
const keyPattern = /^0[23][0-9a-f]{64}$/;
const preferencePattern = /^-?(?:0(?:\.\d{1,2})?|1(?:\.0{1,2})?)$/;

/** Whether a text is a node's public key as the network writes it. */
export function isNodeKey(text: string): boolean {
  return keyPattern.test(text);
}

/** The fields of a fragment that can be read. */
export function parseFragment(fragment: string): Partial<Query> {
  if (fragment.length > longestFragment) return {};
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const query: Partial<Query> = {};
  const from = fields.get("from")?.toLowerCase();
  const to = fields.get("to")?.toLowerCase();
  if (from !== undefined && isNodeKey(from)) query.from = from;
  if (to !== undefined && isNodeKey(to)) query.to = to;
  const amount = parseSat(fields.get("amount") ?? "");
  if (amount.ok) query.amountMsat = amount.msat;
  const maxFee = parseSat(fields.get("maxfee") ?? "", { zero: true });
  if (maxFee.ok) query.maxFeeMsat = maxFee.msat;
  const preference = fields.get("preference") ?? "";
  if (preferencePattern.test(preference)) query.preference = Number(preference);
  return query;
}

/** The fragment that parseFragment reads back; fields at their defaults are left out, the amount is not. */
export function formatFragment(query: Query): string {
  const fields = new URLSearchParams();
  if (query.from !== undefined) fields.set("from", query.from);
  if (query.to !== undefined) fields.set("to", query.to);
  fields.set("amount", plainSat(query.amountMsat));
  if (query.preference !== 0) fields.set("preference", String(query.preference));
  if (query.maxFeeMsat !== undefined) fields.set("maxfee", plainSat(query.maxFeeMsat));
  return `#${fields.toString()}`;
}
