import { endianness } from 'node:os';
import { WorkerFailure } from '../server/worker-failure.ts';

const littleEndian = endianness() === 'LE';

/** DBState of pg_control, by number (PostgreSQL 9.6 to 16). */
const states = [
  'starting up',
  'shut down',
  'shut down in recovery',
  'shutting down',
  'in crash recovery',
  'in archive recovery',
  'in production',
] as const;

/** The layout of PostgreSQL 13 to 16; the checksum is at the end of the struct. */
const layouts: Readonly<Record<number, { readonly crcOffset: number }>> = { 1300: { crcOffset: 288 } };

export interface ControlFile {
  readonly version: number;
  readonly state: (typeof states)[number] | 'unknown';
}

/**
 * Reads the control file of a data directory. Throws when it is truncated, has another layout, or when its checksum
 * (CRC-32C) is wrong.
 */
export function readControlFile(content: Uint8Array): ControlFile {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (content.length < 512) throw new WorkerFailure(`pg_control is truncated: it has ${content.length} bytes`);
  // In the byte order of the machine, which is the same for the reader.
  const version = view.getUint32(8, littleEndian);
  const layout = layouts[version];
  if (layout === undefined)
    throw new WorkerFailure(`pg_control has version ${version}, which this release does not support`);
  const stored = view.getUint32(layout.crcOffset, littleEndian);
  const computed = crc32c(content.subarray(0, layout.crcOffset));
  if (stored !== computed) throw new WorkerFailure('the checksum of pg_control does not match its content');
  return { version, state: states[view.getUint32(16, littleEndian)] ?? 'unknown' };
}

/** CRC-32C (Castagnoli), as PostgreSQL computes it. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
