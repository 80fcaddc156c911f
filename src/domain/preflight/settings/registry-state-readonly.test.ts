import { expect, test } from 'vitest';
import { decodeBase64 } from '../../config/base64.ts';
import { type RuleCase, bundleOf, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { registryStateReadonly } from './registry-state-readonly.ts';

const readonly = { config: { REGISTRY_STATE: 'readonly' } };

test.each<RuleCase>([
  ['not set', {}, []],
  ['normal', { config: { REGISTRY_STATE: 'normal' } }, []],
  ['readonly', readonly, ['warning Secret/quay-enterprise-config-secret data[config.yaml]: REGISTRY_STATE']],
])('%s', (_title, change, said) => {
  expect(saidOf(registryStateReadonly, change)).toEqual(said);
});

test('the new registry takes pushes, as it says', () => {
  expect(decodeBase64(bundleOf(prodFacts(readonly)).data?.['config.yaml'] ?? '')).not.toContain('REGISTRY_STATE');
});
