import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
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

test.each([
  ['mysql+pymysql://u:p@db/quay', /kind \(mysql\)/, /First move the data into a PostgreSQL database/],
  ['sqlite:///data/quay.db', /kind \(sqlite\)/, /First move the data into a PostgreSQL database/],
  ['postgresql://', /is not a PostgreSQL URI/, /^Set DB_URI to postgresql:\/\/USER:PASSWORD@HOST\/DATABASE/],
])('tells what helps for %s', (uri, message, remedy) => {
  const [finding, ...more] = findingsOf(databaseUriUnreadable, { config: { DB_URI: uri } });
  expect(more).toEqual([]);
  expect(finding?.severity).toBe('blocker');
  expect(finding?.message).toMatch(message);
  expect(finding?.remedy).toMatch(remedy);
});
