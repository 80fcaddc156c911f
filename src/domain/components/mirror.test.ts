import { describe, expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { type Change, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { mirror } from './mirror.ts';

const gone = ['Deployment/prod-quay-repomirror'];
const off: Change = { ecosystem: { spec: { quay: { enableRepoMirroring: false } } }, remove: gone };
const noClair = { clair: { enabled: false } };

test.each<[string, Change, boolean, readonly string[]]>([
  ['that is enabled', {}, true, ['FEATURE_REPO_MIRROR', 'REPO_MIRROR_TLS_VERIFY']],
  [
    'with all its settings but the name of the host',
    { config: { REPO_MIRROR_INTERVAL: 60, REPO_MIRROR_SERVER_HOSTNAME: 'm.example.com' } },
    true,
    ['FEATURE_REPO_MIRROR', 'REPO_MIRROR_INTERVAL', 'REPO_MIRROR_TLS_VERIFY'],
  ],
  ['that is off', off, false, []],
])('mirroring %s', (_title, change, managed, removed) => {
  const decision = mirror(prodFacts(change), defaultChoices);
  expect(decision).toMatchObject({ kind: 'mirror', managed });
  expect(decision.configChanges.map(({ key, action }) => `${key} ${action}`)).toEqual(
    removed.map((key) => `${key} remove`),
  );
});

describe('overrides', () => {
  const repoMirrorEnvVars = [{ name: 'A', value: 'b' }];

  test.each<[string, object, object | undefined]>([
    ['none with an autoscaler', { quay: { mirrorReplicas: 3 } }, undefined],
    ['its replicas without one', { quay: { mirrorReplicas: 3 }, ...noClair }, { replicas: 3 }],
    ['its variables', { quay: { mirrorReplicas: null, repoMirrorEnvVars } }, { env: repoMirrorEnvVars }],
    ['nothing when it is off', { quay: { enableRepoMirroring: false, repoMirrorEnvVars }, ...noClair }, undefined],
  ])('%s', (_title, spec, overrides) => {
    const remove = 'enableRepoMirroring' in (spec as { quay: object }).quay ? gone : [];
    expect(mirror(prodFacts({ ecosystem: { spec }, remove }), defaultChoices).overrides).toEqual(overrides);
  });
});
