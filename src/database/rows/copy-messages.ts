/** The type of a message that holds a row of a COPY; a server sends one for each. */
const copyData = 'd'.charCodeAt(0);

/** A type, and a length of four bytes that counts itself. */
const headerBytes = 5;

/**
 * Parts what a server sends into CopyData messages and all others. Messages of one kind that follow each other come as
 * one piece of the chunk, which may begin and end in the middle of a message; nothing is copied unless a header was cut.
 */
export class CopyMessages {
  readonly #onData: (bytes: Buffer) => void;
  readonly #onOther: (bytes: Buffer) => void;
  /** What is still to come of the message that a chunk ended in. */
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

  /** The beginning of a message whose header has not come whole: nobody was given it. */
  get cut(): Buffer {
    return this.#cut;
  }

  #give(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#isData) this.#onData(bytes);
    else this.#onOther(bytes);
  }
}
