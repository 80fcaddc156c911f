import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { configYamlUnparsable } from './config-yaml-unparsable.ts';

test.each<RuleCase>([
  ['it can be read', {}, []],
  ['garbage', { config: 'a: [' }, ['data[config.yaml]']],
  ['a list', { config: '- a' }, ['data[config.yaml]']],
  ['an alias that leads nowhere', { config: 'a: *b' }, ['data[config.yaml]']],
  ['nothing to read', { config: '' }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configYamlUnparsable, change)).toEqual(fields);
});

test('names the line', () => {
  const [finding] = findingsOf(configYamlUnparsable, { config: 'SECRET_KEY: a\nDB_URI: [\n' });
  expect(finding?.message).toMatch(/line [23]/);
});

test('does not repeat what is written there, which may be a password', () => {
  const [finding] = findingsOf(configYamlUnparsable, { config: 'DB_URI: "hunter2\n' });
  expect(finding?.message).not.toContain('hunter2');
});
