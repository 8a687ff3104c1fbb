// The page's end of the wire: requests out, replies, progress and notices in.
import { LightpaneError, errorFrom } from "./errors.js";
import {
  type Message,
  type Operation,
  type ProgressOf,
  type ReplyOf,
  type RequestOf,
  buffersOf,
  isMessage,
  readBody,
  readFrame,
  readProgress,
  readReply,
  writeRequest,
} from "./frame.js";
import { ChangedNotice, DirectoryReply, Failure, Question, RestartedNotice, type Statistics, kinds } from "./protocol.js";
import type { WorkerLike } from "./types.js";
import { type Reader, WireError } from "./wire.js";

/** A reply, with its bulk bytes if it has any. */
export interface Answer<O extends Operation> {
  reply: ReplyOf<O>;
  payload: Uint8Array<ArrayBuffer> | undefined;
}

export interface CallSettings<O extends Operation> {
  signal?: AbortSignal | undefined;
  payload?: Uint8Array<ArrayBuffer> | undefined;
  onProgress?: ((progress: ProgressOf<O>) => void) | undefined;
}

/** What a worker says without being asked. */
export interface Listener {
  onQuestion(id: number, question: Question, payload: Uint8Array<ArrayBuffer> | undefined): void;
  onRestarted(notice: RestartedNotice): void;
  onChanged(statistics: Statistics): void;
  onDirectory(directory: DirectoryReply): void;
  /** The worker is gone; every call under way has been rejected. */
  onLost(error: LightpaneError): void;
}

interface Pending {
  reply(body: Reader, payload: Uint8Array<ArrayBuffer> | undefined): void;
  progress(body: Reader): void;
  fail(error: unknown): void;
}

/** A worker and the calls under way to it. */
export class Connection {
  readonly #worker: WorkerLike;
  readonly #listener: Listener;
  readonly #pending = new Map<number, Pending>();
  #lastID = 0;
  #lost: LightpaneError | undefined;

  constructor(worker: WorkerLike, listener: Listener) {
    this.#worker = worker;
    this.#listener = listener;
    worker.addEventListener("message", (event) => this.#receive(event.data));
    worker.addEventListener("error", (event) => {
      const why = event.message === undefined || event.message === "" ? "it could not be loaded" : event.message;
      this.#lose(new LightpaneError("worker_load", `the graph worker failed: ${why}`, { retryable: true }));
    });
  }

  call<O extends Operation>(operation: O, request: RequestOf<O>, settings: CallSettings<O> = {}): Promise<Answer<O>> {
    const { signal, payload, onProgress } = settings;
    return new Promise((resolve, reject) => {
      if (this.#lost !== undefined) throw this.#lost;
      signal?.throwIfAborted();
      const id = (this.#lastID = (this.#lastID % 0x7fffffff) + 1);
      this.#post({ frame: encode(id, operation, request), payload });
      const abort = () => {
        this.#pending.delete(id);
        reject(signal?.reason);
        this.#post({ frame: encode(0, "cancel", { id }) });
      };
      signal?.addEventListener("abort", abort, { once: true });
      const settle = () => {
        this.#pending.delete(id);
        signal?.removeEventListener("abort", abort);
      };
      this.#pending.set(id, {
        reply(body, bulk) {
          settle();
          resolve({ reply: readReply(operation, body), payload: bulk });
        },
        progress(body) {
          onProgress?.(readProgress(operation, body));
        },
        fail(error) {
          settle();
          reject(error);
        },
      });
    });
  }

  /** Sends what nobody waits for. */
  tell<O extends Operation>(operation: O, request: RequestOf<O>, payload?: Uint8Array<ArrayBuffer>): void {
    this.#post({ frame: encode(0, operation, request), payload });
  }

  /** Stops the worker. Calls under way fail with the error. */
  end(error: LightpaneError): void {
    this.#lost ??= error;
    this.#worker.terminate();
    for (const pending of [...this.#pending.values()]) pending.fail(error);
  }

  #post(message: Message): void {
    if (this.#lost === undefined) this.#worker.postMessage(message, buffersOf(message));
  }

  #lose(error: LightpaneError): void {
    if (this.#lost !== undefined) return;
    this.end(error);
    this.#listener.onLost(error);
  }

  #receive(data: unknown): void {
    if (!isMessage(data) || this.#lost !== undefined) return;
    const { id, tag, body } = readFrame(data.frame);
    switch (tag) {
      case kinds.reply:
        return this.#pending.get(id)?.reply(body, data.payload);
      case kinds.progress:
        return this.#pending.get(id)?.progress(body);
      case kinds.failure:
        return this.#pending.get(id)?.fail(errorFrom(readBody(body, Failure)));
      case kinds.question:
        return this.#listener.onQuestion(id, readBody(body, Question), data.payload);
      case kinds.restarted:
        return this.#listener.onRestarted(readBody(body, RestartedNotice));
      case kinds.changed:
        return this.#listener.onChanged(readBody(body, ChangedNotice).statistics);
      case kinds.directory:
        return this.#listener.onDirectory(readBody(body, DirectoryReply));
    }
  }
}

/** Writes a request. A value that does not fit is the caller's mistake. */
function encode<O extends Operation>(id: number, operation: O, request: RequestOf<O>): Uint8Array<ArrayBuffer> {
  try {
    return writeRequest(id, operation, request);
  } catch (error) {
    if (error instanceof WireError) throw new LightpaneError("invalid_argument", error.message);
    throw error;
  }
}
