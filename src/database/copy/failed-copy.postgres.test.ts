import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  targetRole,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { type WorkerRun, runWorker } from '../../../dev/database/worker-run.ts';
import { startPostgres } from '../../../dev/quay/postgres-server.ts';
import { loadSettings } from '../../domain/plan/jobs/temporary-server.ts';
import { workerExit } from '../../contract/worker.ts';
import { applicationName } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';

const run = promisify(execFile);

let pair: DatabasePair;
let target: ConnectionTarget;

/** More than what fits between two sockets. */
const filler = `
  create table filler (id int primary key, body text); alter table filler owner to quay;
  alter table filler alter body set storage external;
  insert into filler select n, repeat(md5(n::text), 1000) from generate_series(1, 2000) n`;

/** The target takes a minute for the large table, so that there is time to fail in its middle. */
const slow = `
  create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(0.03); return new; end $$;
  create function slow() returns event_trigger language plpgsql as $$
    begin
      if to_regclass('public.filler') is not null and not exists (select from pg_trigger where tgname = 'wait') then
        create trigger wait before insert on public.filler for each row execute function public.wait();
      end if;
    end $$;
  create event trigger slow on ddl_command_end when tag in ('CREATE TABLE') execute function slow()`;
const fast = `drop event trigger if exists slow; drop function if exists slow; drop function if exists wait cascade`;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'quay', filler);
}, 180_000);

afterAll(() => pair.stop());

beforeEach(async () => {
  target = await pair.newTarget();
});

function copy(to = target, from = pair.source): WorkerRun {
  return runWorker('copy', workerEnvironmentOf(from, to));
}

async function endsEqual(to = target, from = pair.source): Promise<void> {
  const { exit, stderr } = await copy(to, from).ended;
  expect([exit, stderr]).toEqual([workerExit.ok, '']);
}

async function failure({ ended }: WorkerRun): Promise<string> {
  const { exit, stderr } = await ended;
  expect(exit).toBe(workerExit.failed);
  return stderr.trim();
}

/** Calls a function of the server on the worker's session that copies the large table, when it is in its middle. */
async function strike(server: DatabasePair['old'], call: string): Promise<void> {
  for (;;) {
    const struck = await runSql(
      server,
      'postgres',
      `select ${call}(pid) from pg_stat_activity
        where application_name = '${applicationName}' and state = 'active' and query like 'copy "public"."filler"%'`,
    );
    if (struck.length > 0) return;
    await sleep(50);
  }
}

describe('a copy that fails names the table and why, and the next attempt ends equal', () => {
  afterEach(async () => {
    await runSql(pair.old, 'postgres', 'alter role quay reset statement_timeout');
  });

  // A session that is ended while rows pass may have no way to say why: its last words are lost with the connection.
  const ended =
    'terminating connection due to administrator command|Connection terminated unexpectedly|.*ECONNRESET|.*EPIPE';
  const canceled = 'canceling statement due to user request';
  it.each([
    ['the source ends the session', 'old', 'pg_terminate_backend', ended],
    ['the source ends the statement', 'old', 'pg_cancel_backend', canceled],
    ['the target ends the session', 'fresh', 'pg_terminate_backend', ended],
    ['the target ends the statement', 'fresh', 'pg_cancel_backend', canceled],
  ] as const)('when %s', async (_name, side, call, why) => {
    await runSql(pair.fresh, target.database, slow);
    const running = copy();
    await strike(pair[side], call);
    const server = side === 'old' ? 'source' : 'target';
    expect(await failure(running)).toMatch(
      new RegExp(`^table filler could not be copied: (${why}) \\(error of the ${server} server\\)$`),
    );
    await runSql(pair.fresh, target.database, fast);
    await endsEqual();
  });

  it('when the role may not read a table', async () => {
    await runSql(pair.old, 'quay', 'alter table star owner to postgres');
    expect(await failure(copy())).toMatch(/permission denied for (relation|table) star/);
    await runSql(pair.old, 'quay', 'alter table star owner to quay');
    await endsEqual();
  });

  it('when a policy hides rows of a table', async () => {
    await runSql(
      pair.old,
      'quay',
      'alter table star enable row level security; alter table star force row level security',
    );
    expect(await failure(copy())).toMatch(
      /^table star could not be copied: query would be affected by row-level security .* \(error of the source server\)$/,
    );
    await runSql(
      pair.old,
      'quay',
      'alter table star disable row level security; alter table star no force row level security',
    );
    await endsEqual();
  });

  it('and a statement timeout of the role does not stop it', async () => {
    await runSql(pair.old, 'postgres', `alter role quay set statement_timeout = '100ms'`);
    await runSql(pair.fresh, 'postgres', `alter role "${targetRole}" set statement_timeout = '100ms'`);
    await endsEqual();
  });

  it('when the disk of the target is full', async () => {
    // Nothing but the large table: with others beside it, any of them may be the one that finds the disk full.
    await runSql(pair.old, 'postgres', 'create database large owner quay');
    await runSql(pair.old, 'large', filler);
    const large = connectionTo(pair.old, { side: 'source', database: 'large', user: 'quay' });
    const disk = await mkdtemp(join(tmpdir(), 'small-disk-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=110m,mode=755', 'small', disk]);
    try {
      const settings = { ...loadSettings, max_wal_size: '32MB', min_wal_size: '32MB' };
      const small = await startPostgres({ major: 13, settings, directory: disk });
      try {
        await runSql(small, 'postgres', `create role "${targetRole}" login`);
        await runSql(small, 'postgres', `create database x owner "${targetRole}"`);
        const there = connectionTo(small, { side: 'target', database: 'x', user: targetRole });
        expect(await failure(copy(there, large))).toMatch(
          /^table filler could not be copied: the disk is full: could not .* \(error of the target server\)$/,
        );
        await run('mount', ['-o', 'remount,size=500m', disk]);
        await endsEqual(there, large);
      } finally {
        await small.stop();
      }
    } finally {
      await run('umount', [disk]);
      await rm(disk, { recursive: true });
    }
  });
});
