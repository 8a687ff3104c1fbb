// How values look in a message; see the Go package wasm/graph/protocol. The
// types of messages themselves are in protocol.ts.

/** A type of values: how one is appended to a message, and read from it. */
export interface Wire<T> {
  put(w: Writer, value: T): void;
  get(r: Reader): T;
}

/** The values of a Wire. */
export type Value<W> = W extends Wire<infer T> ? T : never;

/** A value that does not fit the message it is meant for. */
export class WireError extends RangeError {}

/** A message being written. */
export class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Makes room for n more bytes and returns where they go. */
  reserve(n: number): { view: DataView; bytes: Uint8Array; at: number } {
    const at = this.#length;
    this.#length += n;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return { view: this.#view, bytes: this.#bytes, at };
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

/** A message being read. Throws WireError where it ends too early. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Takes n bytes and returns where they lie. */
  take(n: number): { view: DataView; bytes: Uint8Array; at: number } {
    const at = this.#at;
    if (n > this.#bytes.length - at) throw new WireError(`the message ends at byte ${this.#bytes.length}`);
    this.#at += n;
    return { view: this.#view, bytes: this.#bytes, at };
  }

  /** Makes sure that nothing is left. */
  end(): void {
    const rest = this.#bytes.length - this.#at;
    if (rest > 0) throw new WireError(`${rest} bytes follow the message`);
  }
}

function unsigned(size: 1 | 2 | 4): Wire<number> {
  const limit = 2 ** (8 * size);
  return {
    put(w, value) {
      if (!Number.isInteger(value) || value < 0 || value >= limit) {
        throw new WireError(`${value}: want a whole number from 0 to ${limit - 1}`);
      }
      const { view, at } = w.reserve(size);
      if (size === 1) view.setUint8(at, value);
      else if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
    },
    get(r) {
      const { view, at } = r.take(size);
      if (size === 1) return view.getUint8(at);
      return size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
    },
  };
}

export const u8 = unsigned(1);
export const u16 = unsigned(2);
export const u32 = unsigned(4);

export const u64: Wire<bigint> = {
  put(w, value) {
    if (typeof value !== "bigint") throw new WireError(`${String(value)}: want a bigint`);
    if (value < 0n || value >> 64n !== 0n) throw new WireError(`${value}: want a whole number from 0 to 2^64 - 1`);
    const { view, at } = w.reserve(8);
    view.setBigUint64(at, value, true);
  },
  get(r) {
    const { view, at } = r.take(8);
    return view.getBigUint64(at, true);
  },
};

export const f64: Wire<number> = {
  put(w, value) {
    if (typeof value !== "number") throw new WireError(`${String(value)}: want a number`);
    const { view, at } = w.reserve(8);
    view.setFloat64(at, value, true);
  },
  get(r) {
    const { view, at } = r.take(8);
    return view.getFloat64(at, true);
  },
};

export const boolean: Wire<boolean> = {
  put(w, value) {
    u8.put(w, value ? 1 : 0);
  },
  get(r) {
    const n = u8.get(r);
    if (n > 1) throw new WireError(`${n}: want 0 or 1`);
    return n === 1;
  },
};

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export const text: Wire<string> = {
  put(w, value) {
    if (typeof value !== "string") throw new WireError(`${String(value)}: want a string`);
    const encoded = encoder.encode(value);
    u32.put(w, encoded.length);
    const { bytes, at } = w.reserve(encoded.length);
    bytes.set(encoded, at);
  },
  get(r) {
    const length = u32.get(r);
    const { bytes, at } = r.take(length);
    return decoder.decode(bytes.subarray(at, at + length));
  },
};

export function list<T>(one: Wire<T>): Wire<T[]> {
  return {
    put(w, values) {
      u32.put(w, values.length);
      for (const value of values) one.put(w, value);
    },
    get(r) {
      const values: T[] = [];
      for (let n = u32.get(r); n > 0; n--) values.push(one.get(r));
      return values;
    },
  };
}

export function optional<T>(one: Wire<T>): Wire<T | undefined> {
  return {
    put(w, value) {
      boolean.put(w, value !== undefined);
      if (value !== undefined) one.put(w, value);
    },
    get(r) {
      return boolean.get(r) ? one.get(r) : undefined;
    },
  };
}

/** A structure: its fields in their order. An error names the field. */
export function struct<F extends object>(fields: { readonly [K in keyof F]: Wire<F[K]> }): Wire<F> {
  const names = Object.keys(fields) as (keyof F & string)[];
  return {
    put(w, value) {
      for (const name of names) {
        try {
          fields[name].put(w, value[name]);
        } catch (error) {
          throw error instanceof WireError ? new WireError(`${name}: ${error.message}`) : error;
        }
      }
    },
    get(r) {
      const value: Partial<F> = {};
      for (const name of names) value[name] = fields[name].get(r);
      return value as F;
    },
  };
}

/** For messages that an operation does not have. */
export const nothing: Wire<undefined> = {
  put() {},
  get() {
    throw new WireError("a message that its operation does not have");
  },
};
