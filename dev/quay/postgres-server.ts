import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type PostgresMajor, postgresPrograms } from './postgres-programs.ts';

export interface PostgresOptions {
  readonly major: PostgresMajor;
  /** Settings of postgresql.conf, by command line. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the data goes; a directory for temporary files unless told otherwise. */
  readonly directory?: string;
}

/** Where to connect: what `pg.Client` and libpq's environment want. There is no password: the server trusts. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  /** Superuser `postgres` and database `postgres` unless told otherwise. */
  connection(options?: { readonly user?: string; readonly database?: string }): ServerAddress;
  /** Ends every session at once and removes the data. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
/** `nobody`: PostgreSQL refuses to run as root. */
const unprivileged = 65_534;
const startSeconds = 60;

/**
 * A real PostgreSQL server for a test: its own data and socket directory, a free port on 127.0.0.1, UTF8, no fsync.
 * It ends with the process that started it, also when that one is killed.
 */
export async function startPostgres({
  major,
  settings = {},
  directory: parent = tmpdir(),
}: PostgresOptions): Promise<PostgresServer> {
  const programs = await postgresPrograms(major);
  const directory = await mkdtemp(join(parent, `postgres-${major}-`));
  if (isRoot()) await chown(directory, unprivileged, unprivileged);
  const data = join(directory, 'data');
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--nosync'];
  try {
    await run(join(programs, 'initdb'), ['-D', data, ...flags], directory);
    const port = await freePort();
    const all = { ...defaults(directory, port), ...settings };
    const parameters = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = await launch(join(programs, 'postgres'), ['-D', data, ...parameters], directory);
    await accepting(server, port);
    return {
      port,
      pid: server.process.pid ?? 0,
      connection: ({ user = 'postgres', database = 'postgres' } = {}) => ({ host, port, user, database }),
      stop: async () => {
        await end(server.process);
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

function defaults(directory: string, port: number): Record<string, string> {
  return {
    listen_addresses: host,
    port: String(port),
    unix_socket_directories: directory,
    fsync: 'off',
    shared_buffers: '64MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

interface Launched {
  readonly process: ChildProcess;
  /** What it said last. */
  log(): string;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Spawns as an unprivileged user, who may still read this repository when it lies in a home directory of root. */
async function launch(program: string, args: readonly string[], cwd: string): Promise<Launched> {
  const user = ['--reuid', String(unprivileged), '--regid', String(unprivileged), '--clear-groups'];
  // Without the last, access(2) forgets the right to read, and PostgreSQL asks it for its own programs.
  const reading = [
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
    '--securebits',
    '+no_setuid_fixup',
  ];
  const drop = isRoot() ? [...user, ...reading] : [];
  const child = spawn('setpriv', ['--pdeathsig', 'INT', ...drop, '--', program, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const keep = (text: Buffer): void => {
    log = (log + text.toString()).slice(-4000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await once(child, 'spawn');
  return { process: child, log: () => log };
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const launched = await launch(program, args, cwd);
  await once(launched.process, 'close');
  if (launched.process.exitCode !== 0) throw new Error(`${program} failed:\n${launched.log()}`);
}

async function accepting(server: Launched, port: number): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  for (;;) {
    const { exitCode, signalCode } = server.process;
    if (exitCode !== null || signalCode !== null) throw new Error(`PostgreSQL did not start:\n${server.log()}`);
    if (await answers(port)) return;
    if (Date.now() > deadline) {
      await end(server.process);
      throw new Error(`PostgreSQL did not answer within ${startSeconds} s:\n${server.log()}`);
    }
    await sleep(50);
  }
}

async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host, port, user: 'postgres', database: 'postgres' });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SIGQUIT is PostgreSQL's immediate shutdown: the data is thrown away anyway. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGQUIT');
  await once(server, 'exit');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
