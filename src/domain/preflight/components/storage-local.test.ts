import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { storageLocal } from './storage-local.ts';

test.each<RuleCase>([
  ['S3', {}, []],
  [
    'LocalStorage in config.yaml',
    {
      config: {
        DISTRIBUTED_STORAGE_CONFIG: { default: null, local_us: ['LocalStorage', { storage_path: '/datastorage' }] },
      },
    },
    ['data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG.local_us'],
  ],
  [
    'local in the QuayEcosystem alone counts for nothing',
    { ecosystem: { spec: { quay: { registryBackends: [{ name: 'default', local: {} }] } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(storageLocal, change)).toEqual(fields);
});
