import { type RowStream, StreamDigest } from './stream-digest.ts';

/** Type and length of a message. */
const headerBytes = 5;
/** The header of COPY in binary format, in the message of the first row. */
const signatureBytes = 19;
/** Number of columns, length of the first, and a bigint. */
const keyBytes = 2 + 4 + 8;

/**
 * Digests of each key range, from the messages of a binary COPY whose first column is the key. Rows may arrive in any
 * order: the digest of a range covers its rows in order of arrival.
 */
export class RangeDigests {
  /** The keys between the ranges: safe integers in ascending order. */
  readonly #bounds: readonly number[];
  readonly #digests: (StreamDigest | undefined)[];
  readonly #rows: number[];
  /** The range of the last row, and its bounds; -1 before the first row and after the last. */
  #range = -1;
  #low = Infinity;
  #high = -Infinity;
  /** Remaining bytes of the message in which the last piece ended. */
  #left = 0;
  #cut: Buffer = Buffer.alloc(0);
  #isFirst = true;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#digests = Array.from({ length: bounds.length + 1 }, () => undefined);
    this.#rows = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  /** A piece may start and end within a message. */
  take(received: Buffer): void {
    const piece = this.#cut.length === 0 ? received : Buffer.concat([this.#cut, received]);
    let [from, next] = [0, this.#left];
    while (next + headerBytes <= piece.length) {
      const length = 1 + piece.readUInt32BE(next + 1);
      const signature = this.#isFirst ? signatureBytes : 0;
      if (next + Math.min(length, headerBytes + signature + keyBytes) > piece.length) break;
      const range = this.#rangeAt(piece, next + headerBytes + signature);
      if (range !== this.#range) {
        this.#give(piece.subarray(from, next));
        this.#enter(range);
        from = next;
      }
      if (range >= 0) this.#rows[range] = (this.#rows[range] ?? 0) + 1;
      this.#isFirst = false;
      next += length;
    }
    const end = Math.min(next, piece.length);
    this.#left = next - end;
    this.#cut = piece.subarray(end);
    this.#give(piece.subarray(from, end));
  }

  /** Rows and digest of each range, after the last piece. */
  end(): readonly RowStream[] {
    if (this.#left > 0 || this.#cut.length > 0) throw new Error('the rows ended within a row');
    return this.#rows.map((rows, range) => ({ rows, digest: this.#digests[range]?.hex() ?? '' }));
  }

  #give(bytes: Buffer): void {
    if (this.#range < 0 || bytes.length === 0) return;
    (this.#digests[this.#range] ??= new StreamDigest()).update(bytes);
  }

  #enter(range: number): void {
    this.#range = range;
    this.#low = range < 0 ? Infinity : (this.#bounds[range - 1] ?? -Infinity);
    this.#high = range < 0 ? -Infinity : (this.#bounds[range] ?? Infinity);
  }

  /** The range of the row whose columns start at `at`; -1 for the end of the rows. */
  #rangeAt(piece: Buffer, at: number): number {
    if (piece.readInt16BE(at) === -1) return -1;
    const key = keyAt(piece, at + 2);
    if (key >= this.#low && key < this.#high) return this.#range;
    let [low, high] = [0, this.#bounds.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (key >= (this.#bounds[middle] ?? Infinity)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A bigint beyond the safe integers is rounded, but stays on its side of every bound. */
function keyAt(piece: Buffer, at: number): number {
  const length = piece.readInt32BE(at);
  switch (length) {
    case 2:
      return piece.readInt16BE(at + 4);
    case 4:
      return piece.readInt32BE(at + 4);
    case 8:
      return piece.readInt32BE(at + 4) * 2 ** 32 + piece.readUInt32BE(at + 8);
    default:
      throw new Error(`a key has an unexpected length of ${length} bytes`);
  }
}
