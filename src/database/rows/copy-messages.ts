/** The type of a message that holds a row of a COPY; a server sends one for each. */
const copyData = 'd'.charCodeAt(0);

/** A type byte, and a length of four bytes that includes itself. */
const headerBytes = 5;

/**
 * Splits the bytes from a server into CopyData messages and others. Consecutive messages of one kind are passed on as one
 * piece of the chunk, which may start and end within a message; bytes are copied only when a header is incomplete.
 */
export class CopyMessages {
  readonly #onData: (bytes: Buffer) => void;
  readonly #onOther: (bytes: Buffer) => void;
  /** Remaining bytes of the message in which the last chunk ended. */
  #left = 0;
  #isData = false;
  #cut: Buffer = Buffer.alloc(0);

  constructor(onData: (bytes: Buffer) => void, onOther: (bytes: Buffer) => void) {
    this.#onData = onData;
    this.#onOther = onOther;
  }

  take(received: Buffer): void {
    const chunk = this.#cut.length === 0 ? received : Buffer.concat([this.#cut, received]);
    let [from, next] = [0, this.#left];
    while (next + headerBytes <= chunk.length) {
      const isData = chunk[next] === copyData;
      if (isData !== this.#isData) {
        this.#give(chunk.subarray(from, next));
        [from, this.#isData] = [next, isData];
      }
      next += 1 + chunk.readUInt32BE(next + 1);
    }
    const end = Math.min(next, chunk.length);
    this.#left = next - end;
    this.#cut = chunk.subarray(end);
    this.#give(chunk.subarray(from, end));
  }

  /** The start of a message whose header is incomplete, which was not passed on yet. */
  get cut(): Buffer {
    return this.#cut;
  }

  #give(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#isData) this.#onData(bytes);
    else this.#onOther(bytes);
  }
}
