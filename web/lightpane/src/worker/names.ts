// The directory file: names and positions of nodes, which come after the graph
// and without which everything else works.
import type { DirectoryReply } from "../protocol.js";
import { download } from "./download.js";
import type { Program } from "./program.js";
import { type Storage, withLock } from "./storage.js";

/** 200,000 nodes with the longest names take 9 MB. */
const largestDirectory = 16 * 2 ** 20;

export interface NamesTools {
  program: Program;
  storage: Storage;
  /** Address of the file, empty for none; and the key of its record. */
  url: string;
  key: string;
}

export class Names {
  readonly #tools: NamesTools;
  readonly #announce: (directory: DirectoryReply) => void;
  #held: DirectoryReply = { source: "none", names: 0, positioned: false };
  #fetching: Promise<void> | undefined;
  #fetched = false;

  constructor(tools: NamesTools, announce: (directory: DirectoryReply) => void) {
    this.#tools = tools;
    this.#announce = announce;
  }

  /** Hands the stored file to the program, after each start of it. */
  async load(): Promise<void> {
    const { storage, key, url } = this.#tools;
    const file = url === "" ? undefined : await withLock(key, "shared", () => storage.load(key)).catch(() => undefined);
    if (file === undefined || (await this.#hand(file, "stored"))) return;
    await withLock(key, "exclusive", () => storage.remove(key)).catch(() => undefined);
  }

  /** Fetches the file. Failing is no error: the names there are stay. */
  refresh(): Promise<void> {
    this.#fetching ??= this.#refresh().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /** What is held, once it is known whether the server has more. */
  async settled(signal: AbortSignal): Promise<DirectoryReply> {
    const unsure = this.#fetching !== undefined || !this.#fetched;
    if (this.#held.source === "none" && unsure) await this.refresh();
    signal.throwIfAborted();
    return this.#held;
  }

  async #refresh(): Promise<void> {
    const { url, storage, key } = this.#tools;
    this.#fetched = true;
    if (url === "") return;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    try {
      // The browser's cache asks whether the file has changed.
      await download(
        url,
        { magic: "LPD", largest: largestDirectory },
        { begin: async () => {}, take: async (bytes) => void parts.push(bytes) },
        { signal: new AbortController().signal, cache: "no-cache" },
      );
    } catch {
      this.#fetched = false;
      return;
    }
    const file = new Uint8Array(await new Blob(parts).arrayBuffer());
    if (await this.#hand(file, "network")) {
      await withLock(key, "exclusive", () => storage.save(key, file)).catch(() => undefined);
    }
  }

  /** Hands a file to the program and says whether it is one. */
  async #hand(file: Uint8Array<ArrayBuffer>, source: string): Promise<boolean> {
    try {
      const { reply } = await this.#tools.program.call("name", {}, { payload: file });
      this.#held = { source, names: reply.names, positioned: reply.positioned };
    } catch {
      return false;
    }
    this.#announce(this.#held);
    return true;
  }
}
