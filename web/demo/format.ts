/** Quantities in words and digits, all in English like the page. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

export function count(n: number): string {
  return whole.format(n);
}

/** "1 channel", "2 channels". */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

export function bytes(n: number): string {
  if (n < 1000) return `${whole.format(n)} B`;
  if (n < 1_000_000) return `${whole.format(n / 1000)} kB`;
  return `${oneDecimal.format(n / 1_000_000)} MB`;
}

/** A span that was measured, in milliseconds. */
export function took(ms: number): string {
  if (ms < 0.1) return "< 0.1 ms";
  if (ms < 10) return `${oneDecimal.format(ms)} ms`;
  if (ms < 1000) return `${whole.format(ms)} ms`;
  return `${oneDecimal.format(ms / 1000)} s`;
}

/** How long ago something was, coarse on purpose. */
export function age(seconds: number): string {
  if (seconds < 60) return "under a minute";
  if (seconds < 3600) return counted(Math.floor(seconds / 60), "minute");
  if (seconds < 2 * 86_400) return counted(Math.floor(seconds / 3600), "hour");
  if (seconds < 60 * 86_400) return counted(Math.floor(seconds / 86_400), "day");
  return counted(Math.floor(seconds / (30.44 * 86_400)), "month");
}

export function date(unixSeconds: number): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }).format(unixSeconds * 1000);
}

/** Blocks come every ten minutes on average. */
export function blocksInTime(blocks: number): string {
  const hours = blocks / 6;
  if (hours < 1) return `about ${whole.format(blocks * 10)} minutes`;
  if (hours < 36) return `about ${counted(Math.round(hours), "hour")}`;
  return `about ${oneDecimal.format(hours / 24)} days`;
}

/** A probability in percent. Never rounds up to certainty, nor down to impossibility. */
export function percent(p: number): string {
  if (p >= 1) return "100 %";
  const value = p * 100;
  if (value > 99.9) return "> 99.9 %";
  if (value >= 99) return `${(Math.floor(value * 10) / 10).toFixed(1)} %`;
  if (value >= 1) return `${whole.format(value)} %`;
  return value > 0 ? "< 1 %" : "0 %";
}

/** A fee as parts per million of the amount it is paid for. */
export function ppm(feeMsat: bigint, amountMsat: bigint): string {
  if (amountMsat <= 0n) return "";
  return `${whole.format(Number((feeMsat * 1_000_000n + amountMsat / 2n) / amountMsat))} ppm`;
}

/** Satoshis as bitcoin, without trailing zeros. */
export function bitcoin(msat: bigint): string {
  const perBitcoin = 100_000_000_000n;
  const rest = (msat % perBitcoin).toString().padStart(11, "0").replace(/0+$/, "");
  return `${(msat / perBitcoin).toLocaleString("en")}${rest && `.${rest}`} BTC`;
}
