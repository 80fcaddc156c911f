import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { quayregistryExists } from './quayregistry-exists.ts';

test.each<RuleCase>([
  ['none', {}, []],
  ["somebody's", { add: [fixtureObject('quay.redhat.com/v1', 'QuayRegistry', 'prod')] }, ['metadata.name']],
  [
    'ours by its labels alone',
    {
      add: [
        fixtureObject('quay.redhat.com/v1', 'QuayRegistry', 'prod', {
          metadata: {
            labels: { 'app.kubernetes.io/managed-by': 'quay-migration-plugin', 'quay-migration/ecosystem': 'prod' },
          },
        }),
      ],
    },
    ['metadata.name'],
  ],
  [
    'ours, of an earlier attempt',
    {
      add: [
        fixtureObject('quay.redhat.com/v1', 'QuayRegistry', 'prod', {
          metadata: {
            labels: { 'app.kubernetes.io/managed-by': 'quay-migration-plugin', 'quay-migration/ecosystem': 'prod' },
          },
        }),
      ],
      snapshot: { journaledUids: ['uid-QuayRegistry-prod'] },
    },
    ['metadata.uid'],
  ],
  ['of another name', { add: [fixtureObject('quay.redhat.com/v1', 'QuayRegistry', 'other')] }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(quayregistryExists, change)).toEqual(fields);
});
