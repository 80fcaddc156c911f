import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSettings } from '../../src/domain/plan/jobs/temporary-server.ts';
import { runSql } from '../database/database-pair.ts';
import { writeBundle } from '../image/bundle.ts';
import { type PostgresServer, startPostgres } from '../quay/postgres-server.ts';
import { howNear } from './copy-aims.ts';
import { type CopyMethod, copyMethods, placeOf } from './copy-methods.ts';
import { fillQuayDatabase } from './copy-bench.ts';
import { hourOfWrites } from './hour-of-writes.ts';
import { median } from './median.ts';
import { type Peaks, cpuSecondsOf, watchPeaks } from './usage.ts';

export interface DatabaseBenchOptions {
  /** Of the database on the source, with its indexes: `200MB`, `1GB`. */
  readonly size: string;
  readonly rounds: number;
  /** A file for the medians. */
  readonly json?: string;
}

interface Run extends Peaks {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly walBytes: number;
}

interface Place {
  readonly old: PostgresServer;
  /** As the operator starts it, and as our temporary server is started. */
  readonly plain: PostgresServer;
  readonly tuned: PostgresServer;
}

/** The generated database's size for each of its rows, measured. */
const bytesPerRow = 300;

/** Ways to copy a database shaped like Quay's from PostgreSQL 10 to 13, in turn in each round. */
export async function databaseBench(options: DatabaseBenchOptions): Promise<void> {
  // Durable like a cluster's; shared_buffers as sclorg's image sets them for 1 GiB.
  const settings = { fsync: 'on', shared_buffers: '256MB', max_wal_size: '1GB' };
  const [old, plain, tuned] = await Promise.all([
    startPostgres({ major: 10, settings }),
    startPostgres({ major: 13, settings }),
    startPostgres({ major: 13, settings: { ...settings, ...loadSettings } }),
  ]);
  const programs = await mkdtemp(join(tmpdir(), 'copy-program-'));
  try {
    const root = dirname(dirname(import.meta.dirname));
    const bundle = { entry: 'dev/bench/copy-process.ts', output: 'copy-process.mjs', executable: false };
    await writeBundle(root, programs, bundle, 'bench');
    const methods = available(copyMethods(join(programs, bundle.output)));
    const bytes = await fillQuayDatabase(old, Math.round(bytesOf(options.size) / bytesPerRow));
    for (const server of [plain, tuned]) await runSql(server, 'postgres', 'create role quay login');
    console.log(`PostgreSQL 10 to 13, ${Math.round(bytes / 1e6)} MB, ${options.rounds} rounds`);
    const runs = new Map<string, Run[]>();
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const [name, method] of Object.entries(methods)) {
        const run = await measure({ old, plain, tuned }, method);
        runs.set(name, [...(runs.get(name) ?? []), run]);
        console.log(`  round ${round} ${name}: ${run.seconds.toFixed(1)} s`);
      }
    }
    await report(runs, options);
  } finally {
    await Promise.all([old.stop(), plain.stop(), tuned.stop(), rm(programs, { recursive: true, force: true })]);
  }
}

function bytesOf(size: string): number {
  const [, number, unit = ''] = /^([\d.]+)([MG])B$/.exec(size) ?? [];
  if (number === undefined) throw new Error(`--size ${size}: say it like 200MB or 1GB`);
  return Number(number) * (unit === 'G' ? 1e9 : 1e6);
}

type Methods = ReturnType<typeof copyMethods>;

function available(methods: Methods): Methods {
  try {
    execFileSync('pgcopydb', ['--version'], { stdio: 'ignore' });
    return methods;
  } catch {
    console.log('  pgcopydb is not installed here (Debian: apt-get install pgcopydb), and is left out');
    return Object.fromEntries(Object.entries(methods).filter(([name]) => name !== 'pgcopydb'));
  }
}

async function measure({ old, plain, tuned }: Place, method: CopyMethod): Promise<Run> {
  const fresh = method.tuned ? tuned : plain;
  await runSql(fresh, 'postgres', 'drop database if exists copy');
  await runSql(fresh, 'postgres', 'create database copy owner quay');
  await runSql(fresh, 'copy', 'create extension pg_trgm');
  for (const server of [old, fresh]) await runSql(server, 'postgres', 'checkpoint');
  const directory = await mkdtemp(join(tmpdir(), 'copy-bench-'));
  const cpu = async (): Promise<number> => {
    // A server's own children count once they have ended, which is a moment after their clients.
    await sleep(300);
    return (await Promise.all([old.pid, fresh.pid, 'self' as const].map(cpuSecondsOf))).reduce(
      (sum, one) => sum + one,
      0,
    );
  };
  try {
    const place = { source: placeOf('source', old, 'quay'), target: placeOf('target', fresh, 'copy'), directory };
    if (method.before !== undefined) {
      const first = method.before(place);
      await run(first.args, first.env, directory);
      await runSql(old, 'quay', hourOfWrites);
    }
    const { args, env } = method.command(place);
    const [before, walBefore, started] = [await cpu(), await walOf(fresh), performance.now()];
    const peaks = await run(args, env, directory);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, cpuSeconds: (await cpu()) - before, walBytes: (await walOf(fresh)) - walBefore, ...peaks };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function run(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  directory: string,
): Promise<Peaks> {
  const child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const stop = watchPeaks(child.pid ?? 0, directory);
  await once(child, 'close');
  const peaks = await stop();
  if (child.exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${said}`);
  return peaks;
}

async function walOf(server: PostgresServer): Promise<number> {
  const [row] = await runSql<{ bytes: string }>(
    server,
    'postgres',
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as bytes`,
  );
  return Number(row?.bytes);
}

async function report(runs: ReadonlyMap<string, readonly Run[]>, options: DatabaseBenchOptions): Promise<void> {
  const middle = (name: string, part: keyof Run): number => median((runs.get(name) ?? []).map((run) => run[part]));
  const rows = [...runs.keys()].map((method) => ({
    method,
    seconds: middle(method, 'seconds'),
    ratio: middle('official', 'seconds') / middle(method, 'seconds'),
    cpuSeconds: middle(method, 'cpuSeconds'),
    temporaryBytes: middle(method, 'temporaryBytes'),
    walBytes: middle(method, 'walBytes'),
    peakMemoryBytes: middle(method, 'peakMemoryBytes'),
  }));
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0).padStart(9);
  console.log(`\n${'method'.padEnd(18)}  seconds   speed    CPU s  temp. MB   WAL MB  memory MB`);
  for (const row of rows) {
    const figures = [row.seconds.toFixed(1), row.ratio.toFixed(2), row.cpuSeconds.toFixed(1)].map((s) => s.padStart(7));
    const bytes = [row.temporaryBytes, row.walBytes, row.peakMemoryBytes].map(mb);
    console.log(`${row.method.padEnd(18)}  ${figures.join('  ')} ${bytes.join(' ')}`);
  }
  console.log(howNear(rows).join('\n'));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, undefined, 2)}\n`);
}
