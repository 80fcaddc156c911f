import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { goModule } from './tools.ts';

/** Where this project keeps what takes long to make, outside the repository. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const given = env.XDG_CACHE_HOME;
  // The specification says to ignore a relative one.
  const parent = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache');
  return join(parent, 'quay-migration-plugin');
}

/** A directory for what exactly this go.mod and go.sum build on this kind of machine. */
export async function toolchainDirectory(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum']) hash.update(await readFile(join(dirname(goModule), name)));
  return join(cacheDirectory(env), `toolchain-${process.arch}-${hash.digest('hex').slice(0, 12)}`);
}
