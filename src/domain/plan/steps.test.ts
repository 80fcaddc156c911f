import { describe, expect, test } from 'vitest';
import { plan } from './plan.fixture.ts';
import { upgradeSeconds } from './steps.ts';

const gibibyte = 1024 ** 3;

describe('the time for the schema upgrade', () => {
  const planned = plan().steps.find(({ id }) => id === 'schema-upgrade')?.deadlineSeconds ?? 0;

  test.each<[string, number | undefined, number]>([
    ['is that of the volume while nobody has measured', undefined, planned],
    ['is half an hour for a small database', 10 * 1024 ** 2, 1800],
    ['follows the size that was measured', 20 * gibibyte, 7200],
    ['is never more than was planned', 1000 * gibibyte, planned],
  ])('%s', (_title, bytes, seconds) => {
    expect(upgradeSeconds(planned, bytes)).toBe(seconds);
  });

  test('would be five hours by the volume alone', () => {
    expect(planned).toBe(18_000);
  });
});
