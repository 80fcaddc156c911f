import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePair, runSql, startDatabasePair, targetRole } from '../../../dev/database/database-pair.ts';
import { headOf } from '../../../dev/quay/migrate/chain.ts';
import { currentRevision, migrateToHead } from '../../../dev/quay/migrate/migrate-to-head.ts';
import { halfDoneRevision, repairStatements } from '../../contract/upgrade-repair.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { repairUpgrade } from './repair-upgrade.ts';

let pair: DatabasePair;
let target: ConnectionTarget;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  target = await pair.newTarget();
  await copyDatabase(pair.source, target, { progress: new ProgressReporter(noReports, 'test', () => undefined) });
}, 180_000);

afterAll(async () => {
  await pair.stop();
});

async function migrate(fault?: string): Promise<void> {
  const client = await connected();
  try {
    await migrateToHead(client, { version: '3.17', faults: fault ? { migrate: fault } : {}, log: () => undefined });
  } finally {
    await client.end();
  }
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(pair.fresh.connection({ database: target.database, user: targetRole }));
  // A backend that is ended on purpose is told to its client.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('repairUpgrade', () => {
  it('has nothing to do where nothing was begun', async () => {
    expect(await repairUpgrade(target)).toEqual([]);
  });

  it('undoes the revision that cannot be repeated, so that it can', async () => {
    await expect(migrate(`fail:${halfDoneRevision}`)).rejects.toThrow('as the fault "migrate" asks');
    await expect(migrate()).rejects.toThrow('column "immutable" of relation "tag" already exists');
    expect(await repairUpgrade(target)).toEqual(repairStatements);
    await expect(migrate('fail:e8ed3fb547da')).rejects.toThrow('as the fault "migrate" asks');
  });

  it('leaves a revision alone that came to its end', async () => {
    expect(await repairUpgrade(target)).toEqual([]);
    await migrate();
    expect(await repairUpgrade(target)).toEqual([]);
    const client = await connected();
    expect(await currentRevision(client)).toBe(headOf('3.17'));
    await client.query('select immutable from tag limit 1');
    await client.end();
  });

  it('ends what goes on without its client, and drops the index that was not finished', async () => {
    const left = await connected();
    await left.query('begin; lock table tag');
    await runSql(pair.fresh, target.database, 'create table if not exists public.lonely (name text)');
    await runSql(pair.fresh, target.database, 'create index half on lonely (name)');
    await runSql(pair.fresh, target.database, `alter table public.lonely owner to "${targetRole}"`);
    await runSql(
      pair.fresh,
      target.database,
      `update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.half'::regclass`,
    );
    expect(await repairUpgrade(target)).toEqual(['DROP INDEX IF EXISTS public.half']);
    await expect(left.query('select 1')).rejects.toThrow();
  });
});
