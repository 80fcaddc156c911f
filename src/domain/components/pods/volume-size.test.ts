import { expect, test } from 'vitest';
import { type Change, prodFacts } from '../../fixtures/prod-registry.fixture.ts';
import { volumeSizeFor } from './volume-size.ts';

const specified = (volumeSize: string): Change => ({ ecosystem: { spec: { quay: { database: { volumeSize } } } } });
const claim = (patch: Readonly<Record<string, unknown>>): Change => ({
  patch: { 'PersistentVolumeClaim/prod-quay-postgresql': patch },
});

test.each<[string, Change, string]>([
  ['20Gi are less than the operator asks for', {}, '50Gi'],
  ['the same in other words', specified('51200Mi'), '50Gi'],
  ['more than it asks for', specified('80Gi'), '80Gi'],
  ['a decimal size that is more', specified('100G'), '100G'],
  ['a decimal size that is less', specified('53G'), '50Gi'],
  ['grown by its claim', claim({ spec: { resources: { requests: { storage: '120Gi' } } } }), '120Gi'],
  ['larger than it was asked for', claim({ status: { capacity: { storage: '200Gi' } } }), '200Gi'],
  ['of a size that is none', specified('lots'), '50Gi'],
])('a volume %s', (_title, change, size) => {
  expect(volumeSizeFor(prodFacts(change))).toBe(size);
});
