import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionTo, runSql } from '../../../dev/database/database-pair.ts';
import { type TlsServer, startTlsServer } from '../../../dev/database/tls-server.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import { type PostgresServer, startPostgres } from '../../../dev/quay/postgres-server.ts';
import { withConnection } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import type { Encryption } from './encryption.ts';
import { dumpDefinitions } from './postgres-tool.ts';
import { noReports } from '../progress/progress-reporter.ts';
import { ProgressReporter } from '../progress/progress-reporter.ts';

let strict: TlsServer;
let certified: TlsServer;
let plain: PostgresServer;

beforeAll(async () => {
  [strict, certified, plain] = await Promise.all([
    startTlsServer(['hostssl all quay all trust'], ['db.example.com', 'localhost']),
    startTlsServer(['hostssl all quay all cert'], ['127.0.0.1']),
    startPostgres({ major: 10 }),
  ]);
  for (const server of [strict.server, certified.server, plain])
    await runSql(server, 'postgres', 'create role quay login');
});

afterAll(() => Promise.all([strict.stop(), certified.stop(), plain.stop()]));

function sourceOf({ server }: TlsServer, encryption?: Encryption): ConnectionTarget {
  const target = connectionTo(server, { side: 'source', database: 'postgres', user: 'quay' });
  return encryption === undefined ? target : { ...target, encryption };
}

/** Whether the session is encrypted, and that pg_dump comes the same way. */
async function reached(source: ConnectionTarget): Promise<boolean | undefined> {
  return withConnection(source, async (client) => {
    await client.query('begin isolation level repeatable read');
    const { rows } = await client.query<{ id: string; ssl: boolean }>(
      'select pg_export_snapshot() as id, (select ssl from pg_stat_ssl where pid = pg_backend_pid())',
    );
    expect(await dumpDefinitions(source, rows[0]?.id ?? '')).toContain('PostgreSQL database dump complete');
    return rows[0]?.ssl;
  });
}

describe('a server that takes only encrypted connections', () => {
  it('is reached where nobody says anything', async () => {
    expect(await reached(sourceOf(strict))).toBe(true);
  });

  it.each<Encryption['mode']>(['allow', 'prefer', 'require'])('is reached with %s', async (mode) => {
    expect(await reached(sourceOf(strict, { mode }))).toBe(true);
  });

  it('is verified by the root certificate, and by its name', async () => {
    const rootCertificate = strict.files.authority;
    expect(await reached(sourceOf(strict, { mode: 'verify-ca', rootCertificate }))).toBe(true);
    expect(await reached(sourceOf(strict, { mode: 'require', rootCertificate }))).toBe(true);
    const named = { ...sourceOf(strict, { mode: 'verify-full', rootCertificate }), host: 'localhost' };
    expect(await reached(named)).toBe(true);
    const byAddress = sourceOf(strict, { mode: 'verify-full', rootCertificate });
    await expect(reached(byAddress)).rejects.toThrow(
      /the certificate of the server is not valid \(sslmode verify-full\): .*does not match/,
    );
    expect(await reached(sourceOf(certified, clientOf('verify-full')))).toBe(true);
  });

  it.each<Encryption['mode']>(['require', 'verify-ca', 'verify-full', 'prefer'])(
    'is not reached with %s and the root certificate of somebody else',
    async (mode) => {
      const source = sourceOf(strict, { mode, rootCertificate: strict.files.otherAuthority });
      await expect(reached({ ...source, host: 'localhost' })).rejects.toThrow(
        `the certificate of the server is not valid (sslmode ${mode}): `,
      );
    },
  );

  it('is not verified without a root certificate, which is said', async () => {
    await expect(reached(sourceOf(strict, { mode: 'verify-full' }))).rejects.toThrow(
      'cannot be reached: sslmode verify-full requires a root certificate, but the configuration of the old registry has none',
    );
    const gone = sourceOf(strict, { mode: 'verify-ca', rootCertificate: '/nowhere/ca.crt' });
    await expect(reached(gone)).rejects.toThrow('names the file /nowhere/ca.crt, which does not exist');
  });

  it('refuses a connection without encryption, in words', async () => {
    await expect(reached(sourceOf(strict, { mode: 'disable' }))).rejects.toThrow(
      `the source database postgres on 127.0.0.1:${strict.server.port} cannot be reached as quay: pg_hba.conf of the ` +
        'server does not allow user quay to connect to database postgres from 127.0.0.1 without encryption',
    );
  });
});

function clientOf(mode: Encryption['mode']): Encryption {
  const { authority, clientCertificate, clientKey } = certified.files;
  return { mode, rootCertificate: authority, certificate: clientCertificate, key: clientKey };
}

describe('a server that wants a client certificate', () => {
  it('is reached with it, though others may read its key', async () => {
    expect(await reached(sourceOf(certified, clientOf('verify-full')))).toBe(true);
  });

  it('refuses without, and says so', async () => {
    const { key, ...without } = clientOf('require');
    await expect(reached(sourceOf(certified, without))).rejects.toThrow(/client certificate.* requires its key/);
    await expect(reached(sourceOf(certified, { mode: 'require' }))).rejects.toThrow(/valid client certificate/);
    expect(key).toBeDefined();
  });
});

function plainSource(): ConnectionTarget {
  return connectionTo(plain, { side: 'source', database: 'postgres', user: 'quay' });
}

describe('a server without encryption', () => {
  it.each<Encryption['mode']>(['disable', 'allow', 'prefer'])('is reached with %s', async (mode) => {
    expect(await reached({ ...plainSource(), encryption: { mode } })).toBe(false);
  });

  it('is not reached where encryption is wanted', async () => {
    await expect(reached({ ...plainSource(), encryption: { mode: 'require' } })).rejects.toThrow(
      'cannot be reached as quay: the server does not support encryption, which sslmode require requires',
    );
  });
});

it('carries and proves rows that are encrypted on both sides', async () => {
  const rows = `select n, repeat(md5(n::text), 200) from generate_series(1, 3000) n`;
  await runSql(
    strict.server,
    'postgres',
    `create table filled (id int primary key, body text); alter table filled owner to quay; insert into filled ${rows}`,
  );
  await runSql(certified.server, 'postgres', 'create database copied owner quay');
  const target = { ...sourceOf(certified, clientOf('verify-full')), side: 'target' as const, database: 'copied' };
  const progress = new ProgressReporter(noReports, 'test', () => undefined);
  const proof = await copyDatabase(sourceOf(strict), target, { progress, patience: 0 });
  expect(proof?.tables.map(({ table, rows: counted }) => [table, counted.target])).toEqual([['filled', 3000]]);
  expect(proof?.equal).toBe(true);
});

describe('the worker as a process', () => {
  it('takes mode and files from its environment', async () => {
    const { clientCertificate, clientKey, authority } = certified.files;
    const env = {
      SOURCE_HOST: '127.0.0.1',
      SOURCE_PORT: String(certified.server.port),
      SOURCE_DATABASE: 'postgres',
      SOURCE_USER: 'quay',
      SOURCE_PASSWORD: 'x',
      SOURCE_SSLMODE: 'verify-full',
      SOURCE_SSLROOTCERT: authority,
      SOURCE_SSLCERT: clientCertificate,
      SOURCE_SSLKEY: clientKey,
    };
    expect((await runWorker('at-rest', env).ended).stdout).toBe(
      'the database is idle: no other sessions are connected\n',
    );
    const refused = await runWorker('at-rest', { ...env, SOURCE_SSLROOTCERT: certified.files.otherAuthority }).ended;
    expect(refused.stderr).toContain('the certificate of the server is not valid (sslmode verify-full): ');
    const odd = await runWorker('at-rest', { ...env, SOURCE_SSLMODE: 'maybe' }).ended;
    expect(odd.stderr).toContain('has the unknown sslmode maybe; expected one of disable, allow, prefer');
  });
});
