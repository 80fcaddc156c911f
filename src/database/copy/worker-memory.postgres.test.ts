import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchPeaks } from '../../../dev/bench/usage.ts';
import {
  type DatabasePair,
  runSql,
  startDatabasePair,
  workerEnvironmentOf,
} from '../../../dev/database/database-pair.ts';
import { runWorker } from '../../../dev/database/worker-run.ts';
import { workerExit } from '../../contract/worker.ts';

let pair: DatabasePair;
let directory: string;

beforeAll(async () => {
  pair = await startDatabasePair({ rows: 1000 });
  directory = await mkdtemp(join(tmpdir(), 'worker-memory-'));
}, 180_000);

afterAll(async () => {
  await pair.stop();
  await rm(directory, { recursive: true, force: true });
});

test('the worker holds little of what passes, of many rows and of one with 100 MB', async () => {
  await runSql(
    pair.old,
    'quay',
    `create table many (id int, body text); alter table many owner to quay; alter table many alter body set storage external;
     insert into many select n, repeat(md5(n::text), 60) from generate_series(1, 250000) n;
     create table large (body bytea); alter table large owner to quay; alter table large alter body set storage external;
     insert into large select decode(repeat('00112233445566778899aabbccddeeff', 6553600), 'hex')`,
  );
  const run = runWorker('copy', workerEnvironmentOf(pair.source, await pair.newTarget()));
  const stop = watchPeaks(run.process.pid ?? 0, directory);
  const { exit, stderr } = await run.ended;
  const { peakMemoryBytes } = await stop();
  expect([exit, stderr]).toEqual([workerExit.ok, '']);
  // Of 600 MB. The rest of Node takes about 50 MB.
  expect(peakMemoryBytes).toBeLessThan(200e6);
  expect(peakMemoryBytes).toBeGreaterThan(10e6);
});
