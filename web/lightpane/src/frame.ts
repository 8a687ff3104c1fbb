// Messages as they pass between page and worker, and between the worker's shell
// and the graph program.
import { type Value, Reader, type Wire, Writer, u32, u8 } from "./wire.js";
import { operations } from "./protocol.js";

export type Operation = keyof typeof operations;
export type RequestOf<O extends Operation> = Value<(typeof operations)[O]["request"]>;
export type ReplyOf<O extends Operation> = Value<(typeof operations)[O]["reply"]>;
export type ProgressOf<O extends Operation> = Value<(typeof operations)[O]["progress"]>;

/** A message, with bulk bytes where they go along. */
export interface Message {
  frame: Uint8Array<ArrayBuffer>;
  payload?: Uint8Array<ArrayBuffer> | undefined;
}

export function isMessage(data: unknown): data is Message {
  return typeof data === "object" && data !== null && "frame" in data && data.frame instanceof Uint8Array;
}

/** The buffers of a message, which change hands with it. */
export function buffersOf(message: Message): ArrayBuffer[] {
  return message.payload === undefined ? [message.frame.buffer] : [message.frame.buffer, message.payload.buffer];
}

/** Writes a frame. The tag is an operation's code or a kind. */
export function writeFrame<T>(id: number, tag: number, wire: Wire<T>, value: T): Uint8Array<ArrayBuffer> {
  const w = new Writer();
  u32.put(w, id);
  u8.put(w, tag);
  wire.put(w, value);
  return w.finish();
}

export function writeRequest<O extends Operation>(id: number, operation: O, request: RequestOf<O>): Uint8Array<ArrayBuffer> {
  const wire = operations[operation].request as Wire<RequestOf<O>>;
  return writeFrame(id, operations[operation].code, wire, request);
}

/** Splits a frame into its head and a reader of the rest. */
export function readFrame(frame: Uint8Array): { id: number; tag: number; body: Reader } {
  const body = new Reader(frame);
  return { id: u32.get(body), tag: u8.get(body), body };
}

/** Reads the rest of a frame, all of it. */
export function readBody<T>(body: Reader, wire: Wire<T>): T {
  const value = wire.get(body);
  body.end();
  return value;
}

export function readReply<O extends Operation>(operation: O, body: Reader): ReplyOf<O> {
  return readBody(body, operations[operation].reply as Wire<ReplyOf<O>>);
}

export function readProgress<O extends Operation>(operation: O, body: Reader): ProgressOf<O> {
  return readBody(body, operations[operation].progress as Wire<ProgressOf<O>>);
}
