import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { storageAsConfigured } from './storage-as-configured.ts';

test.each<RuleCase>([
  ['both say S3', {}, []],
  [
    'the QuayEcosystem says local, config.yaml S3',
    { ecosystem: { spec: { quay: { registryBackends: [{ name: 'default', local: {} }] } } } },
    ['spec.quay.registryBackends[0].local'],
  ],
  [
    'a volume for local storage that is not used',
    { ecosystem: { spec: { quay: { registryStorage: { persistentVolumeSize: '20Gi' } } } } },
    ['spec.quay.registryStorage'],
  ],
  [
    'config.yaml says local',
    {
      config: {
        DISTRIBUTED_STORAGE_CONFIG: { default: null, local_us: ['LocalStorage', { storage_path: '/datastorage' }] },
      },
      ecosystem: { spec: { quay: { registryStorage: {} } } },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(storageAsConfigured, change)).toEqual(fields);
});
