import { describe, expect, it } from 'vitest';
import { CopyMessages } from './copy-messages.ts';

function message(type: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length + 4);
  return Buffer.concat([Buffer.from(type), length, bytes]);
}

const row = (size: number): Buffer => message('d', Buffer.alloc(size, `${size}`));
const opened = message('H', 'copy out');
const notice = message('N', 'it takes a while');
const ended = Buffer.concat([message('c', ''), message('C', 'COPY 4\0'), message('Z', 'I')]);

/** What is given out for chunks of these sizes, in turn; the last size goes on. */
function parted(stream: Buffer, sizes: readonly number[]): { data: Buffer; other: Buffer; cut: Buffer } {
  const [data, other]: [Buffer[], Buffer[]] = [[], []];
  const messages = new CopyMessages(
    (bytes) => data.push(Buffer.from(bytes)),
    (bytes) => other.push(Buffer.from(bytes)),
  );
  let at = 0;
  for (let turn = 0; at < stream.length; turn += 1) {
    const size = sizes[Math.min(turn, sizes.length - 1)] ?? 1;
    messages.take(stream.subarray(at, at + size));
    at += size;
  }
  return { data: Buffer.concat(data), other: Buffer.concat(other), cut: messages.cut };
}

describe('CopyMessages', () => {
  const rows = [row(0), row(1), row(300), row(70_000)];
  const stream = Buffer.concat([opened, ...rows.slice(0, 2), notice, ...rows.slice(2), ended]);
  const whole = { data: Buffer.concat(rows), other: Buffer.concat([opened, notice, ended]), cut: Buffer.alloc(0) };

  it.each([[[stream.length]], [[1]], [[2, 3]], [[4]], [[5]], [[6, 1, 64]], [[17, 1000]], [[65_536]]])(
    'parts the same messages alike, in chunks of %j bytes',
    (sizes) => {
      expect(parted(stream, sizes)).toEqual(whole);
    },
  );

  it('parts them alike wherever they are cut in two', () => {
    const short = Buffer.concat([opened, row(3), row(12), notice, row(0), ended]);
    for (let at = 1; at < short.length; at += 1) {
      const { data, other } = parted(short, [at, short.length]);
      expect(data, `cut at ${at}`).toEqual(Buffer.concat([row(3), row(12), row(0)]));
      expect(other, `cut at ${at}`).toEqual(Buffer.concat([opened, notice, ended]));
    }
  });

  it('gives rows that follow each other as one piece, without copying them', () => {
    const pieces: Buffer[] = [];
    const chunk = Buffer.concat([row(10), row(20), row(30)]);
    new CopyMessages(
      (bytes) => pieces.push(bytes),
      () => expect.unreachable(),
    ).take(chunk);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.buffer).toBe(chunk.buffer);
    expect(pieces[0]).toEqual(chunk);
  });

  it('gives a message that has begun at once, and keeps a header that has not come whole', () => {
    const long = row(1000);
    expect(parted(long.subarray(0, 500), [500]).data).toEqual(long.subarray(0, 500));
    const { data, other, cut } = parted(Buffer.concat([long, message('C', 'COPY 1\0').subarray(0, 3)]), [2000]);
    expect(data).toEqual(long);
    expect(other).toHaveLength(0);
    expect(cut).toEqual(message('C', 'COPY 1\0').subarray(0, 3));
  });
});
