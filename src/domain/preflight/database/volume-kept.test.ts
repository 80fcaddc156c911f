import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { volumeKept } from './volume-kept.ts';

test.each<RuleCase>([
  ['none', {}, []],
  [
    'of an earlier attempt',
    {
      add: [
        fixtureObject('v1', 'PersistentVolumeClaim', 'prod-quay-postgres-13', {
          metadata: {
            labels: { 'app.kubernetes.io/managed-by': 'quay-migration-plugin', 'quay-migration/ecosystem': 'prod' },
          },
        }),
      ],
      snapshot: { journaledUids: ['uid-PersistentVolumeClaim-prod-quay-postgres-13'] },
    },
    ['metadata.labels[quay-migration/attempt]'],
  ],
  [
    "somebody's, which is in the way",
    {
      add: [
        fixtureObject('v1', 'PersistentVolumeClaim', 'prod-quay-postgres-13', {
          metadata: {
            labels: { 'app.kubernetes.io/managed-by': 'quay-migration-plugin', 'quay-migration/ecosystem': 'prod' },
          },
        }),
      ],
    },
    [],
  ],
  [
    'not in the way of a database that stays',
    {
      add: [
        fixtureObject('v1', 'PersistentVolumeClaim', 'prod-quay-postgres-13', {
          metadata: {
            labels: { 'app.kubernetes.io/managed-by': 'quay-migration-plugin', 'quay-migration/ecosystem': 'prod' },
          },
        }),
      ],
      snapshot: { journaledUids: ['uid-PersistentVolumeClaim-prod-quay-postgres-13'] },
      choices: { database: 'unmanaged' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(volumeKept, change)).toEqual(fields);
});
