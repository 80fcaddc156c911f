import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  targetRole,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import type { Proof } from '../../contract/proof.ts';
import { catchUp } from '../catch-up/catch-up.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { proveEqual } from '../proof/prove-equal.ts';
import { exportSnapshot } from '../server/source-snapshot.ts';

let pair: DatabasePair;
let source: ConnectionTarget;
let target: ConnectionTarget;
let proof: Proof | undefined;

const granted = `
  grant create on database granted to quay;
  set role quay;
  create schema "Side one";
  create table open (id int primary key, "a b" text, hidden text);
  create table "Side one".closed (id serial primary key);
  create type mood as enum ('sad');
  create domain word as text;
  create function once(a int, b text) returns int language sql as 'select 1';
  create function shut() returns int language sql as 'select 1';
  create view seen as select id from open;
  select lo_create(500001);
  grant select, insert on open to public;
  grant update ("a b") on open to public;
  grant select on seen to reader, shared with grant option;
  grant select on open, "Side one".closed to reader;
  grant usage on schema "Side one" to public, reader;
  grant usage on sequence "Side one".closed_id_seq to shared;
  grant select (hidden) on open to shared;
  revoke execute on function shut() from public;
  grant execute on function shut() to reader;
  revoke usage on type mood from public;
  grant select on large object 500001 to public;
  reset role;
  grant usage on schema public to "old ""reader""", reader;
  alter table "Side one".closed owner to postgres;
  grant select on "Side one".closed, "Side one".closed_id_seq to quay`;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'postgres', 'create role reader; create role shared; create role "old ""reader"""');
  await runSql(pair.fresh, 'postgres', 'create role shared');
  await runSql(pair.old, 'postgres', 'create database granted owner quay');
  await runSql(pair.old, 'granted', granted);
  source = connectionTo(pair.old, { side: 'source', database: 'granted', user: 'quay' });
  target = await pair.newTarget();
  proof = await copyDatabase(source, target, { progress, patience: 0 });
}, 180_000);

afterAll(() => pair.stop());

const progress = new ProgressReporter(noReports, 'test', () => undefined);

describe('grants', () => {
  it('to everybody and to roles that both servers have are carried, and the new role owns everything', async () => {
    const may = (role: string, what: string): string => `has_${what.replace('(', `_privilege('${role}', `)} as x`;
    const facts: [string, string, boolean][] = [
      ['shared', `table('open', 'INSERT')`, true],
      ['shared', `table('open', 'DELETE')`, false],
      ['shared', `column('open', 'a b', 'UPDATE')`, true],
      ['shared', `column('open', 'hidden', 'UPDATE')`, false],
      ['shared', `table('seen', 'SELECT WITH GRANT OPTION')`, true],
      ['shared', `schema('Side one', 'USAGE')`, true],
      ['shared', `sequence('"Side one".closed_id_seq', 'USAGE')`, true],
      ['shared', `function('once(int, text)', 'EXECUTE')`, true],
      ['shared', `function('shut()', 'EXECUTE')`, false],
      ['shared', `type('mood', 'USAGE')`, false],
      ['shared', `type('word', 'USAGE')`, true],
    ];
    for (const [role, what, is] of facts) {
      for (const [server, database] of [
        [pair.old, 'granted'],
        [pair.fresh, target.database],
      ] as const) {
        expect([what, database, ...(await runSql(server, database, `select ${may(role, what)}`))]).toEqual([
          what,
          database,
          { x: is },
        ]);
      }
    }
    const acl = `select array_agg(a.privilege_type) as x from pg_largeobject_metadata, aclexplode(lomacl) a where a.grantee = 0`;
    expect(await runSql(pair.fresh, target.database, acl)).toEqual([{ x: ['SELECT'] }]);
    const owners = `select distinct relowner::regrole::text as x from pg_class where relnamespace in ('public'::regnamespace, '"Side one"'::regnamespace)`;
    expect(await runSql(pair.fresh, target.database, owners)).toEqual([{ x: `"${targetRole}"` }]);
  });

  it('to roles that the new server does not have are told, in the proof and in the log', async () => {
    expect(proof?.equal).toBe(true);
    const notes = [
      'the target server does not have the role "reader", which was granted EXECUTE on routine public.shut(); USAGE on schema "Side one"; ' +
        'SELECT on table "Side one".closed; SELECT on table public.open; SELECT on table public.seen and 1 more',
      'the target server does not have the role "old ""reader""", which was granted USAGE on schema public',
    ];
    expect(proof?.notes).toEqual(notes);
    const { exit, stdout } = await runWorker('copy', workerEnvironmentOf(source, await pair.newTarget())).ended;
    expect(exit).toBe(0);
    for (const note of notes) expect(stdout).toContain(`not copied: ${note}\n`);
  });

  it.each([
    ['taken from everybody', 'revoke select on open from public', 'grant table public.open'],
    ['taken from everybody on a column', 'revoke update ("a b") on open from public', 'grant table public.open."a b"'],
    ['given to everybody', 'grant usage on type mood to public', 'grant type public.mood'],
    ['given to everybody on a function', 'grant execute on function shut() to public', 'grant routine public.shut()'],
  ])('%s fail the proof, and are repaired by catching up', async (_name, sql, differing) => {
    await runSql(pair.fresh, target.database, sql);
    const snapshot = await exportSnapshot(source);
    const order = { snapshot, target, startedAt: '', workers: 1 };
    const again = await proveEqual(order).finally(() => snapshot.close());
    expect([again.equal, again.definitions.differing]).toEqual([false, [differing]]);
    expect((await catchUp(source, target, { progress, patience: 0 })).equal).toBe(true);
  });
});
