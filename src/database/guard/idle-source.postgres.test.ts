import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../../../dev/database/database-pair.ts';
import { type PostgresServer, startPostgres } from '../../../dev/quay/postgres-server.ts';
import { workerExit } from '../../contract/worker.ts';
import { assertIdle } from './idle-source.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';

let server: PostgresServer;
let source: ConnectionTarget;

beforeAll(async () => {
  server = await startPostgres({ major: 10, settings: { max_prepared_transactions: '2' } });
  source = {
    side: 'source',
    host: '127.0.0.1',
    port: server.port,
    database: 'postgres',
    user: 'postgres',
    password: 'x',
  };
});

afterAll(async () => {
  await server.stop();
});

describe('assertIdle', () => {
  it('takes a database that nobody uses', async () => {
    await expect(assertIdle(source, 0)).resolves.toBeUndefined();
  });

  it('refuses one that somebody is connected to, and says who', async () => {
    const guest = new pg.Client({ ...server.connection(), application_name: 'another quay' });
    await guest.connect();
    const refused = assertIdle(source, 0);
    await expect(refused).rejects.toMatchObject({ exit: workerExit.foreignWriter });
    await expect(refused).rejects.toThrow('another quay');
    await guest.end();
  });

  it('refuses one that is written to by sessions that are gone in an instant', async () => {
    await runSql(server, 'postgres', 'create table written (id int)');
    const answer: { refused?: unknown } = {};
    const looking = assertIdle(source, 0).then(
      () => (answer.refused = 'nothing'),
      (error: unknown) => (answer.refused = error),
    );
    while (answer.refused === undefined) await runSql(server, 'postgres', 'insert into written values (1)');
    await looking;
    const { refused } = answer;
    expect(refused).toMatchObject({ exit: workerExit.foreignWriter });
    expect(refused).toHaveProperty(
      'message',
      expect.stringMatching(
        /^the database, which must be idle before its upgrade, is being written to: written \(\d+ inserted\)$/,
      ),
    );
  });

  it('refuses one with a prepared transaction, which needs no session to commit', async () => {
    await runSql(server, 'postgres', `begin; create table half (id int); prepare transaction 'half'`);
    const refused = assertIdle(source, 0);
    await expect(refused).rejects.toMatchObject({ exit: workerExit.foreignWriter });
    await expect(refused).rejects.toThrow('prepared transaction of postgres');
    await runSql(server, 'postgres', `rollback prepared 'half'`);
    await expect(assertIdle(source, 0)).resolves.toBeUndefined();
  });
});
