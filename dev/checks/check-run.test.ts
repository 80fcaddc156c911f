import { describe, expect, it } from 'vitest';
import { countLine, countReport, sum, testsOf } from './check-run.ts';

const report = (passed: number, failed: number, pending = 0): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: 0 });

describe('countReport', () => {
  const cases: [string, string, number, [number, number, number]][] = [
    ['all passed', report(3, 0), 0, [3, 0, 0]],
    ['some failed', report(3, 2), 1, [3, 2, 0]],
    ['some skipped', report(3, 0, 4), 0, [3, 0, 4]],
    ['a hook that crashed after the tests passed', report(3, 0), 1, [3, 1, 0]],
    ['nothing ran', report(0, 0), 0, [0, 1, 0]],
    ['no report', '', 0, [0, 1, 0]],
    ['a report that was cut off', '{"numPassedTests": 3', 1, [0, 1, 0]],
  ];
  it.each(cases)('%s', (_name, text, code, [passed, failed, skipped]) => {
    expect(countReport(text, code)).toEqual({ passed, failed, skipped });
  });
});

describe('countLine', () => {
  it('says what was skipped only where something was', () => {
    expect(countLine({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed');
    expect(countLine({ passed: 2, failed: 1, skipped: 3 })).toBe('2 passed, 1 failed, 3 skipped');
  });

  it('is made from the sum of all runners', () => {
    const counts = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 2, failed: 1, skipped: 1 },
    ];
    expect(countLine(sum(counts))).toBe('3 passed, 1 failed, 1 skipped');
  });
});

describe('testsOf', () => {
  it('names each test by its file below the root', () => {
    const assertionResults = [
      { fullName: 'storage-local fires', status: 'passed' },
      { fullName: 'storage-local is silent', status: 'failed' },
    ];
    const text = JSON.stringify({ testResults: [{ name: '/house/src/a.test.ts', assertionResults }] });
    expect(testsOf(text, '/house')).toEqual([
      { file: 'src/a.test.ts', name: 'storage-local fires', passed: true },
      { file: 'src/a.test.ts', name: 'storage-local is silent', passed: false },
    ]);
  });

  it('is empty without a report', () => {
    expect(testsOf('', '/house')).toEqual([]);
  });
});
