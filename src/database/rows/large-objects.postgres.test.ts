import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  targetRole,
} from '../../../dev/database/database-pair.ts';
import { catchUp } from '../catch-up/catch-up.ts';
import { quoteIdentifier, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { differences, proveEqual } from '../proof/prove-equal.ts';
import { exportSnapshot } from '../server/source-snapshot.ts';
import { settledCounters, writtenBetween } from '../guard/write-counters.ts';

let pair: DatabasePair;
let source: ConnectionTarget;
let target: ConnectionTarget;

/** Nothing in one, a hole in another, one of exactly a chunk, and one of more than two. */
const objects = `
  set role quay;
  create table drawing (id int primary key, body oid);
  insert into drawing select n, lo_create(500000 + n) from generate_series(1, 5) n;
  select lo_put(500002, 0, '\\x00ff7f'), lo_put(500003, 10000, 'after a hole'),
         lo_put(500004, 0, decode(repeat('c3a4', 524288), 'hex')),
         lo_put(500005, 0, decode(repeat(md5('x'), 150000), 'hex'));
  comment on large object 500002 is 'it''s "small"'`;

const facts = `
  select string_agg(concat_ws(' ', m.oid, md5(lo_get(m.oid)), obj_description(m.oid, 'pg_largeobject')), ', ' order by m.oid) as all
    from pg_largeobject_metadata m`;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'postgres', 'create database drawings owner quay');
  await runSql(pair.old, 'drawings', objects);
  source = connectionTo(pair.old, { side: 'source', database: 'drawings', user: 'quay' });
}, 180_000);

afterAll(() => pair.stop());

beforeEach(async () => {
  target = await pair.newTarget();
});

const progress = new ProgressReporter(noReports, 'test', () => undefined);
const copy = () => copyDatabase(source, target, { progress, patience: 0 });

async function proveAgain(copied: ConnectionTarget) {
  const snapshot = await exportSnapshot(source);
  return proveEqual({ snapshot, target: copied, startedAt: '', workers: 1 }).finally(() => snapshot.close());
}

describe('large objects', () => {
  it('are copied with number, content and comment, belong to the new role, and are proven', async () => {
    // What another run has left is in the way.
    await runSql(pair.fresh, target.database, `set role "${targetRole}"; select lo_create(500002), lo_create(600000)`);
    const proof = await copy();
    expect(proof?.equal).toBe(true);
    expect(proof?.largeObjects).toMatchObject({
      count: { source: 5, target: 5 },
      bytes: { source: 3 + 10_012 + 1_048_576 + 2_400_000, target: 3 + 10_012 + 1_048_576 + 2_400_000 },
      equal: true,
    });
    expect(await runSql(pair.fresh, target.database, facts)).toEqual(await runSql(pair.old, 'drawings', facts));
    const owners = await runSql(
      pair.fresh,
      target.database,
      'select distinct lomowner::regrole::text as owner from pg_largeobject_metadata',
    );
    expect(owners).toEqual([{ owner: `"${targetRole}"` }]);
  });

  it('are not in the proof of databases without any', async () => {
    const proof = await copyDatabase(pair.source, target, { progress, patience: 0 });
    expect(proof?.equal).toBe(true);
    expect(proof).not.toHaveProperty('largeObjects');
  });

  it('fail the proof with a changed byte, bytes at the end, one lost, one too many, and another comment', async () => {
    await copy();
    const template = quoteIdentifier(target.database);
    for (const [sql, left] of [
      [`select lo_put(500005, 1500000, '\\x00')`, 5],
      [`select lo_put(500004, 1048576, '\\x00')`, 5],
      ['select lo_unlink(500001)', 4],
      ['select lo_create(500007)', 6],
      [`comment on large object 500002 is 'another'`, 5],
    ] as const) {
      await runSql(pair.fresh, 'postgres', `create database spoilt template ${template}`);
      await runSql(pair.fresh, 'spoilt', `set role "${targetRole}"; ${sql}`);
      const proof = await proveAgain({ ...target, database: 'spoilt' });
      expect([sql, proof.equal, differences(proof)]).toEqual([
        sql,
        false,
        [`large objects (5 in the source, ${left} in the target)`],
      ]);
      await runSql(pair.fresh, 'postgres', 'drop database spoilt');
    }
  });

  it('are copied anew when the registry stands still, whatever the first copy holds', async () => {
    await copyDatabase(source, target, { progress, live: true, prove: false });
    await runSql(pair.old, 'drawings', `set role quay; select lo_put(500001, 0, 'late'), lo_unlink(500003)`);
    try {
      const proof = await catchUp(source, target, { progress, patience: 0 });
      expect(proof.largeObjects).toMatchObject({ count: { source: 4, target: 4 }, equal: true });
      expect(await runSql(pair.fresh, target.database, facts)).toEqual(await runSql(pair.old, 'drawings', facts));
    } finally {
      await runSql(
        pair.old,
        'drawings',
        `set role quay; select lo_create(500003), lo_truncate(lo_open(500001, 131072), 0)`,
      );
    }
  });

  it('that the role may not read are named', async () => {
    await runSql(pair.old, 'drawings', 'alter large object 500004 owner to postgres');
    await expect(copy()).rejects.toThrow(
      'large object 500004 could not be copied: permission denied for large object 500004 (error of the source server)',
    );
    await runSql(pair.old, 'drawings', 'alter large object 500004 owner to quay');
  });

  it('that somebody writes are seen by the watch', async () => {
    await withConnection(source, async (client) => {
      const before = await settledCounters(client);
      await runSql(pair.old, 'drawings', `select lo_put(500002, 5, 'more')`);
      expect(writtenBetween(before, await settledCounters(client))).toMatch(/^pg_catalog\.pg_largeobject \(/);
    });
  });
});
