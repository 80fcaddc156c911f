import { gunzipSync, gzipSync } from 'node:zlib';

/** A Secret holds 1 MiB. Whatever is longer than this, in base64, was not written by us. */
const longestPacked = Math.ceil((1024 * 1024 * 4) / 3);

export class TooLarge extends Error {}

/** A value as compressed JSON. Throws TooLarge for one that `unpackJson` would refuse. */
export function packJson(value: unknown, limit: number): Buffer {
  const text = JSON.stringify(value);
  const size = Buffer.byteLength(text);
  if (size > limit) throw new TooLarge(`${size} bytes are more than the ${limit} that are kept`);
  return gzipSync(text);
}

/** Unpacks no more than `limit` bytes: a few kilobytes may hold gigabytes. */
export function unpackJson(packed: Buffer, limit: number): unknown {
  return JSON.parse(gunzipSync(packed, { maxOutputLength: limit }).toString());
}

/** What one entry of a Secret holds; its size is looked at before anything is made of it. */
export function entryOf(data: Readonly<Record<string, string>> | undefined, key: string): Buffer {
  const content = data?.[key] ?? '';
  if (content === '') throw new Error(`data[${key}] is missing or empty`);
  if (content.length > longestPacked) throw new TooLarge(`data[${key}] has ${content.length} characters`);
  return Buffer.from(content, 'base64');
}
