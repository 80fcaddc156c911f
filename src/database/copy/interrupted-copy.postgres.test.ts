import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DatabasePair,
  runSql,
  startDatabasePair,
  targetRole,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { type WorkerRun, runWorker } from '../../../dev/database/worker-run.ts';
import { type PostgresServer, startPostgres } from '../../../dev/quay/postgres-server.ts';
import { workerExit } from '../../contract/worker.ts';
import { applicationName } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';

let pair: DatabasePair;
let target: ConnectionTarget;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 20_000 });
}, 180_000);

afterAll(() => pair.stop());

beforeEach(async () => {
  target = await pair.newTarget();
});

function copy(to = target): WorkerRun {
  return runWorker('copy', workerEnvironmentOf(pair.source, to));
}

/** Our own sessions on both servers, when those that were told to end had a moment for it. */
async function ownSessions(): Promise<number> {
  for (let looks = 0; looks < 20; looks += 1) {
    if ((await countOwnSessions()) === 0) return 0;
    await sleep(100);
  }
  return countOwnSessions();
}

async function countOwnSessions(): Promise<number> {
  const counted = [pair.old, pair.fresh].map((server) =>
    runSql<{ n: number }>(
      server,
      'postgres',
      `select count(*)::int as n from pg_stat_activity where application_name = '${applicationName}'`,
    ),
  );
  return (await Promise.all(counted)).reduce((sum, [row]) => sum + (row?.n ?? 0), 0);
}

async function saysPhase({ process: { stdout } }: WorkerRun, phase: string): Promise<void> {
  if (stdout === null) throw new Error('the worker has no output');
  let said = '';
  while (!said.includes(`${phase}: `)) said += String(((await once(stdout, 'data')) as [Buffer])[0]);
}

describe('a copy that is interrupted', () => {
  it('is killed at any moment, and the next run ends equal', async () => {
    for (const moment of [700, 1900, 2300, 2600, 2900, 3200]) {
      const run = copy();
      await sleep(moment * (0.9 + Math.random() * 0.2));
      run.process.kill('SIGKILL');
      await run.ended;
    }
    const { exit, stdout, stderr } = await copy().ended;
    expect(stderr).toBe('');
    expect(exit).toBe(workerExit.ok);
    expect(stdout.trim().split('\n').at(-1)).toBe('done: 92 tables are equal');
    expect(await ownSessions()).toBe(0);
    // As another reader counts them.
    const count = 'select (select count(*) from tag)::int as tags, (select count(*) from logentry3)::int as entries';
    expect(await runSql(pair.fresh, target.database, count)).toEqual(await runSql(pair.old, 'quay', count));
  });

  it('stops at SIGTERM with no session left, while indexes are built too', async () => {
    for (const phase of ['rows', 'indexes']) {
      const run = copy();
      await saysPhase(run, phase);
      run.process.kill('SIGTERM');
      const { exit, stderr } = await run.ended;
      expect([exit, stderr.trim()]).toEqual([workerExit.failed, 'the copy was stopped by a signal']);
      expect(await ownSessions()).toBe(0);
    }
  });

  it('ends early when somebody stays on the source, and says who', async () => {
    const run = copy();
    await saysPhase(run, 'definitions');
    const guest = new pg.Client({
      ...pair.old.connection({ database: 'quay', user: 'quay' }),
      application_name: 'quay registry',
    });
    await guest.connect();
    const { exit, stderr } = await run.ended;
    await guest.end();
    expect(stderr.trim()).toBe(
      'other sessions connected to the source database during the copy: quay with quay registry from 127.0.0.1',
    );
    expect(exit).toBe(workerExit.foreignWriter);
    expect(await ownSessions()).toBe(0);
  });

  it('does not mind a readiness probe', async () => {
    const run = copy();
    while (run.process.exitCode === null) {
      await runSql(pair.old, 'quay', 'select 1');
      await sleep(100);
    }
    expect((await run.ended).exit).toBe(workerExit.ok);
  });

  it('names the tables that were written and who was seen, when a writer was there for an instant', async () => {
    const run = copy();
    await saysPhase(run, 'definitions');
    await runSql(pair.old, 'quay', 'update visibility set name = name');
    // Somebody is there whenever the worker looks, and no session stays for long, however slow the machine is.
    while (run.process.exitCode === null) await runSql(pair.old, 'quay', 'select pg_sleep(0.2)');
    const { exit, stderr } = await run.ended;
    expect(stderr.trim()).toMatch(
      /^the source database was written to during the copy: visibility \(2 updated\); sessions seen: postgres with test/,
    );
    expect(exit).toBe(workerExit.foreignWriter);
  });

  it.each([
    ['rows', /^table \w+ could not be copied: |target database|cannot be reached/],
    ['indexes', /definitions could not be loaded: |target database|cannot be reached/],
  ])('fails when the target server goes away during %s, and may be tried again', async (phase, message) => {
    const doomed: PostgresServer = await startPostgres({ major: 13 });
    await runSql(doomed, 'postgres', `create role "${targetRole}" login`);
    await runSql(doomed, 'postgres', `create database x owner "${targetRole}"`);
    const run = copy({ ...target, port: doomed.port, database: 'x' });
    await saysPhase(run, phase);
    await doomed.stop();
    const { exit, stderr } = await run.ended;
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exit).toBe(workerExit.failed);
    expect(await ownSessions()).toBe(0);
  });
});
