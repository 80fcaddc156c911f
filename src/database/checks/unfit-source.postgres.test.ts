import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { startPooler } from '../../../dev/database/pooler.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import { workerExit } from '../../contract/worker.ts';
import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { inspectSource } from './inspect-source.ts';

let pair: DatabasePair;
let target: ConnectionTarget;
const order = { writer: 'pod', quayMinor: '17' };

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  target = await pair.newTarget();
}, 180_000);

afterAll(() => pair.stop());

/** A database of its own for a case, changed by the case. */
let number = 0;
async function sourceWith(sql: string): Promise<ConnectionTarget> {
  number += 1;
  const database = `odd-${number}`;
  await runSql(pair.old, 'postgres', `create database "${database}" template quay owner quay`);
  if (sql !== '') await runSql(pair.old, database, sql);
  return connectionTo(pair.old, { side: 'source', database, user: 'quay' });
}

describe('what would stop the copy in the outage', () => {
  it.each([
    [
      'a column that holds numbers of objects',
      `create table r (id serial primary key, c regclass, t regtype[]); alter table r owner to quay`,
      /it contains column public\.r\.c of type regclass, column public\.r\.t of type regtype\[\], whose values are OIDs/,
    ],
    [
      'a domain over numbers of objects',
      `create domain named as regprocedure; create type pair as (a int, b regrole)`,
      /it contains column public\.pair\.b of type regrole, whose values/,
    ],
    [
      'an event trigger',
      `create function et() returns event_trigger language plpgsql as 'begin end';
       create event trigger et on ddl_command_end execute procedure et()`,
      /it contains event trigger et, which only a superuser can create, and the target database has none; drop it first/,
    ],
    [
      'a cast of a superuser',
      'create cast (text as bool) with inout',
      /it contains cast \(text AS boolean\), which only/,
    ],
    [
      'an operator class',
      `create operator class mine for type int4 using btree as operator 1 <, operator 3 =, function 1 btint4cmp(int4, int4)`,
      /it contains operator class mine, operator family mine, which only/,
    ],
    [
      'a function in C',
      `create function c_length(text) returns int language internal as 'textlen'`,
      /it contains function public\.c_length\(text\), which only/,
    ],
    [
      'foreign keys that are not checked',
      'alter table star disable trigger all',
      /it contains .*table public\.star.*, whose foreign keys are not enforced; enable them first \(ALTER TABLE/,
    ],
    [
      'a policy for a role that the new server lacks',
      'create policy own on star for select to quay using (true)',
      /the policy own of table public\.star names the role quay, which the target server does not have/,
    ],
  ])('is refused before: %s', async (_name, sql, message) => {
    const refused = inspectSource(await sourceWith(sql), target, order);
    await expect(refused).rejects.toMatchObject({ exit: workerExit.unfit });
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    [
      'an index that is not valid',
      `update pg_index set indisvalid = false where indexrelid = 'user_email'::regclass`,
      /it contains index public\.user_email, which is invalid, because .* \(REINDEX INDEX\) or drop it \(DROP INDEX\)/,
    ],
    [
      'a foreign key of another name',
      'alter table repositorytag rename constraint fk_repositorytag_image_id_image to fk_mine',
      /it does not have objects that the schema upgrade refers to by name: fk_repositorytag_image_id_image of table repositorytag; rename/,
    ],
    [
      'a sequence of another name',
      'alter sequence manifestblob_id_seq rename to counter',
      /by name: manifestblob_id_seq of table manifestblob/,
    ],
    [
      'users whom a unique index lets through',
      `update pg_index set indisunique = false, indislive = false where indexrelid = 'user_email'::regclass;
       update "user" set email = (select email from "user" where id = 1) where id = 2;
       update pg_index set indisunique = true, indislive = true where indexrelid = 'user_email'::regclass`,
      /users 1 and 2 have the same email, although a unique index forbids it; change one/,
    ],
  ])('refuses %s, to be copied and to be upgraded in place', async (_name, sql, message) => {
    const source = await sourceWith(sql);
    for (const to of [target, undefined]) {
      const refused = inspectSource(source, to, order);
      await expect(refused).rejects.toMatchObject({ exit: workerExit.unfit });
      await expect(refused).rejects.toThrow(message);
    }
  });

  it('refuses a sequence that may not be read', async () => {
    const source = await sourceWith('create sequence counter');
    await expect(inspectSource(source, undefined, order)).rejects.toThrow(
      /has no permission to read all of counter; make it their/,
    );
  });

  it('refuses a role, a database and a server that do not let enough sessions in', async () => {
    const source = await sourceWith('');
    try {
      await runSql(pair.old, 'postgres', `alter role quay connection limit 5`);
      await expect(inspectSource(source, target, order)).rejects.toThrow(
        'a copy needs 6 connections, but its role is limited to 5; raise the limit (ALTER ROLE ... CONNECTION LIMIT 12)',
      );
      await expect(inspectSource(source, undefined, order)).resolves.toBeDefined();
    } finally {
      await runSql(pair.old, 'postgres', `alter role quay connection limit -1`);
    }
    await runSql(pair.old, 'postgres', `alter database "${source.database}" connection limit 4`);
    await expect(inspectSource(source, target, order)).rejects.toThrow(
      'a copy needs 6 connections, but the database is limited to 4; raise',
    );
  });

  it('refuses a connection pooler, and is not confused by it where nothing is copied', async () => {
    const pooler = await startPooler(pair.old.port);
    const source = { ...pair.source, port: pooler.port };
    const refused = inspectSource(source, target, order);
    await expect(refused).rejects.toMatchObject({ exit: workerExit.unfit });
    await expect(refused).rejects.toThrow('the connection goes through a pooler such as pgbouncer, which hides the');
    await expect(inspectSource(source, undefined, order)).resolves.toBeDefined();
    await expect(withConnection(source, (client) => client.query('select 1'))).resolves.toBeDefined();
    await pooler.stop();
  });

  it('takes a database whose role writes in its own way, with a column of type name', async () => {
    const source = await sourceWith('create table t (id serial primary key, n name); alter table t owner to quay');
    await runSql(
      pair.old,
      'postgres',
      `alter role quay in database "${source.database}" set quote_all_identifiers = on`,
    );
    const report = await inspectSource(source, target, order);
    expect(report.notes).toEqual([
      'the setting quote_all_identifiers of role quay (ALTER DATABASE or ALTER ROLE ... SET)',
    ]);
  });

  it('tells what a copy leaves behind, and nothing of a database that has nothing', async () => {
    expect(await inspectSource(pair.source, target, order)).not.toHaveProperty('notes');
    const source = await sourceWith(`
      create publication everything for all tables;
      create subscription from_elsewhere connection 'host=nowhere' publication p with (connect = false);
      create table numbered (id int) with oids; alter table numbered owner to quay;
      alter default privileges for role quay grant select on tables to public`);
    await runSql(pair.old, 'postgres', `alter database "${source.database}" set work_mem = '8MB'`);
    expect((await inspectSource(source, target, order)).notes).toEqual([
      'the publication everything, so its subscribers receive no data from the target server',
      'the subscription from_elsewhere, so the target server does not subscribe to anything',
      'the system column oid (WITH OIDS) of table public.numbered',
      'the setting work_mem of the database (ALTER DATABASE or ALTER ROLE ... SET)',
      'the default privileges of quay (ALTER DEFAULT PRIVILEGES)',
    ]);
    await runSql(
      pair.old,
      source.database,
      'alter subscription from_elsewhere set (slot_name = none); drop subscription from_elsewhere',
    );
  });

  it('does not wait for ever for a table that is locked, and says by whom', async () => {
    const source = await sourceWith('');
    const holder = new pg.Client({
      ...pair.old.connection({ database: source.database, user: 'quay' }),
      application_name: 'alter',
    });
    await holder.connect();
    await holder.query('begin; alter table star add column zz int');
    const locked = inspectSource(source, target, { ...order, lockWait: 300 });
    await expect(locked).rejects.toThrow(
      /^the source database cannot be read, because tables are locked exclusively: star by process \d+ of quay with alter from 127\.0\.0\.1 since 20/,
    );
    await holder.end();
    await expect(inspectSource(source, target, { ...order, lockWait: 300 })).resolves.toBeDefined();
  });

  it('ends when it is told to while it waits for a table that stays locked', async () => {
    const source = await sourceWith('');
    const holder = new pg.Client(pair.old.connection({ database: source.database }));
    await holder.connect();
    await holder.query('begin; lock table star in access exclusive mode');
    const run = runWorker('inspect', workerEnvironmentOf(source, target));
    const waits = `select 1 from pg_locks where not granted and relation is not null`;
    while ((await runSql(pair.old, 'postgres', waits)).length === 0) await sleep(50);
    run.process.kill('SIGTERM');
    expect((await run.ended).exit).toBe(workerExit.failed);
    await holder.end();
  });
});
