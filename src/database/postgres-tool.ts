import { execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type ConnectionTarget, applicationName } from './connection.ts';
import { WorkerFailure } from './worker-failure.ts';

const run = promisify(execFile);

/**
 * Schema definitions from one server into another: `pg_dump --section` into `psql`, both of the same release, because
 * pg_dump writes lines that an older psql does not know. Never a shell; passwords by environment.
 */
export async function pipeDefinitions(
  source: ConnectionTarget,
  target: ConnectionTarget,
  options: { readonly section: 'pre-data' | 'post-data'; readonly snapshot: string },
): Promise<void> {
  const dump = start('pg_dump', source, [
    `--section=${options.section}`,
    `--snapshot=${options.snapshot}`,
    // The target's role owns everything; its grants and comments on extensions are the superuser's business.
    '--no-owner',
    '--no-acl',
    '--no-comments',
    '--no-tablespaces',
    '--no-publications',
    '--no-subscriptions',
    '--no-security-labels',
  ]);
  const load = start('psql', target, ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--output=/dev/null']);
  const flow = pipeline(dump.stdout, load.stdin).catch(() => undefined);
  // One without the other has nothing to do, but psql would wait for it with its session open.
  void load.ended.then(dump.stop);
  const [dumped, loaded] = await Promise.all([dump.ended, load.ended, flow]);
  if (loaded !== undefined)
    throw new WorkerFailure(`the ${options.section} definitions could not be loaded: ${loaded}`);
  if (dumped !== undefined) throw new WorkerFailure(`the ${options.section} definitions could not be read: ${dumped}`);
}

interface Tool {
  readonly stdout: Readable;
  readonly stdin: NodeJS.WritableStream;
  /** Undefined on success; otherwise what the tool said. */
  readonly ended: Promise<string | undefined>;
  readonly stop: () => void;
}

/** The major version of a client program on PATH. Throws when it is not there. */
export async function toolVersion(tool: 'pg_dump' | 'psql'): Promise<number> {
  const said = await run(tool, ['--version']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const major = /\(PostgreSQL\) (\d+)/.exec(said)?.[1];
  if (major === undefined) throw new WorkerFailure(`the PostgreSQL client program ${tool} is not in this image`);
  return Number(major);
}

function start(tool: string, target: ConnectionTarget, args: readonly string[]): Tool {
  const child = spawn(tool, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LC_ALL: 'C.UTF-8',
      PGHOST: target.host,
      PGPORT: String(target.port),
      PGDATABASE: target.database,
      PGUSER: target.user,
      PGPASSWORD: target.password,
      PGAPPNAME: applicationName,
      PGCONNECT_TIMEOUT: '30',
      PGOPTIONS: '-c statement_timeout=0 -c lock_timeout=0',
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => {
      resolve(`${tool} could not be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? undefined : (errorLine(said) ?? `${tool} ended with ${code ?? signal ?? 'an error'}`));
    });
  });
  return { stdout: child.stdout, stdin: child.stdin, ended, stop: () => void child.kill() };
}

/** The first line that says what went wrong; DETAIL and CONTEXT lines may hold values. */
function errorLine(said: string): string | undefined {
  return said
    .split('\n')
    .find((line) => /error|fatal/i.test(line))
    ?.trim();
}
