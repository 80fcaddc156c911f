import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '../cluster/tools/cache-directory.ts';

const here = import.meta.dirname;
const run = promisify(execFile);

/** The folder of the built page: made once for each content, outside the repository. */
export async function ensurePage(): Promise<string> {
  const output = join(cacheDirectory(), `console-host-${await contentHash()}`);
  if (existsSync(output)) return output;
  await ensurePackages();
  await run(join(here, 'node_modules/.bin/tsc'), ['-p', join(here, 'page')]).catch((error: unknown) => {
    throw new Error(`dev/console-host/page: ${(error as { stdout?: string }).stdout ?? String(error)}`);
  });
  // Not before its packages are there.
  const { buildPage } = await import('./build-page.mjs');
  const temporary = await mkdtemp(`${output}.`);
  try {
    await buildPage(temporary);
    await rename(temporary, output);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process may have been faster; what it built is the same.
    if (!existsSync(output)) throw error;
  }
  return output;
}

/** React 18 and PatternFly 6.4 live here, apart from what the plugin is built with. */
async function ensurePackages(): Promise<void> {
  const installed = join(here, 'node_modules/.package-lock.json');
  const [made, wanted] = await Promise.all([modified(installed), modified(join(here, 'package-lock.json'))]);
  if (made >= wanted) return;
  console.log('Installing the npm packages of dev/console-host (about 250 MB, half a minute)');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'], { cwd: here });
}

async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

async function contentHash(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(join(here, 'page'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files.sort(), join(here, 'build-page.mjs'), join(here, 'package-lock.json')]) {
    hash.update(file.slice(here.length)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 12);
}
