import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingRules } from './rules.ts';

const page = readFileSync(new URL('../../../docs/hazards.md', import.meta.url), 'utf8');

/** The rows of the page: hazard and what covers it. */
const rows = new Map(
  [...page.matchAll(/^\| ([HB]\d+) +\|[^|]*\|([^|]*)\|/gm)].map(([, id = '', covered = '']) => [id, covered] as const),
);

describe('findingRules', () => {
  test('ids are unique and kebab-case', () => {
    const ids = findingRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  test.each(findingRules.flatMap(({ id, covers }) => covers.map((hazard) => [id, hazard] as const)))(
    '%s is named in the row of %s',
    (id, hazard) => {
      expect(rows.get(hazard)).toContain(`\`${id}\``);
    },
  );

  test.each([...rows])('what the row of %s names exists', (hazard, covered) => {
    const known = new Map(findingRules.map(({ id, covers }) => [id, covers]));
    for (const [, id = ''] of covered.matchAll(/finding `([^`]+)`/g)) expect(known.get(id)).toContain(hazard);
  });

  test('the page has every hazard', () => {
    const expected = [
      ...Array.from({ length: 40 }, (_, index) => `H${index + 1}`),
      ...Array.from({ length: 27 }, (_, index) => `B${index + 1}`),
    ];
    expect([...rows.keys()].sort()).toEqual(expected.sort());
  });
});
