import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { configYamlMissing } from './config-yaml-missing.ts';

test.each<RuleCase>([
  ['it is there', {}, []],
  [
    'it is not',
    { patch: { 'Secret/quay-enterprise-config-secret': { data: { 'config.yaml': null } } } },
    ['data[config.yaml]'],
  ],
  ['it is empty', { config: '' }, ['data[config.yaml]']],
  [
    'it is blank',
    { patch: { 'Secret/quay-enterprise-config-secret': { data: { 'config.yaml': ' \n' } } } },
    ['data[config.yaml]'],
  ],
  ['the Secret is not there either', { remove: ['Secret/quay-enterprise-config-secret'] }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configYamlMissing, change)).toEqual(fields);
});
