import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../dev/quay/postgres-server.ts';
import { workerExit } from '../contract/worker.ts';
import { assertAtRest } from './at-rest.ts';
import type { ConnectionTarget } from './connection.ts';

let server: PostgresServer;
let source: ConnectionTarget;

beforeAll(async () => {
  server = await startPostgres({ major: 10 });
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

describe('assertAtRest', () => {
  it('takes a database that nobody uses', async () => {
    await expect(assertAtRest(source, 0)).resolves.toBeUndefined();
  });

  it('refuses one that somebody is connected to, and says who', async () => {
    const guest = new pg.Client({ ...server.connection(), application_name: 'another quay' });
    await guest.connect();
    const refused = assertAtRest(source, 0);
    await expect(refused).rejects.toMatchObject({ exit: workerExit.foreignWriter });
    await expect(refused).rejects.toThrow('another quay');
    await guest.end();
  });
});
