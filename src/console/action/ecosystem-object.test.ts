import { describe, expect, test } from 'vitest';
import { hasMigration } from './ecosystem-object.ts';

describe('whether there is a migration to view', () => {
  const labelled = (value: string): object => ({ metadata: { labels: { 'quay-operator/migrate': value } } });
  const cases: readonly [string, object, boolean][] = [
    ['an untouched object', { metadata: {} }, false],
    ['one that only just appeared', {}, false],
    ['the label', labelled('true'), true],
    ['the label switched off', labelled('false'), false],
    ['the service’s condition', { status: { conditions: [{ type: 'QuayMigration' }] } }, true],
    ['other conditions', { status: { conditions: [{ type: 'Ready' }] } }, false],
  ];
  test.each(cases)('%s', (_name, object, expected) => {
    expect(hasMigration(object)).toBe(expected);
  });
});
