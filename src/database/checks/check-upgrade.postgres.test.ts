import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
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
import { headOf } from '../../../dev/quay/migrate/chain.ts';
import { migrateToHead } from '../../../dev/quay/migrate/migrate-to-head.ts';
import type { Proof } from '../../contract/proof.ts';
import { framesOf, handedOver, reportIn } from '../../contract/report-frames.ts';
import { workerExit } from '../../contract/worker.ts';
import { checkUpgrade } from './check-upgrade.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { copyDatabase } from '../copy/copy-database.ts';
import { ProgressReporter, noReports } from '../progress/progress-reporter.ts';
import { reportSeal } from '../progress/report-seal.ts';

const head = headOf('3.17');
let pair: DatabasePair;
let target: ConnectionTarget;
let proof: Proof;
let directory: string;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 2000 });
  target = await pair.newTarget();
  const copied = await copyDatabase(pair.source, target, {
    progress: new ProgressReporter(noReports, 'test', () => undefined),
  });
  if (copied === undefined) throw new Error('no proof');
  proof = copied;
  directory = await mkdtemp(join(tmpdir(), 'proof-'));
  await writeFile(join(directory, 'proof.json'), JSON.stringify(proof));
}, 180_000);

afterAll(async () => {
  await pair.stop();
  await rm(directory, { recursive: true });
});

const order = { writer: 'pod', expectedRevision: head, otherRevisions: [headOf('3.16')] };
const check = (over: Partial<typeof order> = {}, at = target) => checkUpgrade(at, proof, { ...order, ...over });

/** A copy of the upgraded database, to spoil. */
let number = 0;
async function upgradedWith(sql: string): Promise<ConnectionTarget> {
  number += 1;
  const database = `upgraded-${number}`;
  const template = pg.escapeIdentifier(target.database);
  await runSql(pair.fresh, 'postgres', `create database "${database}" template ${template} owner "${targetRole}"`);
  await runSql(pair.fresh, database, sql);
  return connectionTo(pair.fresh, { side: 'target', database, user: targetRole });
}

describe('checkUpgrade', () => {
  it('sees that no upgrade has run', async () => {
    await expect(check()).rejects.toThrow('the schema upgrade has not run: the revision is still 04b9d2191450');
  });

  it('finds every surviving table with its rows after the upgrade', async () => {
    const client = new pg.Client(pair.fresh.connection({ database: target.database, user: targetRole }));
    await client.connect();
    await migrateToHead(client, { version: '3.17', faults: {}, log: () => undefined });
    await client.end();
    const report = await check();
    expect(report).toEqual({
      schemaVersion: 1,
      writer: 'pod',
      revision: head,
      survivingTables: 81,
      droppedTables: 11,
      equal: true,
    });
    expect(await check({ expectedRevision: '' })).toEqual(report);
    expect(await checkUpgrade(target, undefined, order)).toMatchObject({ survivingTables: 0, equal: true });
  });

  it('does the same as a process, with the proof from a file', async () => {
    const env = { ...workerEnvironmentOf(undefined, target), EXPECTED_REVISION: head };
    const good = await runWorker('check-upgrade', { ...env, PROOF_FILE: join(directory, 'proof.json') }).ended;
    expect(good).toEqual({ exit: 0, stdout: `revision ${head}, 81 tables kept, 11 dropped\n`, stderr: '' });
    await writeFile(join(directory, 'other.json'), '{}');
    const bad = await runWorker('check-upgrade', { ...env, PROOF_FILE: join(directory, 'other.json') }).ended;
    expect([bad.exit, bad.stderr.trim()]).toEqual([
      workerExit.failed,
      `the proof in ${join(directory, 'other.json')} is not valid: its signature or its schema does not match`,
    ]);
  });

  it('takes in the cluster only the proof that the engine has signed, and reports to nobody else', async () => {
    const file = join(directory, 'handed-over');
    const env = {
      ...workerEnvironmentOf(undefined, target),
      EXPECTED_REVISION: head,
      PROOF_FILE: file,
      REPORT_KEY: 'key',
      POD_UID: 'c0ffee',
    };
    const signedBy = (key: string): string =>
      framesOf(proof, { subject: handedOver, kind: 'proof', number: 1 }, reportSeal(key)).join('\n');
    await writeFile(file, signedBy('key'));
    const good = await runWorker('check-upgrade', env).ended;
    expect(good).toMatchObject({ exit: 0, stderr: '' });
    const place = { subject: 'c0ffee', kind: 'upgrade' } as const;
    expect(reportIn(good.stdout.split('\n'), place, reportSeal('key'))).toMatchObject({
      revision: head,
      droppedTables: 11,
    });

    const fewer = JSON.stringify({ ...proof, tables: [] });
    for (const forged of [fewer, signedBy('another'), signedBy('key').slice(0, -1)]) {
      await writeFile(file, forged);
      const bad = await runWorker('check-upgrade', env).ended;
      expect(bad).toMatchObject({ exit: workerExit.failed, stdout: '' });
      expect(bad.stderr).toContain('is not valid: its signature or its schema does not match');
    }
  });

  it('is told which revision to expect', async () => {
    await expect(check({ expectedRevision: 'abc', otherRevisions: [] })).rejects.toThrow(
      `ended at revision ${head} instead of abc`,
    );
  });

  it('refuses the revision of another version, and accepts one that nobody knows', async () => {
    const older = await upgradedWith(`update alembic_version set version_num = '${headOf('3.16')}'`);
    await expect(check({}, older)).rejects.toThrow(`ended at revision ${headOf('3.16')} instead of ${head}`);
    const newer = await upgradedWith(`update alembic_version set version_num = 'abc'`);
    expect(await check({}, newer)).toMatchObject({ revision: 'abc' });
  });

  it.each([
    ['rows that are gone', 'delete from star where id = (select max(id) from star)', 'lost rows or tables: star'],
    ['a table that is gone', 'drop table star', 'lost rows or tables: star'],
    ['an object of another role', 'create table stray (id int)', `left objects that ${targetRole} does not own: stray`],
    ['no revision', 'delete from alembic_version', 'has not run: table alembic_version has no revision'],
    [
      'two revisions',
      `insert into alembic_version values ('abc')`,
      'is incomplete: table alembic_version has the revisions',
    ],
    [
      'an invalid index',
      `update pg_index set indisvalid = false where indexrelid = 'repository_name'::regclass`,
      'left invalid indexes: repository_name',
    ],
  ])('finds %s', async (_name, sql, message) => {
    await expect(check({}, await upgradedWith(sql))).rejects.toThrow(`the schema upgrade ${message}`);
  });

  it('keeps the upgraded database from being the target of another copy', async () => {
    const progress = new ProgressReporter(noReports, 'test', () => undefined);
    const refused = copyDatabase(pair.source, target, { progress });
    await expect(refused).rejects.toThrow(
      `the target database contains a Quay schema of revision ${head}, which may be in use`,
    );
    await expect(refused).rejects.toMatchObject({ exit: workerExit.unfit });
    expect(await check()).toMatchObject({ equal: true });
  });
});
