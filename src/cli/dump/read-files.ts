import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { InputError } from '../input-error.ts';
import type { DumpFile } from '../terminal.ts';

export interface ReadLimits {
  /** Of one file, and of all files together: a Secret has at most 1 MiB, a namespace some dozens of them. */
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly folders: number;
}

export const readLimits: ReadLimits = { fileBytes: 128 << 20, totalBytes: 512 << 20, files: 20_000, folders: 20 };

/** Files with objects in a folder by `oc adm inspect` or must-gather; its logs may be gigabytes. */
const objectFile = /\.(?:ya?ml|json)$/i;

/** A file, or all files with objects below a folder, sorted by name. Does not follow links. */
export async function readFiles(path: string, limits = readLimits): Promise<readonly DumpFile[]> {
  const paths = (await stat(path)).isDirectory() ? await pathsBelow(path, limits, 0) : [path];
  if (paths.length === 0) throw new InputError(`${path} contains no file with the extension .yaml, .yml or .json`);
  if (paths.length > limits.files) throw new InputError(`${path} contains more than ${limits.files} files`);
  const files: DumpFile[] = [];
  let total = 0;
  for (const found of paths) {
    const bytes = await readBounded(found, limits);
    total += bytes.length;
    if (total > limits.totalBytes)
      throw new InputError(`the files in ${path} are larger than ${megabytes(limits.totalBytes)}`);
    files.push({ path: found, bytes });
  }
  return files;
}

/** Reads a stream, which may be endless, up to the limit. */
export async function readStream(stream: Readable, limits = readLimits): Promise<readonly DumpFile[]> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > limits.fileBytes) throw tooLarge('the standard input', limits);
    chunks.push(chunk);
  }
  return [{ path: '-', bytes: Buffer.concat(chunks) }];
}

async function pathsBelow(folder: string, limits: ReadLimits, depth: number): Promise<readonly string[]> {
  if (depth > limits.folders) throw new InputError(`${folder} is nested more than ${limits.folders} folders deep`);
  const entries = await readdir(folder, { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await pathsBelow(path, limits, depth + 1)));
    else if (entry.isFile() && objectFile.test(entry.name)) paths.push(path);
    if (paths.length > limits.files) break;
  }
  return paths;
}

/** A pipe has no size, so the limit also applies while reading. */
async function readBounded(path: string, limits: ReadLimits): Promise<Uint8Array> {
  if ((await stat(path)).size > limits.fileBytes) throw tooLarge(path, limits);
  const handle = await open(path, 'r');
  try {
    const [file] = await readStream(handle.createReadStream({ autoClose: false }), limits);
    return file?.bytes ?? new Uint8Array();
  } finally {
    await handle.close();
  }
}

function tooLarge(path: string, { fileBytes }: ReadLimits): InputError {
  return new InputError(`${path} is larger than ${megabytes(fileBytes)}. Dump only the namespace of the QuayEcosystem`);
}

function megabytes(bytes: number): string {
  return `${bytes / (1 << 20)} MiB`;
}
