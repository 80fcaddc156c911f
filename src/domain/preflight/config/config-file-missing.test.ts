import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { configFileMissing } from './config-file-missing.ts';

test.each<RuleCase>([
  ['the files are there', {}, []],
  ['the Secret is not', { remove: ['Secret/ldap-files'] }, ['metadata.name']],
  [
    'a listed key is not',
    {
      ecosystem: {
        spec: {
          quay: { configFiles: [{ secretName: 'ldap-files', files: [{ key: 'oidc.crt' }, { key: 'ldap.crt' }] }] },
        },
      },
    },
    ['spec.quay.configFiles'],
  ],
  [
    'CA files are in the config Secret',
    { ecosystem: { spec: { quay: { configFiles: [{ secretName: 'corp-ca', type: 'extraCaCert' }] } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configFileMissing, change)).toEqual(fields);
});
