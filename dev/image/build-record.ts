import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder was built from: by it a later build knows that it has nothing to do. */
export interface BuildRecord {
  /** Digest of everything but the inputs that decides the result. */
  readonly options: string;
  /** Digest of each file that went into a bundle, by its path from the repository. */
  readonly inputs: Readonly<Record<string, string>>;
}

export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The record of a build that began at `startedAt` (milliseconds), or undefined when an input was written since:
 * then nobody knows which content the build saw.
 */
export async function recordOf(
  root: string,
  options: string,
  paths: Iterable<string>,
  startedAt: number,
): Promise<BuildRecord | undefined> {
  const inputs: Record<string, string> = {};
  for (const path of [...new Set(paths)].sort()) {
    const file = join(root, path);
    if ((await stat(file)).mtimeMs >= startedAt) return undefined;
    inputs[path] = digestOf(await readFile(file));
  }
  return { options, inputs };
}

/** Whether the outputs are there and every input is still what it was. An unreadable record counts as changed. */
export async function isCurrent(
  root: string,
  options: string,
  recordPath: string,
  outputs: readonly string[],
): Promise<boolean> {
  if (!outputs.every((output) => existsSync(output))) return false;
  try {
    const record = JSON.parse(await readFile(recordPath, 'utf8')) as BuildRecord;
    if (record.options !== options) return false;
    const same = Object.entries(record.inputs).map(
      async ([path, digest]) => digestOf(await readFile(join(root, path))) === digest,
    );
    return (await Promise.all(same)).every(Boolean);
  } catch {
    return false;
  }
}
