import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { applicationName } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { encryptionEnvironment, usualEncryption } from './encryption.ts';
import { lockPatience } from './lock-holders.ts';
import { WorkerFailure } from './worker-failure.ts';

const run = promisify(execFile);

/**
 * The definitions of the schema by `pg_dump`, for dump-entries.ts. It locks every table until it ends, so only one runs
 * at a time, and without the values of sequences, or a server with ten thousand tables would run out of locks. Started
 * without a shell; the password is in the environment.
 */
export async function dumpDefinitions(source: ConnectionTarget, snapshot: string): Promise<string> {
  const args = [
    '--schema-only',
    `--lock-wait-timeout=${lockPatience.copy}`,
    `--snapshot=${snapshot}`,
    // The target's role owns everything.
    '--no-owner',
    '--no-acl',
    // large-objects.ts creates them with their content.
    '--no-blobs',
    '--no-tablespaces',
    '--no-publications',
    '--no-subscriptions',
    '--no-security-labels',
  ];
  const encryption = encryptionEnvironment(source.encryption ?? usualEncryption);
  const env = { ...environmentOf(source), ...encryption.env };
  const child = spawn('pg_dump', args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const chunks: Buffer[] = [];
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => {
      resolve(`pg_dump could not be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? undefined : (errorLine(said) ?? `pg_dump failed with ${code ?? signal ?? 'an error'}`));
    });
  });
  encryption.end();
  if (failure === undefined) return Buffer.concat(chunks).toString('utf8');
  throw new WorkerFailure(`the definitions of the source database could not be read: ${failure}`);
}

/** The major version of a client program on PATH. Throws when it does not exist. */
export async function toolVersion(tool: 'pg_dump'): Promise<number> {
  const said = await run(tool, ['--version']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const major = /\(PostgreSQL\) (\d+)/.exec(said)?.[1];
  if (major === undefined) throw new WorkerFailure(`the PostgreSQL client program ${tool} is not in this image`);
  return Number(major);
}

function environmentOf(target: ConnectionTarget): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C.UTF-8',
    PGHOST: target.host,
    PGPORT: String(target.port),
    PGDATABASE: target.database,
    PGUSER: target.user,
    PGPASSWORD: target.password,
    PGAPPNAME: applicationName,
    PGCLIENTENCODING: 'UTF8',
    PGCONNECT_TIMEOUT: '30',
  };
}

/** The first line with an error; DETAIL and CONTEXT lines may contain values. */
function errorLine(said: string): string | undefined {
  return said
    .split('\n')
    .find((line) => /error|fatal/i.test(line))
    ?.trim();
}
