import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { applicationName } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { encryptionEnvironment, usualEncryption } from './encryption.ts';
import { lockPatience } from './lock-holders.ts';
import { WorkerFailure } from './worker-failure.ts';

const run = promisify(execFile);

/**
 * The schema's definitions, as `pg_dump` writes them and dump-entries.ts reads them. It locks every table until it ends:
 * one at a time, and without the sequences' values, or a server with ten thousand tables has not the room for it. Never
 * a shell; passwords by environment.
 */
export async function dumpDefinitions(source: ConnectionTarget, snapshot: string): Promise<string> {
  const args = [
    '--schema-only',
    `--lock-wait-timeout=${lockPatience.copy}`,
    `--snapshot=${snapshot}`,
    // The target's role owns everything.
    '--no-owner',
    '--no-acl',
    // large-objects.ts makes them with their content.
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
      resolve(code === 0 ? undefined : (errorLine(said) ?? `pg_dump ended with ${code ?? signal ?? 'an error'}`));
    });
  });
  encryption.end();
  if (failure === undefined) return Buffer.concat(chunks).toString('utf8');
  throw new WorkerFailure(`the definitions could not be read: ${failure}`);
}

/** The major version of a client program on PATH. Throws when it is not there. */
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

/** The first line that says what went wrong; DETAIL and CONTEXT lines may hold values. */
function errorLine(said: string): string | undefined {
  return said
    .split('\n')
    .find((line) => /error|fatal/i.test(line))
    ?.trim();
}
