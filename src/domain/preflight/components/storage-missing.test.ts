import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { storageMissing } from './storage-missing.ts';

test.each<RuleCase>([
  ['S3', {}, []],
  ['not there', { config: { DISTRIBUTED_STORAGE_CONFIG: null } }, ['data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG']],
  [
    'empty',
    { config: { DISTRIBUTED_STORAGE_CONFIG: { default: null } } },
    ['data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG'],
  ],
  [
    'no list of driver and arguments',
    { config: { DISTRIBUTED_STORAGE_CONFIG: { default: 'S3Storage' } } },
    ['data[config.yaml]: DISTRIBUTED_STORAGE_CONFIG'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(storageMissing, change)).toEqual(fields);
});
