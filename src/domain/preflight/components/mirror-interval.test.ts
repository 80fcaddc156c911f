import { expect, test } from 'vitest';
import { type RuleCase, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { mirrorInterval } from './mirror-interval.ts';

const said = ['info Secret/quay-enterprise-config-secret data[config.yaml]: REPO_MIRROR_INTERVAL'];

test.each<RuleCase>([
  ['none', {}, []],
  ["the operator's", { config: { REPO_MIRROR_INTERVAL: 30 } }, []],
  ['another', { config: { REPO_MIRROR_INTERVAL: 3600 } }, said],
  [
    'another, and nothing is mirrored',
    {
      ecosystem: { spec: { quay: { enableRepoMirroring: false } } },
      remove: ['Deployment/prod-quay-repomirror'],
      config: { REPO_MIRROR_INTERVAL: 3600 },
    },
    [],
  ],
])('%s', (_title, change, expected) => {
  expect(saidOf(mirrorInterval, change)).toEqual(expected);
});
