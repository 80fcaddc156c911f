import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
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

test('is about the Secret that is not there, or the QuayEcosystem that lists a key in vain', () => {
  const listed = { quay: { configFiles: [{ secretName: 'ldap-files', files: [{ key: 'oidc.crt' }] }] } };
  const objects = [{ remove: ['Secret/ldap-files'] }, { ecosystem: { spec: listed } }].map(
    (change) => findingsOf(configFileMissing, change)[0]?.object,
  );
  expect(objects).toEqual(['Secret quay-enterprise/ldap-files', 'QuayEcosystem quay-enterprise/prod']);
});
