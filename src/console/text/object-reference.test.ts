import { expect, test } from 'vitest';
import { objectReference } from './object-reference.ts';

test.each([
  ['Secret quay/config', { groupVersionKind: { version: 'v1', kind: 'Secret' }, namespace: 'quay', name: 'config' }],
  [
    'QuayRegistry quay-enterprise/prod',
    {
      groupVersionKind: { group: 'quay.redhat.com', version: 'v1', kind: 'QuayRegistry' },
      namespace: 'quay-enterprise',
      name: 'prod',
    },
  ],
  ['Deployment quay-migration-plugin', undefined],
  ['ClusterServiceVersion quay-operator', undefined],
  ['Something quay/config', undefined],
  ['constructor quay/config', undefined],
  ['dump.yaml', undefined],
  ['', undefined],
])('%j', (text, reference) => {
  expect(objectReference(text)).toEqual(reference);
});
