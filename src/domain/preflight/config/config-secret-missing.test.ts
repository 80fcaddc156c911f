import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { configSecretMissing } from './config-secret-missing.ts';

test.each<RuleCase>([
  ['it is there', {}, []],
  ['it is not', { remove: ['Secret/quay-enterprise-config-secret'] }, ['metadata.name']],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(configSecretMissing, change)).toEqual(fields);
});

test('says so when Secrets could not be read', () => {
  const [finding] = findingsOf(configSecretMissing, {
    remove: ['Secret/quay-enterprise-config-secret'],
    snapshot: { unread: [{ resource: 'secrets', reason: 'forbidden' }] },
  });
  expect(finding?.message).toBe('Secret quay-enterprise/quay-enterprise-config-secret could not be read: forbidden');
  expect(finding?.remedy).toContain('oc auth can-i list secrets -n quay-enterprise');
});
