import { describe, expect, it } from 'vitest';
import { type RanTest, unprovenHazards } from './hazard-tests.ts';

const page = (tests: string): string =>
  ['|     | Hazard | What covers it | Tests |', '| --- | --- | --- | --- |', `| H1  | A | b | ${tests} |`].join('\n');

const ran: readonly RanTest[] = [
  { file: 'src/a.test.ts', name: 'group fires', passed: true },
  { file: 'src/a.test.ts', name: 'group is silent', passed: true },
  { file: 'src/b.test.ts', name: 'breaks', passed: false },
];

describe('unprovenHazards', () => {
  const cases: [string, string, readonly string[]][] = [
    ['a file whose tests passed', '`src/a.test.ts`', []],
    ['a test that passed', '`src/a.test.ts` "fires"', []],
    ['two tests', '`src/a.test.ts` "fires"; `src/a.test.ts` "silent"', []],
    ['no test', '', ['H1 names no test.']],
    ['a test that does not exist', '`src/a.test.ts` "explodes"', ['H1: src/a.test.ts "explodes" did not run.']],
    ['a file that did not run', '`src/c.test.ts`', ['H1: src/c.test.ts did not run.']],
    ['a test that failed', '`src/b.test.ts` "breaks"', ['H1: src/b.test.ts "breaks" did not pass.']],
    ['one of two that failed', '`src/a.test.ts`; `src/b.test.ts`', ['H1: src/b.test.ts did not pass.']],
  ];
  it.each(cases)('%s', (_name, tests, expected) => {
    expect(unprovenHazards(page(tests), ran)).toEqual(expected);
  });

  it('an emptied page is no success', () => {
    expect(unprovenHazards('# Hazards\n', ran)).toEqual(['The page has no row of a hazard.']);
  });

  it('a row without the column names no test', () => {
    expect(unprovenHazards('| B2  | A | b |', ran)).toEqual(['B2 names no test.']);
  });
});
