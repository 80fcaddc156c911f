import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  targetRole,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import { startPostgres } from '../../../dev/quay/postgres-server.ts';
import { workerExit } from '../../contract/worker.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { inspectSource } from './inspect-source.ts';

let pair: DatabasePair;
let target: ConnectionTarget;

const order = { writer: 'pod', quayMinor: '17' };

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000, head: '34c8ef052ec9' });
  target = await pair.newTarget();
}, 180_000);

afterAll(() => pair.stop());

/** A database of its own for a case, changed by the case. */
let number = 0;
async function sourceWith(sql: string, options = ''): Promise<ConnectionTarget> {
  number += 1;
  const database = `odd-${number}`;
  await runSql(pair.old, 'postgres', `create database "${database}" ${options || 'template quay'} owner quay`);
  if (sql !== '') await runSql(pair.old, database, sql);
  return connectionTo(pair.old, { side: 'source', database, user: 'quay' });
}

describe('inspectSource', () => {
  it('reports what is there, and that both databases are reached', async () => {
    const report = await inspectSource(pair.source, target, order);
    expect(report).toMatchObject({
      schemaVersion: 1,
      writer: 'pod',
      encoding: 'UTF8',
      collation: 'C.UTF-8',
      revision: '34c8ef052ec9',
      tables: 90,
      target: { database: target.database, role: targetRole, collation: 'C.UTF-8', empty: true },
    });
    expect(report.serverVersion).toMatch(/^10\./);
    expect(report.target?.serverVersion).toMatch(/^13\./);
    expect(report.rowsEstimated).toBeGreaterThan(800);
    expect(report.bytes).toBeGreaterThan(100_000);
  });

  it('works beside the sessions of a registry that still serves, and without a target', async () => {
    const report = await inspectSource(pair.source, undefined, order);
    expect(report.target).toBeUndefined();
  });

  it.each([
    [
      'another revision',
      `update alembic_version set version_num = 'c059b952ed76'`,
      /revision c059b952ed76, but only 34c8ef052ec9 \(Quay 3\.2\) and 04b9d2191450 \(Quay 3\.3\)/,
    ],
    ['two revisions', `insert into alembic_version values ('abc')`, /revision 34c8ef052ec9 and abc/],
    ['no revision', 'delete from alembic_version', /revision \(none\)/],
    ['no Quay', 'drop table alembic_version', /revision \(none\)/],
    [
      'a table of somebody else',
      `create table secret (id int)`,
      /has no permission to read all of secret; make it their owner/,
    ],
    [
      'a revision that may not be read',
      `alter table alembic_version owner to postgres; revoke all on alembic_version from quay`,
      /has no permission to read table alembic_version/,
    ],
    [
      'a large object of somebody else',
      'select lo_create(4711)',
      /has no permission to read all of large object 4711; make it/,
    ],
    [
      'a materialized view',
      'create materialized view totals as select 1; alter materialized view totals owner to quay',
      /materialized view totals/,
    ],
    [
      'hidden rows',
      'alter table star owner to postgres; grant select on star to quay; alter table star enable row level security',
      /has no permission to read all of star/,
    ],
    [
      'an extension that is gone',
      'create extension chkpass',
      /it uses the extension chkpass, which the target server does not have/,
    ],
    [
      'an extension for superusers',
      'create extension pageinspect',
      /pageinspect, which only a superuser can create in/,
    ],
    [
      'a collation of another system',
      `create collation pg_catalog.martian (locale = 'C'); create table named (a text collate pg_catalog.martian); alter table named owner to quay`,
      /column public\.named\.a has the collation martian, which the target server does not have; change its collation/,
    ],
  ])('refuses %s', async (_name, sql, message) => {
    const refused = inspectSource(await sourceWith(sql), target, order);
    await expect(refused).rejects.toMatchObject({ exit: workerExit.unfit });
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses an encoding that the new database does not take', async () => {
    const source = await sourceWith(
      `create table alembic_version (version_num varchar(32)); insert into alembic_version values ('04b9d2191450');
       alter table alembic_version owner to quay`,
      `template template0 encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`,
    );
    await expect(inspectSource(source, undefined, order)).rejects.toThrow(/its encoding is SQL_ASCII; dump it/);
  });

  it('refuses a target without the right to create tables, and one that is the source', async () => {
    const other = await pair.newTarget();
    await runSql(pair.fresh, other.database, 'revoke create on schema public from public');
    await expect(inspectSource(pair.source, other, order)).rejects.toThrow(
      `the role ${targetRole} has no permission to create tables`,
    );
    const same: ConnectionTarget = { ...pair.source, side: 'target' };
    await expect(inspectSource(pair.source, same, order)).rejects.toThrow(
      'the source database and the target database are the same',
    );
  });
});

describe('the worker as a process', () => {
  it('says in one line of its log what it found, and starts for nothing', async () => {
    const found = await runWorker('inspect', workerEnvironmentOf(pair.source, target)).ended;
    expect(found.exit).toBe(workerExit.ok);
    expect(found.stdout).toMatch(
      /^PostgreSQL 10\.\S+, revision 34c8ef052ec9, 90 tables; it will be copied to PostgreSQL 13/,
    );
    expect(await runWorker('start', {}).ended).toEqual({
      exit: 0,
      stdout: 'the worker image starts on this node\n',
      stderr: '',
    });
  });

  it.each([
    ['an unknown command', 'dance', {}, workerExit.failed, /^unknown command "dance"; expected one of inspect, /],
    ['no environment', 'copy', {}, workerExit.failed, /^the environment variable SOURCE_PORT is missing$/],
    ['a port that is none', 'inspect', { SOURCE_PORT: 'x' }, workerExit.failed, /SOURCE_PORT must be a port number/],
  ])('fails with one line for %s', async (_name, command, env, exit, message) => {
    const run = await runWorker(command, env).ended;
    expect(run.exit).toBe(exit);
    expect(run.stderr.trim()).toMatch(message);
  });

  it('exits with the status for what a retry cannot change', async () => {
    const source = await sourceWith('delete from alembic_version');
    expect((await runWorker('inspect', workerEnvironmentOf(source, target)).ended).exit).toBe(workerExit.unfit);
  });

  it('says at once that a password is wrong, and never what it was', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hba-'));
    const file = join(directory, 'pg_hba.conf');
    await writeFile(file, 'host all postgres all trust\nhost all all all md5\n', { mode: 0o644 });
    const server = await startPostgres({ major: 10, settings: { hba_file: file } });
    try {
      await runSql(server, 'postgres', `create role quay login password 'right'`);
      const source = connectionTo(server, { side: 'source', database: 'postgres', user: 'quay' });
      const run = await runWorker('inspect', workerEnvironmentOf(source, undefined)).ended;
      expect(run.exit).toBe(workerExit.failed);
      expect(run.stderr.trim()).toBe(
        `the source database postgres on 127.0.0.1:${server.port} cannot be reached as quay: ` +
          'password authentication failed for user "quay"',
      );
    } finally {
      await server.stop();
      await rm(directory, { recursive: true });
    }
  });
});
