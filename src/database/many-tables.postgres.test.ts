import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type DatabasePair,
  connectionTo,
  runSql,
  startDatabasePair,
  workerEnvironmentOf,
} from '../../dev/database/database-pair.ts';
import { copyDatabase } from './copy-database.ts';
import { noReports } from './progress-configmap.ts';
import { ProgressReporter } from './progress-reporter.ts';

let pair: DatabasePair;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  await runSql(pair.old, 'postgres', 'create database many owner quay');
  for (let from = 0; from < 10_000; from += 500) {
    await runSql(
      pair.old,
      'many',
      `set role quay; do $$ begin for n in ${from} .. ${from + 499} loop
         execute format('create table empty_%s (id serial primary key, name varchar(255) not null, made timestamp)', n); end loop; end $$`,
    );
  }
}, 300_000);

afterAll(() => pair.stop());

it('many', async () => {
  const source = connectionTo(pair.old, { side: 'source', database: 'many', user: 'quay' });
  const target = await pair.newTarget();
  const t0 = performance.now();
  const progress = new ProgressReporter(noReports, 'test', (line) =>
    console.log(Math.round(performance.now() - t0), line),
  );
  const proof = await copyDatabase(source, target, { progress, patience: 0 });
  console.log(JSON.stringify(proof ?? '').length, performance.now() - t0);
  expect(proof?.equal).toBe(true);
  void workerEnvironmentOf;
}, 600_000);
