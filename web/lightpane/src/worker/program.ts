// The graph program: graph.wasm, loaded, run, called, and run anew when it fails.
import "./wasm_exec.js";
import { LightpaneError, errorFrom } from "../errors.js";
import {
  type Message,
  type Operation,
  type ProgressOf,
  type ReplyOf,
  type RequestOf,
  readBody,
  readFrame,
  readProgress,
  readReply,
  writeFrame,
  writeRequest,
} from "../frame.js";
import { Failure, kinds } from "../protocol.js";

/** What graph.wasm and this file hand each other; see wasm/graph/main.go. */
interface Gate {
  send(frame: Uint8Array<ArrayBuffer>, payload?: Uint8Array<ArrayBuffer>): void;
  yield(done: () => void): void;
  receive?: (frame: Uint8Array, payload: Uint8Array | undefined) => void;
}

declare global {
  var lightpaneGraph: Gate | undefined;
}

/** Requests of the shell's own have ids from here on, those of the page lower ones. */
const ownIDs = 0x8000_0000;

interface Pending {
  message(kind: number, message: Message): void;
  fail(failure: Failure): void;
}

export class Program {
  readonly #toPage: (message: Message) => void;
  readonly #onFailed: (reason: string) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #afterEvents = afterEvents();
  #module: WebAssembly.Module | undefined;
  #gate: Gate | undefined;
  #lastID = 0;

  constructor(toPage: (message: Message) => void, onFailed: (reason: string) => void) {
    this.#toPage = toPage;
    this.#onFailed = onFailed;
  }

  /** Fetches and compiles graph.wasm. */
  async load(url: URL, integrity: string): Promise<void> {
    try {
      this.#module = await compile(url, integrity);
    } catch (error) {
      throw new LightpaneError("wasm_load", `${url.href} could not be loaded: ${String(error)}`, { cause: error });
    }
  }

  /** Runs the program, with fresh memory. */
  async start(): Promise<void> {
    if (this.#module === undefined) throw new LightpaneError("internal", "graph.wasm was not loaded");
    const go = new Go();
    const gate: Gate = {
      send: (frame, payload) => {
        if (this.#gate === gate) this.#receive({ frame, payload });
      },
      yield: (done) => this.#afterEvents(() => this.#enter(gate, done)),
    };
    globalThis.lightpaneGraph = gate;
    this.#gate = gate;
    const instance = await WebAssembly.instantiate(this.#module, go.importObject);
    const ended = go.run(instance);
    void ended.then(
      () => this.#failed(gate, "the graph program ended"),
      (error: unknown) => this.#failed(gate, `the graph program ended: ${String(error)}`),
    );
    if (gate.receive === undefined) throw new LightpaneError("wasm_load", "graph.wasm is not the graph program of this version");
  }

  /** Passes on a request of the page. The answer goes to the page by itself. */
  relay(id: number, message: Message): void {
    this.#pending.set(id, {
      message: (_, answer) => this.#toPage(answer),
      fail: (failure) => this.#toPage({ frame: writeFrame(id, kinds.failure, Failure, failure) }),
    });
    this.#post(message.frame, message.payload);
  }

  cancel(id: number): void {
    if (this.#pending.has(id)) this.#post(writeRequest(0, "cancel", { id }), undefined);
  }

  /** Makes a request of the shell's own. Once aborted it rejects when the program has stopped. */
  call<O extends Operation>(
    operation: O,
    request: RequestOf<O>,
    settings: { payload?: Uint8Array | undefined; signal?: AbortSignal; onProgress?: (p: ProgressOf<O>) => void } = {},
  ): Promise<{ reply: ReplyOf<O>; payload: Uint8Array<ArrayBuffer> | undefined }> {
    const { payload, signal, onProgress } = settings;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ownIDs + this.#lastID;
      this.#lastID = (this.#lastID + 1) % ownIDs;
      const abort = () => this.cancel(id);
      signal?.addEventListener("abort", abort, { once: true });
      this.#pending.set(id, {
        message(kind, answer) {
          const { body } = readFrame(answer.frame);
          if (kind === kinds.progress) {
            onProgress?.(readProgress(operation, body));
            return;
          }
          signal?.removeEventListener("abort", abort);
          if (kind === kinds.reply) resolve({ reply: readReply(operation, body), payload: answer.payload });
          else this.fail(readBody(body, Failure));
        },
        fail(failure) {
          signal?.removeEventListener("abort", abort);
          reject(signal?.aborted === true ? signal.reason : errorFrom(failure));
        },
      });
      this.#post(writeRequest(id, operation, request), payload);
    });
  }

  #post(frame: Uint8Array, payload: Uint8Array | undefined): void {
    const gate = this.#gate;
    if (gate === undefined) this.#failPending("the graph program does not run");
    else this.#enter(gate, () => gate.receive?.(frame, payload));
  }

  /** Calls into the program, unless it has given way to another; what it throws is its end. */
  #enter(gate: Gate, work: () => void): void {
    if (this.#gate !== gate) return;
    try {
      work();
    } catch (error) {
      this.#failed(gate, `the graph program broke: ${String(error)}`);
    }
  }

  #receive(message: Message): void {
    const { id, tag, body } = readFrame(message.frame);
    const pending = this.#pending.get(id);
    if (tag !== kinds.progress) this.#pending.delete(id);
    const panicked = tag === kinds.failure ? readBody(body, Failure) : undefined;
    pending?.message(tag, message);
    if (panicked?.code === "internal" && this.#gate !== undefined) this.#failed(this.#gate, panicked.message);
  }

  /** Gives up on a program that panicked or ended: after that nothing it holds can be trusted. */
  #failed(gate: Gate, reason: string): void {
    if (this.#gate !== gate) return;
    this.#gate = undefined;
    this.#failPending(reason);
    this.#onFailed(reason);
  }

  #failPending(message: string): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of pending) one.fail({ code: "internal", message, retryable: true, status: 0 });
  }
}

async function compile(url: URL, integrity: string): Promise<WebAssembly.Module> {
  const response = await fetch(url, integrity === "" ? {} : { integrity });
  if (!response.ok) throw new Error(`status ${response.status}`);
  // Streaming compilation insists on the type; many servers send another.
  const type = response.headers.get("content-type") ?? "";
  if (typeof WebAssembly.compileStreaming === "function" && type.startsWith("application/wasm")) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

/** A function that calls back after the event loop has run, which a timer would do only after some milliseconds. */
function afterEvents(): (done: () => void) => void {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return (done) => {
    waiting.push(done);
    port2.postMessage(undefined);
  };
}
