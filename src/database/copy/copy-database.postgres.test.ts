import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type DatabasePair, runSql, startDatabasePair, targetRole } from '../../../dev/database/database-pair.ts';
import type { PostgresServer } from '../../../dev/quay/postgres-server.ts';
import { workerExit } from '../../contract/worker.ts';
import { quoteIdentifier } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { UnequalCopy, copyDatabase } from './copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { proveEqual } from '../proof/prove-equal.ts';
import { exportSnapshot } from '../server/source-snapshot.ts';

const role = targetRole;

let pair: DatabasePair;
let old: PostgresServer;
let fresh: PostgresServer;
let target: ConnectionTarget;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 5000 });
  ({ old, fresh } = pair);
}, 180_000);

afterAll(() => pair.stop());

beforeEach(async () => {
  target = await pair.newTarget();
});

function copy(options: { source?: ConnectionTarget; patience?: number } = {}) {
  const progress = new ProgressReporter(noReports, 'test', () => undefined);
  return copyDatabase(options.source ?? pair.source, target, { progress, patience: 1000, ...options });
}

const targetName = (): string => target.database;

/** Compares the copy with the source once more, after somebody has touched it. */
async function proveAgain() {
  const snapshot = await exportSnapshot(pair.source);
  try {
    return await proveEqual({ snapshot, target, startedAt: '', workers: 1 });
  } finally {
    await snapshot.close();
  }
}

describe('copyDatabase', () => {
  it('copies Quay 3.3 from PostgreSQL 10 to 13 and proves every table, sequence and definition', async () => {
    const proof = await copy();
    expect(proof?.equal).toBe(true);
    expect(proof?.source.serverVersion).toMatch(/^10\./);
    expect(proof?.tables).toHaveLength(92);
    expect(proof?.sequences).toHaveLength(91);
    const owners = await runSql(
      fresh,
      targetName(),
      `select distinct tableowner from pg_tables where schemaname = 'public'`,
    );
    expect(owners).toEqual([{ tableowner: role }]);
    const sessions = await runSql(
      fresh,
      'postgres',
      `select count(*)::int as open from pg_stat_activity where datname = '${targetName()}'`,
    );
    expect(sessions).toEqual([{ open: 0 }]);
  });

  it('starts anew on what a run that was cut off has left', async () => {
    await runSql(
      fresh,
      targetName(),
      `set role "${role}"; create table repository (id int); create sequence stray; create schema other; create table other.t ()`,
    );
    expect((await copy())?.equal).toBe(true);
    expect((await copy())?.equal).toBe(true);
  });

  const tampering: [string, string, RegExp | undefined][] = [
    ['a changed byte', `update "user" set username = username || 'x' where id = (select min(id) from "user")`, /user/],
    ['a missing row', `delete from logentry3 where id = (select max(id) from logentry3)`, /logentry3/],
    [
      'NULL for an empty text',
      `update "user" set company = '' where id = (select min(id) from "user" where company is null)`,
      /user/,
    ],
    ['a lost index', `drop index repository_name`, undefined],
    ['a sequence that is behind', `select setval('repository_id_seq', 1)`, undefined],
    ['a table that is not there', `drop table star cascade`, /star/],
    ['a table too many', `create table surplus (id int)`, /surplus/],
    ['another default', `alter table blobupload alter created drop default`, undefined],
    ['a column that may be null', `alter table star alter created drop not null`, undefined],
    ['another type', `alter table tagkind alter name type varchar(254)`, undefined],
    ['a lost foreign key', `alter table star drop constraint fk_star_user_id_user`, undefined],
    ['a sequence of nobody', `alter sequence star_id_seq owned by none`, undefined],
    ['another step of a sequence', `alter sequence star_id_seq increment 2`, undefined],
    [
      'a sequence that was not called yet',
      `select setval('repository_id_seq', (select last_value from repository_id_seq), false)`,
      undefined,
    ],
  ];
  it.each(tampering)('finds %s', async (_name, sql, table) => {
    // The first test's copy, as it is stored.
    const name = quoteIdentifier(targetName());
    await runSql(fresh, 'postgres', `drop database ${name}`);
    await runSql(fresh, 'postgres', `create database ${name} template ${quoteIdentifier('copy "1"')} owner "${role}"`);
    expect((await proveAgain()).equal).toBe(true);
    await runSql(fresh, targetName(), sql);
    const proof = await proveAgain();
    expect(proof.equal).toBe(false);
    const unequal = proof.tables.filter((one) => !one.equal).map((one) => one.table);
    if (table) expect(unequal.join()).toMatch(table);
    else expect(unequal).toEqual([]);
  });

  it('finds a row that is there twice in a table without a key', async () => {
    await runSql(
      old,
      'quay',
      'create table keyless (a int); alter table keyless owner to quay; insert into keyless values (1), (2), (2)',
    );
    try {
      expect((await copy())?.equal).toBe(true);
      await runSql(fresh, targetName(), 'delete from keyless where a = 1; insert into keyless values (2)');
      expect((await proveAgain()).tables.find((one) => one.table === 'keyless')).toMatchObject({
        rows: { source: 3, target: 3 },
        equal: false,
      });
    } finally {
      await runSql(old, 'quay', 'drop table keyless');
    }
  });

  it('refuses a source that somebody is connected to, and says who', async () => {
    const guest = new pg.Client({
      ...old.connection({ database: 'quay', user: 'quay' }),
      application_name: 'quay registry',
    });
    await guest.connect();
    const refused = copy();
    await expect(refused).rejects.toMatchObject({ exit: workerExit.foreignWriter });
    await expect(refused).rejects.toThrow('quay with quay registry');
    await guest.end();
  });

  it.each(['definitions', 'rows'])('fails when a row is written while it copies %s', async (phase) => {
    let writing: Promise<unknown> | undefined;
    const progress = new ProgressReporter(noReports, 'test', (line) => {
      if (line.startsWith(phase)) writing ??= runSql(old, 'quay', `update visibility set name = name`);
    });
    const copying = copyDatabase(pair.source, target, { progress, patience: 1000 });
    await expect(copying).rejects.toMatchObject({ exit: workerExit.foreignWriter });
    await expect(copying).rejects.toThrow('visibility (2 updated)');
    await writing;
  });

  it('says who could not be reached with which role', async () => {
    const wrong = { ...pair.source, database: 'nowhere' };
    await expect(copy({ source: wrong })).rejects.toThrow(
      /source database nowhere on 127\.0\.0\.1:\d+ cannot be reached as quay/,
    );
  });

  it('names the table when rows do not arrive, and comes to an equal end afterwards', async () => {
    await runSql(
      fresh,
      targetName(),
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
       create function sabotage() returns event_trigger language plpgsql as $$ declare made record; begin
         for made in select * from pg_event_trigger_ddl_commands() where object_identity = 'public.star' loop
           create trigger refuse before insert on public.star for each row execute function public.refuse();
         end loop; end $$;
       create event trigger sabotage on ddl_command_end when tag in ('CREATE TABLE') execute function sabotage()`,
    );
    await expect(copy()).rejects.toThrow(/table star could not be copied: the disk is full/);
    await runSql(
      fresh,
      targetName(),
      'drop event trigger sabotage; drop function sabotage; drop function refuse cascade',
    );
    expect((await copy())?.equal).toBe(true);
  });

  it('tells an unequal copy with its proof', async () => {
    await runSql(
      fresh,
      targetName(),
      `create function alter_row() returns trigger language plpgsql as $$ begin new.created := new.created + interval '1 second'; return new; end $$;
       create function sabotage() returns event_trigger language plpgsql as $$ declare made record; begin
         for made in select * from pg_event_trigger_ddl_commands() where object_identity = 'public.star' loop
           create trigger alter_row before insert on public.star for each row execute function public.alter_row();
         end loop; end $$;
       create event trigger sabotage on ddl_command_end when tag in ('CREATE TABLE') execute function sabotage()`,
    );
    const error: unknown = await copy().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnequalCopy);
    expect(error).toMatchObject({ exit: workerExit.unequal });
    expect(String(error)).toMatch(/table star \(\d+ rows/);
  });
});
