import { expect, test } from 'vitest';
import { type RuleCase, findingsOf, routeEnds, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { buildersChange } from './builders-change.ts';

const BUILD_MANAGER = ['ephemeral', {}];
const said = ['warning Secret/quay-enterprise-config-secret data[config.yaml]: BUILD_MANAGER'];

test.each<RuleCase>([
  ['no builders', {}, []],
  ['builders', { config: { BUILD_MANAGER } }, said],
  ['builders that are off', { config: { BUILD_MANAGER, FEATURE_BUILD_SUPPORT: false } }, []],
  ['builds on, without a manager', { config: { FEATURE_BUILD_SUPPORT: true } }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(buildersChange, change)).toEqual(expected);
});

test('says what is true for the TLS that the new registry will have', () => {
  const config = { BUILD_MANAGER, BUILDMAN_HOSTNAME: 'build.example.com:443' };
  expect(findingsOf(buildersChange, { config })[0]?.message).toMatch(
    /connect to build\.example\.com:443.*prod-quay-builder/,
  );
  expect(findingsOf(buildersChange, { config, patch: routeEnds('edge') })[0]?.message).toContain('builds do not run');
});
