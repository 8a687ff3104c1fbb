// Where records are kept between visits.
import { LightpaneError } from "../errors.js";

/** A store of records, each replaced as a whole. */
export interface Storage {
  readonly kind: "opfs" | "indexeddb" | "memory" | "custom";
  /** The newest record of that key. */
  load(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Leaves the old record where it was if it fails. */
  save(key: string, record: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Throws the newest record away. An older one may come to light. */
  remove(key: string): Promise<void>;
}

/** Opens the store that was asked for, or without a wish the best there is. */
export async function openStorage(wish: string, custom: () => Storage): Promise<Storage> {
  switch (wish) {
    case "custom":
      return custom();
    case "memory":
      return new MemoryStorage();
    case "opfs":
      return openFiles().catch(missing("the origin private file system"));
    case "indexeddb":
      return openDatabase().catch(missing("IndexedDB"));
    default:
      return openFiles()
        .catch(openDatabase)
        .catch(() => new MemoryStorage());
  }
}

function missing(what: string): (cause: unknown) => never {
  return (cause) => {
    throw new LightpaneError("unsupported", `${what} cannot be used here: ${String(cause)}`, { cause });
  };
}

class MemoryStorage implements Storage {
  readonly kind = "memory";
  readonly #records = new Map<string, Uint8Array<ArrayBuffer>>();

  async load(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#records.get(key);
  }

  async save(key: string, record: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#records.set(key, record);
  }

  async remove(key: string): Promise<void> {
    this.#records.delete(key);
  }
}

async function openFiles(): Promise<Storage> {
  const root = await navigator.storage.getDirectory();
  if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) throw new Error("no synchronous access");
  return new FileStorage(await root.getDirectoryHandle("lightpane", { create: true }));
}

/**
 * Files in the origin private file system. A record is a file KEY.N; the next
 * one is written beside it as KEY.N+1, and only then the old one goes. What a
 * crash leaves half written fails its checksum and is removed, and the old one
 * is the newest again.
 */
class FileStorage implements Storage {
  readonly kind = "opfs";
  readonly #directory: FileSystemDirectoryHandle;

  constructor(directory: FileSystemDirectoryHandle) {
    this.#directory = directory;
  }

  async load(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const newest = (await this.#numbers(key)).at(-1);
    if (newest === undefined) return undefined;
    const file = await this.#directory.getFileHandle(`${key}.${newest}`);
    return new Uint8Array(await (await file.getFile()).arrayBuffer());
  }

  async save(key: string, record: Uint8Array<ArrayBuffer>): Promise<void> {
    const old = await this.#numbers(key);
    const name = `${key}.${(old.at(-1) ?? 0) + 1}`;
    try {
      await this.#write(name, record);
    } catch (error) {
      await this.#directory.removeEntry(name).catch(() => undefined);
      throw error;
    }
    for (const number of old) await this.#directory.removeEntry(`${key}.${number}`);
  }

  async remove(key: string): Promise<void> {
    const newest = (await this.#numbers(key)).at(-1);
    if (newest !== undefined) await this.#directory.removeEntry(`${key}.${newest}`);
  }

  async #write(name: string, record: Uint8Array<ArrayBuffer>): Promise<void> {
    const file = await this.#directory.getFileHandle(name, { create: true });
    const access = await file.createSyncAccessHandle();
    try {
      access.truncate(0);
      const written = access.write(record, { at: 0 });
      if (written !== record.length) throw new Error(`only ${written} of ${record.length} bytes could be written`);
      access.flush();
    } finally {
      access.close();
    }
  }

  /** The numbers of the records of a key, in ascending order. */
  async #numbers(key: string): Promise<number[]> {
    const numbers: number[] = [];
    for await (const name of this.#directory.keys()) {
      const number = name.startsWith(`${key}.`) ? name.slice(key.length + 1) : "";
      if (/^\d{1,15}$/.test(number)) numbers.push(Number(number));
    }
    return numbers.sort((a, b) => a - b);
  }
}

const table = "records";

async function openDatabase(): Promise<Storage> {
  const opening = indexedDB.open("lightpane", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(table);
  return new DatabaseStorage(await settled(opening));
}

/** Rows in IndexedDB, whose transactions are the swap. */
class DatabaseStorage implements Storage {
  readonly kind = "indexeddb";
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async load(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const found: unknown = await settled(this.#database.transaction(table).objectStore(table).get(key));
    return found instanceof Uint8Array ? new Uint8Array(found) : undefined;
  }

  save(key: string, record: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#change((records) => records.put(record, key));
  }

  remove(key: string): Promise<void> {
    return this.#change((records) => records.delete(key));
  }

  #change(change: (records: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(table, "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore(table));
    });
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs work that no other tab may do at the same time, where the platform can see to that. */
export async function withLock<T>(name: string, mode: LockMode, work: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return locks === undefined ? work() : await locks.request(`lightpane ${name}`, { mode }, work);
}
