import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { databaseVolumeUnknown } from './database-volume-unknown.ts';

test.each<RuleCase>([
  ['a PersistentVolumeClaim', {}, []],
  [
    'a volume of another kind',
    {
      patch: {
        'Deployment/prod-quay-postgresql': { spec: { template: { spec: { volumes: [{ name: 'data', nfs: {} }] } } } },
      },
    },
    ['spec.template.spec.volumes'],
  ],
  [
    'no volume at all, beside a claim of the usual name',
    { patch: { 'Deployment/prod-quay-postgresql': { spec: { template: { spec: { volumes: [] } } } } } },
    ['spec.template.spec.volumes'],
  ],
  [
    'a claim that does not exist',
    { remove: ['PersistentVolumeClaim/prod-quay-postgresql'] },
    ['spec.template.spec.volumes[data].persistentVolumeClaim'],
  ],
  [
    'claims that nobody could read',
    {
      remove: ['PersistentVolumeClaim/prod-quay-postgresql'],
      snapshot: { unread: [{ resource: 'persistentvolumeclaims', reason: 'forbidden' }] },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(databaseVolumeUnknown, change)).toEqual(fields);
});
