import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionTo, runSql } from '../../../dev/database/database-pair.ts';
import { type PostgresServer, startPostgres } from '../../../dev/quay/postgres-server.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { withConnection } from './connection.ts';
import { isLockTimeout, lockHolders, waitForLocks } from './lock-holders.ts';
import { exportSnapshot } from './source-snapshot.ts';

let server: PostgresServer;
let source: ConnectionTarget;

beforeAll(async () => {
  server = await startPostgres({ major: 10, settings: { max_prepared_transactions: '2' } });
  await runSql(
    server,
    'postgres',
    'create role quay login; create table one (id int); create schema s; create table s.two (id int)',
  );
  source = connectionTo(server, { side: 'source', database: 'postgres', user: 'quay' });
});

afterAll(() => server.stop());

it('names nobody where nothing is locked', async () => {
  expect(await lockHolders(source)).toBeUndefined();
});

it('names sessions and prepared transactions, with their tables, to a role without special rights', async () => {
  await runSql(server, 'postgres', `begin; alter table one add column n int; prepare transaction 'lk'`);
  const holder = new pg.Client({ ...server.connection(), application_name: 'psql' });
  await holder.connect();
  await holder.query('begin; lock table s.two');
  expect(await lockHolders(source)).toMatch(
    /^locked exclusively: one by prepared transaction 'lk' of postgres since \d{4}-\S+ \S+; s\.two by process \d+ of postgres with psql/,
  );
  await holder.end();
  await runSql(server, 'postgres', `rollback prepared 'lk'`);
});

it('waits for a lock no longer than told, in a copy as well', async () => {
  const holder = new pg.Client(server.connection());
  await holder.connect();
  await holder.query('begin; lock table one');
  const waiting = withConnection(source, async (client) => {
    await waitForLocks(client, 100);
    await client.query(`select pg_catalog.pg_table_size('public.one'::pg_catalog.regclass)`);
  });
  const error: unknown = await waiting.catch((failure: unknown) => failure);
  expect(isLockTimeout(error)).toBe(true);
  await holder.end();
  const snapshot = await exportSnapshot(source);
  const session = await snapshot.join();
  for (const client of [snapshot.coordinator, session]) {
    expect((await client.query('show lock_timeout')).rows).toEqual([{ lock_timeout: '1min' }]);
  }
  await session.end();
  await snapshot.close();
});
