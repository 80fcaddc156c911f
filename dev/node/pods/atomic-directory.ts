import { mkdir, readdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { type Identity, giveToContainers } from '../containers/identity.ts';

export interface FileContent {
  readonly data: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/** Paths relative to the volume. */
export type VolumeContent = ReadonlyMap<string, FileContent>;

/**
 * Writes the content of a Secret, ConfigMap or projected volume the way kubelets do: all files lie in a directory of
 * their own, to which the link `..data` points, so that a reader sees the old files or the new ones and never a mix.
 */
export async function writeAtomically(directory: string, content: VolumeContent, identity: Identity): Promise<void> {
  const link = join(directory, '..data');
  const before = await readlink(link).catch(() => undefined);
  const version = `..${new Date().toISOString().replace(/\D/g, '_')}${Math.random().toString(36).slice(2, 8)}`;
  for (const [path, file] of content) await writeFileAt(join(directory, version, inside(path)), file, identity);
  await mkdir(join(directory, version), { recursive: true });
  await symlink(version, `${link}_new`);
  await rename(`${link}_new`, link);
  for (const name of topLevel(content)) {
    await symlink(join('..data', name), join(directory, name)).catch(ignoreExisting);
  }
  if (before === undefined) return;
  await removeStale(directory, before, content);
}

async function writeFileAt(path: string, { data, mode }: FileContent, identity: Identity): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data, { mode });
  await giveToContainers(path, identity);
}

async function removeStale(directory: string, version: string, content: VolumeContent): Promise<void> {
  const names = new Set(topLevel(content));
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const stale = !entry.name.startsWith('..') && !names.has(entry.name);
    // A directory is the mount point of another volume.
    if (stale && !entry.isDirectory()) await rm(join(directory, entry.name), { force: true });
  }
  await rm(join(directory, version), { recursive: true, force: true });
}

function topLevel(content: VolumeContent): string[] {
  return [...new Set([...content.keys()].map((path) => inside(path).split('/')[0] ?? path))];
}

/** A path that stays inside the volume; the API server refuses others, and this is what we rely on. */
function inside(path: string): string {
  const clean = normalize(path);
  if (clean.startsWith('/') || clean.startsWith('..')) throw new Error(`volume path ${path} leads out of the volume`);
  return clean;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
