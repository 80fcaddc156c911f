import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { storageClassMissing } from './storage-class-missing.ts';

test.each<RuleCase>([
  ['the class exists', {}, []],
  ['it does not', { remove: ['StorageClass/gp2'] }, ['spec.quay.database.storageClass']],
  [
    'no class named, and a default',
    {
      ecosystem: { spec: { quay: { database: { storageClass: null } } } },
      patch: {
        'PersistentVolumeClaim/prod-quay-postgresql': { spec: { storageClassName: null } },
        'StorageClass/gp2': { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } },
      },
    },
    [],
  ],
  [
    'no class named, and no default',
    {
      ecosystem: { spec: { quay: { database: { storageClass: null } } } },
      patch: { 'PersistentVolumeClaim/prod-quay-postgresql': { spec: { storageClassName: null } } },
    },
    ['spec.quay.database.storageClass'],
  ],
  ['no new volume', { remove: ['StorageClass/gp2'], choices: { database: 'unmanaged' } }, []],
  [
    'classes that nobody could read',
    {
      remove: ['StorageClass/gp2'],
      snapshot: { unread: [{ resource: 'storageclasses.storage.k8s.io', reason: 'forbidden' }] },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(storageClassMissing, change)).toEqual(fields);
});
