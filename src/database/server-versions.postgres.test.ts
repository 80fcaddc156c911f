import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePair, runSql, startDatabasePair } from '../../dev/database/database-pair.ts';
import { copyDatabase } from './copy-database.ts';
import { inspectSource } from './inspect-source.ts';
import { noReports } from './progress-configmap.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { proveEqual } from './prove-equal.ts';
import { exportSnapshot } from './source-snapshot.ts';

/** What old registries run, to what new ones do. */
describe.each([
  ['9.6', 13],
  ['9.6', 15],
  [10, 15],
  [12, 13],
  [12, 15],
  [13, 13],
  [13, 15],
  [15, 13],
  [15, 15],
] as const)('from PostgreSQL %s to %s', (from, to) => {
  let pair: DatabasePair;

  beforeAll(async () => {
    pair = await startDatabasePair({ rows: 3000 }, { from, to });
  }, 180_000);

  afterAll(() => pair.stop());

  it('a copy is looked at before, is equal, and a changed byte, a lost row and a lost index are seen', async () => {
    const target = await pair.newTarget();
    expect((await inspectSource(pair.source, target, { writer: 'test', quayMinor: '17' })).tables).toBe(92);
    const progress = new ProgressReporter(noReports, 'test', () => undefined);
    const proof = await copyDatabase(pair.source, target, { progress, patience: 1000 });
    expect(proof?.equal).toBe(true);
    expect(proof?.source.serverVersion.startsWith(`${from}.`)).toBe(true);
    expect(proof?.target.serverVersion.startsWith(`${to}.`)).toBe(true);
    expect(proof?.tables).toHaveLength(92);
    await runSql(
      pair.fresh,
      target.database,
      `update "user" set username = username || 'x' where id = (select min(id) from "user");
       delete from logentry3 where id = (select max(id) from logentry3); drop index repository_name`,
    );
    const snapshot = await exportSnapshot(pair.source);
    const again = await proveEqual({ snapshot, target, startedAt: '', workers: 1 }).finally(() => snapshot.close());
    expect(again.tables.filter(({ equal }) => !equal).map(({ table }) => table)).toEqual(['logentry3', 'user']);
    expect(again.definitions.differing).toEqual(['index public.repository_name']);
  });
});
