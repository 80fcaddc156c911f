import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePair, connectionTo, runSql, startDatabasePair } from '../../../dev/database/database-pair.ts';
import { workerExit } from '../../contract/worker.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import { inspectSource } from '../checks/inspect-source.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';

let pair: DatabasePair;

const order = { writer: 'pod', quayMinor: '17' };

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
}, 180_000);

afterAll(() => pair.stop());

/** A Quay of so few tables that it takes no time; \xc3\xa4 is one letter in UTF-8, \xe4 is the same in LATIN1. */
const sound = `
  set role quay;
  create table alembic_version (version_num varchar(32) primary key);
  insert into alembic_version values ('04b9d2191450');
  create type mood as enum (E'fr\\xc3\\xb6hlich');
  create table note (id int, part text, body text default E'\\xc3\\xa4', raw bytea, moods mood[], doc jsonb, primary key (part, id));
  insert into note select n, 'p', E'\\xc3\\xa4\\\\' || n, '\\xe4', array[E'fr\\xc3\\xb6hlich']::mood[], E'{"a": "\\xc3\\xa4"}' from generate_series(1, 300) n;
  create table keyless (a int, b varchar(20));
  insert into keyless select n, E'\\xe2\\x82\\xac' from generate_series(1, 3) n;
  comment on table note is E'\\xc3\\xa4'`;

let number = 0;
async function sourceWith(sql: string, encoding = 'SQL_ASCII'): Promise<ConnectionTarget> {
  number += 1;
  const database = `ascii ${number}`;
  const options = `template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`;
  await runSql(pair.old, 'postgres', `create database "${database}" owner quay ${options}`);
  await runSql(pair.old, database, `${sound}; ${sql}`);
  return connectionTo(pair.old, { side: 'source', database, user: 'quay' });
}

const progress = new ProgressReporter(noReports, 'test', () => undefined);

describe('a source of encoding SQL_ASCII', () => {
  it('is copied when all its text is UTF-8, and proven', async () => {
    const [source, target] = [await sourceWith('select 1'), await pair.newTarget()];
    expect(await inspectSource(source, target, order)).toMatchObject({ encoding: 'SQL_ASCII', tables: 3 });
    const proof = await copyDatabase(source, target, { progress, patience: 0 });
    expect(proof?.equal).toBe(true);
    const facts = `select count(*)::int as rows, max(length(body)) as letters, max(moods::text) as moods, max(doc ->> 'a') as a,
      obj_description('note'::regclass) as comment from note`;
    expect(await runSql(pair.fresh, target.database, facts)).toEqual([
      { rows: 300, letters: 5, moods: '{fröhlich}', a: 'ä', comment: 'ä' },
    ]);
  });

  it.each([
    [
      'a value',
      `update note set body = E'\\xe4' where id = 7`,
      /^the text in column body of table note, row part p, id 7, is not valid UTF-8$/,
    ],
    [
      'a value of a table without a key',
      `update keyless set b = E'\\xc3' where a = 2`,
      /^the text in column b of table keyless, row at \(0,\d\), is not valid UTF-8$/,
    ],
    [
      'a key',
      `update note set part = E'\\xff' where id = 9`,
      /^the text in column part of table note, row part \\377, id 9, is not valid UTF-8$/,
    ],
    [
      'a document',
      `update note set doc = E'{"b": "\\xff"}' where id = 3`,
      /^the text in column doc of .*, id 3, is not/,
    ],
  ])('is refused before, with table and key, where %s is not', async (_name, sql, message) => {
    const [source, target] = [await sourceWith(sql), await pair.newTarget()];
    const refused = await inspectSource(source, target, order).catch((error: unknown) => error);
    expect(refused).toMatchObject({ exit: workerExit.unfit });
    const [, said = ''] = /SQL_ASCII, and (.*); rewrite the text/.exec(String(refused)) ?? [];
    expect(said).toMatch(message);
    const failed = await copyDatabase(source, target, { progress, patience: 0 }).catch((error: unknown) => error);
    expect(String(failed)).toMatch(/^WorkerFailure: table \w+ could not be copied: invalid byte sequence/);
    expect(String(failed)).toContain(`; ${said}`);
  });

  it('is told a remedy that works', async () => {
    const [source, target] = [await sourceWith(`update note set body = E'\\xe4' where id = 7`), await pair.newTarget()];
    const refused = String(await inspectSource(source, target, order).catch((error: unknown) => error));
    const [, remedy = ''] = /LATIN1 with (SET .*)$/.exec(refused) ?? [];
    await runSql(pair.old, source.database, `update note ${remedy} where id = 7`);
    await inspectSource(source, target, order);
    expect((await copyDatabase(source, target, { progress, patience: 0 }))?.equal).toBe(true);
    expect(await runSql(pair.fresh, target.database, 'select body from note where id = 7')).toEqual([{ body: 'ä' }]);
  });

  it('is named by the copy where the encoding was said to be UTF8 afterwards', async () => {
    const source = await sourceWith(
      `update note set body = E'\\xe4' where id = 7; reset role;
       update pg_database set encoding = pg_char_to_encoding('UTF8') where datname = current_database()`,
    );
    await expect(copyDatabase(source, await pair.newTarget(), { progress, patience: 0 })).rejects.toThrow(
      /^table note could not be copied: .*; the text in column body of table note, row part p, id 7, is not valid UTF-8$/,
    );
  });

  it('says that a definition is not UTF-8', async () => {
    const source = await sourceWith(`comment on table keyless is E'\\xe4'`);
    await expect(copyDatabase(source, await pair.newTarget(), { progress, patience: 0 })).rejects.toThrow(
      'definitions of the source database could not be read: pg_dump: error: query failed: ERROR:  invalid byte sequence for encoding "UTF8": 0xe4',
    );
  });
});
