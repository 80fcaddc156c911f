import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { terminatedState } from './termination.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'termination-'));
});
afterAll(() => rm(directory, { recursive: true }));

const log = Array.from({ length: 100 }, (_, index) => ({ time: '', text: `line ${index}` }));

async function messageOf(run: { exitCode: number; written?: string; policy?: string }): Promise<string | undefined> {
  const terminationFile = join(directory, 'termination-log');
  await writeFile(terminationFile, run.written ?? '');
  const { terminated } = await terminatedState({
    container: { name: 'c', ...(run.policy !== undefined && { terminationMessagePolicy: run.policy }) },
    exitCode: run.exitCode,
    startedAt: '2026-01-01T00:00:00Z',
    terminationFile,
    lines: async () => log,
  });
  expect(terminated).toMatchObject({
    exitCode: run.exitCode,
    reason: run.exitCode === 0 ? 'Completed' : 'Error',
    startedAt: '2026-01-01T00:00:00Z',
  });
  return terminated?.message;
}

const fallback = 'FallbackToLogsOnError';

describe('terminatedState', () => {
  test.each([
    ['what was written', { exitCode: 0, written: 'done' }, 'done'],
    ['what was written, before the log', { exitCode: 1, written: 'why', policy: fallback }, 'why'],
    ['nothing, where nothing was written', { exitCode: 1 }, undefined],
    ['nothing of the log after success', { exitCode: 0, policy: fallback }, undefined],
  ])('has %s', async (_name, run, expected) => {
    expect(await messageOf(run)).toBe(expected);
  });

  test('has the end of the log after a failure, where the container says so', async () => {
    const message = await messageOf({ exitCode: 2, policy: fallback });
    expect(message?.split('\n').slice(0, 1)).toEqual(['line 20']);
    expect(message?.endsWith('line 99\n')).toBe(true);
  });

  test('has no more than 4 KiB', async () => {
    expect(await messageOf({ exitCode: 0, written: 'x'.repeat(5000) })).toHaveLength(4096);
  });
});
