// A store that lives in the page, reached by asking the page.
import type { Message } from "../frame.js";
import { writeFrame } from "../frame.js";
import { type AnswerRequest, Question, kinds } from "../protocol.js";
import type { Storage } from "./storage.js";

export class PageStorage implements Storage {
  readonly kind = "custom";
  readonly #toPage: (message: Message) => void;
  readonly #asked = new Map<number, { resolve(record: Uint8Array<ArrayBuffer> | undefined): void; reject(error: unknown): void }>();
  #lastID = 0;

  constructor(toPage: (message: Message) => void) {
    this.#toPage = toPage;
  }

  load(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#ask("load", key);
  }

  async save(key: string, record: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#ask("save", key, record);
  }

  async remove(key: string): Promise<void> {
    await this.#ask("remove", key);
  }

  answer(answer: AnswerRequest, record: Uint8Array<ArrayBuffer> | undefined): void {
    const asked = this.#asked.get(answer.question);
    this.#asked.delete(answer.question);
    if (answer.failed !== "") asked?.reject(new Error(answer.failed));
    else asked?.resolve(answer.found ? record : undefined);
  }

  #ask(verb: string, key: string, payload?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastID;
      this.#asked.set(id, { resolve, reject });
      this.#toPage({ frame: writeFrame(id, kinds.question, Question, { verb, key }), payload });
    });
  }
}
