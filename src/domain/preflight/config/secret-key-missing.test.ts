import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { secretKeyMissing } from './secret-key-missing.ts';

test.each<RuleCase>([
  ['a string of digits', {}, []],
  ['it is missing', { config: { SECRET_KEY: null } }, ['data[config.yaml]: SECRET_KEY']],
  ['it is empty', { config: { SECRET_KEY: '' } }, ['data[config.yaml]: SECRET_KEY']],
  ['it is blank', { config: { SECRET_KEY: ' ' } }, ['data[config.yaml]: SECRET_KEY']],
  [
    'an unquoted number is kept as the text it is',
    { config: 'SECRET_KEY: 1234567890123456789012345678901234567890' },
    [],
  ],
  ['a list', { config: { SECRET_KEY: [] } }, ['data[config.yaml]: SECRET_KEY']],
  ['without config.yaml another finding says so', { config: '' }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(secretKeyMissing, change)).toEqual(fields);
});

test.each<[unknown, string]>([
  [null, 'is missing'],
  ['', 'is empty or not a string'],
  [[], 'is empty or not a string'],
])('SECRET_KEY %j %s', (value, found) => {
  const [finding] = findingsOf(secretKeyMissing, { config: { SECRET_KEY: value } });
  expect(finding?.message).toContain(`SECRET_KEY of config.yaml ${found}`);
});
