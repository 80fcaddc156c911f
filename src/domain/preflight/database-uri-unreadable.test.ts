import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../ecosystem/prod-registry.fixture.ts';
import { databaseUriUnreadable } from './database-uri-unreadable.ts';

test.each<RuleCase>([
  ['a PostgreSQL URI', {}, []],
  ['missing', { config: { DB_URI: null } }, ['data[config.yaml]: DB_URI']],
  ['MySQL', { config: { DB_URI: 'mysql+pymysql://u:p@db/quay' } }, ['data[config.yaml]: DB_URI']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseUriUnreadable, change)).toEqual(fields);
});

test('does not repeat the URI, which holds a password', () => {
  const [finding] = findingsOf(databaseUriUnreadable, { config: { DB_URI: 'mysql://u:hunter2@db/quay' } });
  expect(JSON.stringify(finding)).not.toContain('hunter2');
});
