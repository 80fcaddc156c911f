import { expect, test } from 'vitest';
import { Progress, type TableProgress } from '../../contract/progress.ts';
import { english } from '../text/translate.fixture.ts';
import { paceText, phaseText, rowsArrived, tablesBeingCopied } from './live-progress.ts';

const progress = (rest: Partial<Progress>): Progress => ({
  schemaVersion: 1,
  writer: 'pod',
  phase: 'rows',
  updatedAt: '2026-11-24T10:00:00Z',
  tables: { done: 1, total: 2 },
  rows: { done: 1, total: 2 },
  bytes: { done: 1, total: 2 },
  message: '',
  ...rest,
});

test.each<[string, Partial<Progress>, string]>([
  ['nothing is known', {}, ''],
  ['only the rate', { bytesPerSecond: 12 * 1024 * 1024 }, '12.0 MiB per second'],
  ['only the time', { secondsLeft: 0 }, 'about 0 s left'],
  ['both', { bytesPerSecond: 1024, secondsLeft: 90 }, '1.0 KiB per second, about 1 min 30 s left'],
  ['nothing passes', { bytesPerSecond: 0, secondsLeft: 7200 }, '0 B per second, about 2 h left'],
])('the pace of a copy of which %s', (_name, rest, text) => {
  expect(paceText(progress(rest), english, 'en')).toBe(text);
});

test('each phase of the contract has words of its own', () => {
  const phases = Progress.properties.phase.anyOf.map((phase) => phase.const);
  const words = phases.map((phase) => phaseText(phase, english));
  expect(words).not.toContain(undefined);
  expect(new Set(words).size).toBe(phases.length);
  expect(phaseText('rows', english)).toBe('Copying rows');
});

test('rows of a table being copied count as soon as they have arrived, those of the others once', () => {
  const table = (name: string, done: number, total: number): TableProgress => ({
    table: name,
    rows: { done, total },
    bytes: { done: done * 100, total: total * 100 },
  });
  const copying = progress({
    rows: { done: 500, total: 2000 },
    current: [table('logentry3', 860, 1000), table('image', 500, 500), table('tag', 0, 300)],
  });
  expect(tablesBeingCopied(copying).map((one) => one.table)).toEqual(['logentry3']);
  expect(rowsArrived(copying)).toBe(1360);
  const larger = { ...copying, current: [table('logentry3', 1000, 1000), table('image', 500, 500)] };
  expect(rowsArrived(larger)).toBe(1500);
  expect(rowsArrived(progress({ rows: { done: 500, total: 2000 } }))).toBe(500);
});
