/** Amounts as a person types them: satoshis, with up to three decimals for millisatoshis. */

/** A typed amount: its millisatoshis, or why it is none. */
export type Amount = { ok: true; msat: bigint } | { ok: false; reason: string };

/** 21 million bitcoin, the most that can exist. */
export const mostMsat = 21_000_000n * 100_000_000n * 1000n;

const plain = /^(\d+)(?:\.(\d*))?$/;
const grouped = /^(\d{1,3})(?:([ ,_'\u00A0\u202F])\d{3})(?:\2\d{3})*(?:\.\d*)?$/;

/** Reads "100000", "100,000", "100 000.5" as satoshis. Zero counts as an amount only where zero is allowed (a fee limit). */
export function parseSat(text: string, options: { zero?: boolean } = {}): Amount {
  const typed = text.trim();
  if (typed === "") return refuse("Enter an amount in satoshis.");
  if (typed.startsWith("-")) return refuse("An amount cannot be negative.");
  if (typed.length > 40) return refuse("That is more than the 21 million bitcoin that can exist.");
  const digits = grouped.test(typed) ? typed.replace(/[ ,_'\u00A0\u202F]/g, "") : typed;
  const match = plain.exec(digits);
  if (!match) return refuse("Use digits only, with a dot before fractions: 100000 or 2500.125.");
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > 3) return refuse("A thousandth of a satoshi is the smallest unit: at most three digits after the dot.");
  const msat = BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, "0"));
  if (msat === 0n && !options.zero) return refuse("The amount must be more than zero.");
  if (msat > mostMsat) return refuse("That is more than the 21 million bitcoin that can exist.");
  return { ok: true, msat };
}

/** Millisatoshis as satoshis with thousands separated; decimals only where there are any. */
export function formatSat(msat: bigint): string {
  const whole = (msat / 1000n).toLocaleString("en");
  const rest = msat % 1000n;
  return rest === 0n ? whole : `${whole}.${rest.toString().padStart(3, "0").replace(/0+$/, "")}`;
}

/** The same without separators, as the address of the page keeps it. */
export function plainSat(msat: bigint): string {
  return formatSat(msat).replaceAll(",", "");
}

function refuse(reason: string): Amount {
  return { ok: false, reason };
}
