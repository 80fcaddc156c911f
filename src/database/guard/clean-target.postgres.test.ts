import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionTo, runSql } from '../../../dev/database/database-pair.ts';
import { type PostgresServer, startPostgres } from '../../../dev/quay/postgres-server.ts';
import { workerExit } from '../../contract/worker.ts';
import { cleanTarget, readIdentity } from './clean-target.ts';
import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';

let server: PostgresServer;
let target: ConnectionTarget;
let number = 0;

beforeAll(async () => {
  server = await startPostgres({ major: 13 });
  await runSql(server, 'postgres', 'create role fresh login');
});

afterAll(() => server.stop());

beforeEach(async () => {
  number += 1;
  await runSql(server, 'postgres', `create database target_${number} owner fresh`);
  target = connectionTo(server, { side: 'target', database: `target_${number}`, user: 'fresh' });
  const kept = 'create table kept (id int); alter table kept owner to fresh';
  await runSql(server, target.database, kept);
});

async function clean(source = 'another database'): Promise<void> {
  await withConnection(target, (client) => cleanTarget(client, source));
}

async function isKept(): Promise<boolean> {
  const [row] = await runSql<{ there: boolean }>(
    server,
    target.database,
    `select to_regclass('kept') is not null as there`,
  );
  return row?.there ?? false;
}

describe('cleanTarget', () => {
  it('empties what is ours', async () => {
    await clean();
    expect(await isKept()).toBe(false);
  });

  it('refuses the source itself', async () => {
    const identity = await withConnection(target, readIdentity);
    await expect(clean(identity)).rejects.toMatchObject({ exit: workerExit.unfit });
    await expect(clean(identity)).rejects.toThrow('the source database and the target database are the same');
    expect(await isKept()).toBe(true);
  });

  it('refuses a target that somebody uses', async () => {
    const guest = new pg.Client({ ...server.connection({ database: target.database }), application_name: 'quay-app' });
    await guest.connect();
    await expect(clean()).rejects.toThrow(
      'other sessions are connected to the target database, which only this copy may use: postgres with quay-app',
    );
    await guest.end();
    expect(await isKept()).toBe(true);
  });

  it('refuses a target whose schema was upgraded, for a registry may have written to it', async () => {
    const version = (revision: string): string =>
      `drop table if exists alembic_version; create table alembic_version as select '${revision}' as version_num;
       alter table alembic_version owner to fresh`;
    await runSql(server, target.database, version('c3d4e5f6a7b8'));
    await expect(clean()).rejects.toMatchObject({ exit: workerExit.unfit });
    await expect(clean()).rejects.toThrow(
      'the target database contains a Quay schema of revision c3d4e5f6a7b8, which may be in use',
    );
    expect(await isKept()).toBe(true);
    await runSql(server, target.database, version('04b9d2191450'));
    await clean();
    expect(await isKept()).toBe(false);
  });
});
