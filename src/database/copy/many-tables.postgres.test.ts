import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePair, connectionTo, runSql, startDatabasePair } from '../../../dev/database/database-pair.ts';
import { catchUp } from '../catch-up/catch-up.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from './copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';

let pair: DatabasePair;
let source: ConnectionTarget;
let target: ConnectionTarget;

/** Ten thousand empty tables with a key and a sequence each, on a server with the locks that it has by default. */
beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'postgres', 'create database many owner quay');
  for (let from = 0; from < 10_000; from += 500) {
    await runSql(
      pair.old,
      'many',
      `set role quay;
       do $$ begin
         for n in ${from} .. ${from + 499} loop
           execute format('create table empty_%s (id serial primary key, name varchar(255) not null)', n);
         end loop;
       end $$`,
    );
  }
  source = connectionTo(pair.old, { side: 'source', database: 'many', user: 'quay' });
  target = await pair.newTarget();
}, 600_000);

afterAll(() => pair.stop());

const progress = new ProgressReporter(noReports, 'test', () => undefined);

describe('ten thousand empty tables', { timeout: 900_000 }, () => {
  it('are copied, with a proof that fits into a ConfigMap', async () => {
    const proof = await copyDatabase(source, target, { progress, patience: 0 });
    expect(proof?.equal).toBe(true);
    expect(JSON.stringify(proof).length).toBeLessThan(512 * 1024);
    expect(proof?.unlisted).toMatchObject({ tables: 9500, equalTables: 9500, rows: 0, sequences: 9500 });
    expect(progress.current.message).toBe('10000 tables are equal');
  });

  it('are compared, and those that have rows by now are repaired and listed', async () => {
    await runSql(
      pair.old,
      'many',
      `insert into empty_7777 (name) values ('x'); insert into empty_7778 (name) values ('y')`,
    );
    await runSql(pair.fresh, target.database, `insert into empty_123 (name) values ('z')`);
    const proof = await catchUp(source, target, { progress, patience: 0 });
    expect(proof.equal).toBe(true);
    const filled = proof.tables.filter(({ rows }) => rows.target > 0).map(({ table }) => table);
    expect(filled).toEqual(['empty_7777', 'empty_7778']);
  });
});
