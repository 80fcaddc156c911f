import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { configYamlTooLarge } from './config-yaml-too-large.ts';

test.each<RuleCase>([
  ['an ordinary one', {}, []],
  ['a config.yaml just below the limit', { config: { NOTE: 'x'.repeat(1_000_000) } }, []],
  [
    'a config.yaml that is too large with what the operator adds',
    { config: { NOTE: 'x'.repeat(1_040_000) } },
    ['data[config.yaml]'],
  ],
  [
    'a file that is too large',
    { patch: { 'Secret/ldap-files': { data: { 'ldap.crt': 'QUFB'.repeat(400_000) } } } },
    ['data[ldap.crt]'],
  ],
  [
    'a config.yaml of five megabytes that cannot be read',
    { config: `a: [${'x'.repeat(5_000_000)}` },
    ['data[config.yaml]'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configYamlTooLarge, change)).toEqual(fields);
});
