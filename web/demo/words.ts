/** What went wrong, in words that say what to do. */
import { formatSat } from "./amount.js";
import { LightpaneError, type ErrorCode } from "lightpane";

export interface Words {
  title: string;
  advice: string;
}

const download: Partial<Record<ErrorCode, Words>> = {
  network: { title: "The server could not be reached.", advice: "Check the connection, or whether the server still runs." },
  too_large: { title: "The server's answer is larger than any channel graph.", advice: "It was cut off; this is not a snapshot." },
  wrong_magic: { title: "The server sent something that is not a graph snapshot.", advice: "A web page in its place, most often: check the server's address." },
  wrong_version: { title: "The snapshot is of a version that this page cannot read.", advice: "Reload the page to get a newer one." },
  wrong_chain: { title: "The snapshot is of another network.", advice: "Nothing of it was used. The server has to serve Bitcoin's mainnet." },
  stale: { title: "The snapshot is more than two weeks old.", advice: "Nothing of it was used. The server has to make a new one." },
  truncated: { title: "The snapshot ends too early.", advice: "Nothing of it was used. The connection broke, most often." },
  unsupported: { title: "This browser lacks something that the search needs.", advice: "A current Chromium, Firefox or Safari has it." },
  worker_load: { title: "The search engine's worker did not load.", advice: "Reload the page." },
  wasm_load: { title: "The search engine did not load.", advice: "Reload the page; a blocker of WebAssembly would also do this." },
  internal: { title: "The search engine failed and was started again.", advice: "Try again." },
};

const brokenSnapshot: Words = { title: "The snapshot is damaged.", advice: "Nothing of it was used." };

/** Words for an error of opening, syncing or searching. */
export function errorWords(error: unknown): Words {
  if (!(error instanceof LightpaneError)) return { title: "Something unexpected happened.", advice: "Try again, or reload the page." };
  if (error.code === "http_status") {
    return { title: `The server answered with error ${error.status ?? ""}.`.replace(" .", "."), advice: "It has no graph to offer right now." };
  }
  return download[error.code] ?? brokenSnapshot;
}

const refusals: Readonly<Record<string, Words>> = {
  unknown_payer: { title: "The payer has no public channel.", advice: "Choose another payer." },
  unknown_payee: { title: "The payee has no public channel.", advice: "Choose another payee." },
  required_feature: { title: "The payee demands a feature that this search does not know.", advice: "Choose another payee." },
  no_path: { title: "No open channels connect the two.", advice: "Choose another payer or payee." },
  no_liquidity: { title: "No chain of channels is large enough for this amount.", advice: "Try a smaller amount." },
  below_htlc_minimum: { title: "Channels on every way refuse amounts this small.", advice: "Try a larger amount." },
  over_fee_limit: { title: "Every route costs more than your fee limit.", advice: "Raise the limit, or prefer cheap over sure." },
  over_cltv_limit: { title: "Every route would lock funds for too long.", advice: "Choose another payer or payee." },
  too_unlikely: { title: "Every route is too likely to fail.", advice: "Try a smaller amount." },
  too_many_hops: { title: "Every route is longer than a payment can be.", advice: "Choose another payer or payee." },
};

/** Words for a search without a route: the reason, what to change, and the search's own figures. */
export function refusalWords(reason: string, detail: string): Words {
  const words = refusals[reason] ?? { title: "There is no route.", advice: "Try another amount, or another pair." };
  const figures = inSat(detail);
  return { title: words.title, advice: figures === "" ? words.advice : `${words.advice} ${sentence(figures)}` };
}

/** The search counts in msat; people count in sat. */
function inSat(detail: string): string {
  return detail.replace(/\b(\d{1,19}) msat\b/g, (_, digits: string) => `${formatSat(BigInt(digits))} sat`);
}

function sentence(words: string): string {
  const trimmed = words.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
