// Fetching a snapshot, in pieces, with suspicion.
import { LightpaneError } from "../errors.js";

export interface Receiver {
  /** Before the first byte: how many will come, as far as the server says so. */
  begin(expect: number | undefined): Promise<void>;
  /** The next bytes. They must not be kept. */
  take(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface Limits {
  /** What the file begins with. */
  magic: string;
  /** Its most bytes. */
  largest: number;
}

export interface Downloaded {
  bytes: number;
  /**
   * The server said that this is the whole graph, though a delta may have been
   * asked for: it knows no graph of the time that the client named.
   */
  whole: boolean;
}

/** Fetches a file. Nothing is stored in the browser's cache if `cache` says so. */
export async function download(
  url: string,
  limits: Limits,
  receiver: Receiver,
  init: { signal: AbortSignal; cache: RequestCache },
): Promise<Downloaded> {
  const response = await reach(url, init);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    const passing = response.status >= 500 || response.status === 429 || response.status === 408;
    throw new LightpaneError("http_status", `${url} answered with status ${response.status}`, {
      status: response.status,
      retryable: passing,
    });
  }
  const reader = response.body.getReader();
  try {
    const bytes = await receive(url, response.headers, reader, limits, receiver, sizeOf(response));
    return { bytes, whole: response.headers.get("lightpane-whole") === "1" };
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    init.signal.throwIfAborted();
    if (error instanceof LightpaneError) throw error;
    throw new LightpaneError("network", `${url}: the connection broke: ${String(error)}`, { retryable: true, cause: error });
  }
}

async function reach(url: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    init.signal.throwIfAborted();
    throw new LightpaneError("network", `${url} could not be reached`, { retryable: true, cause: error });
  }
}

async function receive(
  url: string,
  headers: Headers,
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  limits: Limits,
  receiver: Receiver,
  expect: number | undefined,
): Promise<number> {
  const tooLarge = () => new LightpaneError("too_large", `${url} sends more than ${limits.largest} bytes`);
  if (expect !== undefined && expect > limits.largest) throw tooLarge();
  if (/^\s*(text\/html|application\/xhtml)/i.test(headers.get("content-type") ?? "")) throw notWanted(url, limits.magic, "a web page");
  await receiver.begin(expect);
  let size = 0;
  let head = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return size;
    if (head.length < limits.magic.length) {
      head = join(head, value.subarray(0, limits.magic.length));
      checkHead(url, head, limits.magic);
    }
    size += value.length;
    if (size > limits.largest) throw tooLarge();
    await receiver.take(value);
  }
}

/** Stops a download of something else at its first bytes. */
function checkHead(url: string, head: Uint8Array, magic: string): void {
  const text = String.fromCharCode(...head.subarray(0, magic.length));
  if (magic.startsWith(text)) return;
  throw notWanted(url, magic, /^(\s|\u00ef\u00bb\u00bf)*</.test(text) ? "a web page, or something else that begins with <" : "something else");
}

function notWanted(url: string, magic: string, got: string): LightpaneError {
  return new LightpaneError("wrong_magic", `${url} should begin with ${magic}, but is ${got}`);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * The bytes to come after decompression. A server may say so in Lightpane-Size;
 * Content-Length counts compressed bytes, if they are compressed, which a page
 * of another origin is not told.
 */
function sizeOf(response: Response): number | undefined {
  const plain = response.type !== "cors" && !response.headers.has("content-encoding");
  const said = response.headers.get("lightpane-size") ?? (plain ? response.headers.get("content-length") : null);
  return said !== null && /^\d{1,12}$/.test(said) ? Number(said) : undefined;
}
