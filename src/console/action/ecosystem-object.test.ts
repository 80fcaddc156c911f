import { describe, expect, test } from 'vitest';
import { knownMigration } from './ecosystem-object.ts';

describe('whether there is a migration to view', () => {
  const labelled = (value: string): object => ({ metadata: { labels: { 'quay-operator/migrate': value } } });
  const condition = (reason: string): object => ({ status: { conditions: [{ type: 'QuayMigration', reason }] } });
  const cases: readonly [string, object, ReturnType<typeof knownMigration>][] = [
    ['an untouched object', { metadata: {} }, 'none'],
    ['one that only just appeared', {}, 'none'],
    ['the label', labelled('true'), 'current'],
    ['the label switched off', labelled('false'), 'none'],
    ['one that runs', condition('Running'), 'current'],
    ['one that is complete', condition('Migrated'), 'current'],
    ['one without a reason', { status: { conditions: [{ type: 'QuayMigration' }] } }, 'current'],
    ['one that was rejected', { ...labelled('true'), ...condition('Blocked') }, 'over'],
    ['one that was rolled back', { ...labelled('true'), ...condition('RolledBack') }, 'over'],
    ['other conditions', { status: { conditions: [{ type: 'Ready', reason: 'RolledBack' }] } }, 'none'],
  ];
  test.each(cases)('%s', (_name, object, expected) => {
    expect(knownMigration(object)).toBe(expected);
  });
});
