import { gunzipSync, gzipSync } from 'node:zlib';

/** A Secret holds at most 1 MiB. A longer base64 text was not written by this product. */
const longestPacked = Math.ceil((1024 * 1024 * 4) / 3);

export class TooLarge extends Error {}

/** The value as compressed JSON. Throws TooLarge for a value that `unpackJson` would reject. */
export function packJson(value: unknown, limit: number): Buffer {
  const text = JSON.stringify(value);
  const size = Buffer.byteLength(text);
  if (size > limit) throw new TooLarge(`${size} bytes exceed the limit of ${limit} bytes`);
  return gzipSync(text);
}

/** Unpacks at most `limit` bytes: a few compressed kilobytes may expand to gigabytes. */
export function unpackJson(packed: Buffer, limit: number): unknown {
  return JSON.parse(gunzipSync(packed, { maxOutputLength: limit }).toString());
}

/** One entry of a Secret; its size is checked before it is decoded. */
export function entryOf(data: Readonly<Record<string, string>> | undefined, key: string): Buffer {
  const content = data?.[key] ?? '';
  if (content === '') throw new Error(`data[${key}] is missing or empty`);
  if (content.length > longestPacked) throw new TooLarge(`data[${key}] has ${content.length} characters`);
  return Buffer.from(content, 'base64');
}
