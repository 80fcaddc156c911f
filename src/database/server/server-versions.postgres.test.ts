import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePair, runSql, startDatabasePair } from '../../../dev/database/database-pair.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import { inspectSource } from '../checks/inspect-source.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { proveEqual } from '../proof/prove-equal.ts';
import { exportSnapshot } from './source-snapshot.ts';

/** What servers of different versions, or with other settings, write in different ways; a dump alone changes such lists. */
const odd = `
  create type mood as enum ('a', 'b');
  create table odd (id serial primary key, f float8, r real, fs float8[], rs real[], m mood[], n name, b bytea, v varchar(9));
  insert into odd (f, r, fs, rs, m, n, b)
    select n / 10.0, n / 10.0, array[n / 10.0], array[n / 10.0], '{a}', 'n', decode('00ff', 'hex') from generate_series(1, 50) n;
  create view odd_view (one) as select o.id from odd o join "user" u using (id) where o.f > 0.1 or o.v in ('x', 'y');
  create rule odd_rule as on delete to odd where old.v in ('x', 'y') do also select 1;
  create function odd_function(a int, b text default 'x') returns int language sql strict as 'select a';
  create aggregate odd_total (int) (sfunc = int4pl, stype = int, initcond = '0');
  alter table odd enable row level security; create policy odd_policy on odd using (id > 0 and n <> 'z');
  alter table odd disable row level security`;

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
    await runSql(pair.old, 'quay', `set role quay; ${odd}`);
    await runSql(
      pair.old,
      'quay',
      'alter role quay set bytea_output = escape; alter role quay set quote_all_identifiers = on',
    );
  }, 180_000);

  afterAll(() => pair.stop());

  it('an upgrade in place is refused where the server is too old for the installed Quay', async () => {
    const inPlace = (quayMinor: string): ReturnType<typeof inspectSource> =>
      inspectSource(pair.source, undefined, { writer: 'test', quayMinor });
    await expect(inPlace('14')).resolves.toBeDefined();
    if (from === '9.6') {
      await expect(inPlace('15')).rejects.toThrow(
        'its server has version 9.6.24, but Quay 3.15 can upgrade the schema only on PostgreSQL 10 or newer; have the database copied',
      );
      await expect(inPlace('')).rejects.toThrow('but Quay 3.15 and newer can upgrade the schema');
    } else {
      await expect(inPlace('17')).resolves.toBeDefined();
      await expect(inPlace('')).resolves.toBeDefined();
    }
  });

  it('a copy is looked at before, is equal, and a changed byte, a lost row and a lost index are seen', async () => {
    const target = await pair.newTarget();
    expect((await inspectSource(pair.source, target, { writer: 'test', quayMinor: '17' })).tables).toBe(93);
    const progress = new ProgressReporter(noReports, 'test', () => undefined);
    const proof = await copyDatabase(pair.source, target, { progress, patience: 1000 });
    expect(proof?.equal).toBe(true);
    expect(proof?.source.serverVersion.startsWith(`${from}.`)).toBe(true);
    expect(proof?.target.serverVersion.startsWith(`${to}.`)).toBe(true);
    expect(proof?.tables).toHaveLength(93);
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
