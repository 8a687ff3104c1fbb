// The part of the graph worker that is not the graph: it owns the network, the
// storage and the life of the graph program, and passes on what is not its own.
import { LightpaneError, failureFrom } from "../errors.js";
import { type Message, readBody, readFrame, writeFrame } from "../frame.js";
import {
  AnswerRequest,
  CancelRequest,
  ChangedNotice,
  DirectoryReply,
  Failure,
  OpenReply,
  OpenRequest,
  RestartedNotice,
  SyncProgress,
  SyncReply,
  SyncRequest,
  kinds,
  operations,
} from "../protocol.js";
import type { Reader, Wire } from "../wire.js";
import { Names } from "./names.js";
import { PageStorage } from "./page-storage.js";
import { Program } from "./program.js";
import { type Storage, openStorage } from "./storage.js";
import { type StoredRecord, type SyncTools, loadStored, readStored, sync } from "./sync.js";

/** What the page may ask of the graph program itself. */
const relayed = new Set<number>([
  operations.findRoute.code,
  operations.searchNodes.code,
  operations.node.code,
  operations.picture.code,
]);

/** What open has set up. */
interface Session {
  network: string;
  tools: SyncTools;
  names: Names;
}

export class Shell {
  readonly #toPage: (message: Message) => void;
  readonly #wasm: URL;
  readonly #program: Program;
  readonly #pageStorage: PageStorage;
  readonly #controllers = new Map<number, AbortController>();
  #session: Session | undefined;
  /** The program running with the stored graph; undefined while nobody has started it. */
  #running: Promise<OpenReply> | undefined;
  /** The last sync that was asked for. */
  #syncs: Promise<unknown> = Promise.resolve();

  /** Takes graph.wasm from `wasm`, unless the page names another place. */
  constructor(toPage: (message: Message) => void, wasm: URL) {
    this.#toPage = toPage;
    this.#wasm = wasm;
    this.#program = new Program(toPage, (reason) => this.#onFailed(reason));
    this.#pageStorage = new PageStorage(toPage);
  }

  receive(message: Message): void {
    const { id, tag, body } = readFrame(message.frame);
    if (relayed.has(tag)) return void this.#relay(id, message);
    switch (tag) {
      case operations.cancel.code:
        return this.#cancel(readBody(body, CancelRequest).id);
      case operations.answer.code:
        return this.#pageStorage.answer(readBody(body, AnswerRequest), message.payload);
      case operations.open.code:
        return void this.#serve(id, body, OpenRequest, OpenReply, (request) => this.#open(request));
      case operations.sync.code:
        return void this.#serve(id, body, SyncRequest, SyncReply, (request, signal) => this.#sync(id, request, signal));
      case operations.directory.code:
        return void this.#serve(id, body, operations.directory.request, DirectoryReply, (_, signal) => this.#directory(signal));
    }
    this.#fail(id, new LightpaneError("internal", `operation ${tag} is not one for a page`));
  }

  async #serve<Q, R>(
    id: number,
    body: Reader,
    question: Wire<Q>,
    answer: Wire<R>,
    handle: (request: Q, signal: AbortSignal) => Promise<R>,
  ): Promise<void> {
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    try {
      const reply = await handle(readBody(body, question), controller.signal);
      this.#toPage({ frame: writeFrame(id, kinds.reply, answer, reply) });
    } catch (error) {
      this.#fail(id, error);
    } finally {
      this.#controllers.delete(id);
    }
  }

  #fail(id: number, error: unknown): void {
    this.#toPage({ frame: writeFrame(id, kinds.failure, Failure, failureFrom(error)) });
  }

  #cancel(id: number): void {
    this.#controllers.get(id)?.abort(new LightpaneError("closed", "cancelled by the page"));
    this.#program.cancel(id);
  }

  async #relay(id: number, message: Message): Promise<void> {
    try {
      await this.#started();
    } catch (error) {
      return this.#fail(id, error);
    }
    this.#program.relay(id, message);
  }

  async #open(request: OpenRequest): Promise<OpenReply> {
    const wasm = request.wasmURL === "" ? this.#wasm : new URL(request.wasmURL);
    const [{ session, record }] = await Promise.all([this.#prepare(request), this.#program.load(wasm, request.wasmIntegrity)]);
    this.#session = session;
    return this.#started(record);
  }

  /** What can be done before there is a program: opens the store and reads the record of the graph. */
  async #prepare(request: OpenRequest): Promise<{ session: Session; record: StoredRecord }> {
    const session = this.#sessionOf(request, await openStorage(request.storage, () => this.#pageStorage));
    return { session, record: await readStored(session.tools) };
  }

  #sessionOf(request: OpenRequest, storage: Storage): Session {
    const key = `${request.network}-${fingerprint(request.rgs)}`;
    const program = this.#program;
    return {
      network: request.network,
      tools: { program, storage, rgs: request.rgs, key },
      names: new Names({ program, storage, url: request.directory, key: `${key}.names` }, (directory) =>
        this.#toPage({ frame: writeFrame(0, kinds.directory, DirectoryReply, directory) }),
      ),
    };
  }

  /** The program, running: started now if need be, with the record that was read for it if there is one. */
  #started(record?: StoredRecord): Promise<OpenReply> {
    if (this.#running !== undefined) return this.#running;
    const running = this.#start(record);
    this.#running = running;
    running.catch(() => {
      if (this.#running === running) this.#running = undefined; // so that the next request tries again
    });
    return running;
  }

  async #start(record?: StoredRecord): Promise<OpenReply> {
    const session = this.#session;
    if (session === undefined) throw new LightpaneError("internal", "a request before open");
    await this.#program.start();
    const { reply } = await this.#program.call("start", { network: session.network });
    const stored = await loadStored(session.tools, record ?? (await readStored(session.tools)));
    await session.names.load();
    return { stored: stored !== undefined, statistics: (stored ?? reply).statistics };
  }

  /** Starts the program anew, unless it failed at its start. */
  #onFailed(reason: string): void {
    const before = this.#running;
    this.#running = undefined;
    void before?.then(
      async () => {
        const open = await this.#started();
        this.#toPage({ frame: writeFrame(0, kinds.restarted, RestartedNotice, { reason, open }) });
      },
      () => undefined,
    ).catch(() => undefined);
  }

  async #sync(id: number, request: SyncRequest, signal: AbortSignal): Promise<SyncReply> {
    const before = this.#syncs;
    const mine = (async () => {
      await before.catch(() => undefined);
      signal.throwIfAborted();
      await this.#started();
      return sync(this.#opened().tools, {
        request,
        signal,
        onProgress: (progress) => this.#toPage({ frame: writeFrame(id, kinds.progress, SyncProgress, progress) }),
        onChanged: (statistics) => this.#toPage({ frame: writeFrame(0, kinds.changed, ChangedNotice, { statistics }) }),
      });
    })();
    this.#syncs = mine.catch(() => undefined);
    const reply = await mine;
    if (reply.kind !== "unchanged") void this.#opened().names.refresh();
    return reply;
  }

  async #directory(signal: AbortSignal): Promise<DirectoryReply> {
    await this.#started();
    return this.#opened().names.settled(signal);
  }

  #opened(): Session {
    if (this.#session === undefined) throw new LightpaneError("internal", "a request before open");
    return this.#session;
  }
}

/** FNV-1a, 64 bits: tells the servers of one origin's records apart. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
