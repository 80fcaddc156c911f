import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { ecosystemMissing } from './ecosystem-missing.ts';

test.each<RuleCase>([
  ['it exists', {}, []],
  ['it does not exist', { remove: ['QuayEcosystem/prod'] }, ['metadata.name']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(ecosystemMissing, change)).toEqual(fields);
});

test('says so when nobody could look', () => {
  const [finding] = findingsOf(ecosystemMissing, {
    remove: ['QuayEcosystem/prod'],
    snapshot: { unread: [{ resource: 'quayecosystems.redhatcop.redhat.io', reason: 'forbidden' }] },
  });
  expect(finding?.message).toBe('QuayEcosystem quay-enterprise/prod could not be read: forbidden');
});
