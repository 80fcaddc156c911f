import type { ComponentRule } from './decision.ts';
import { podOverrides } from './pods/pod-overrides.ts';
import { removeFields } from './remove-fields.ts';

export const mirror: ComponentRule = (facts) => {
  if (!facts.mirror.enabled) {
    const reason = 'Repository mirroring is not enabled';
    return { kind: 'mirror', managed: false, reason, configChanges: [] };
  }
  const spec = facts.ecosystem?.spec?.quay;
  const overrides = podOverrides(facts, {
    component: 'quay-mirror',
    env: spec?.repoMirrorEnvVars,
    replicas: spec?.mirrorReplicas,
    resources: spec?.repoMirrorResources,
  });
  return {
    kind: 'mirror',
    managed: true,
    reason: facts.mirror.claimed
      ? 'Repository mirroring is enabled'
      : 'A mirror is running, although the QuayEcosystem does not enable it',
    ...(overrides && { overrides }),
    // REPO_MIRROR_SERVER_HOSTNAME stays: the operator tolerates it and does not write it.
    configChanges: removeFields(
      facts,
      ['FEATURE_REPO_MIRROR', 'REPO_MIRROR_INTERVAL', 'REPO_MIRROR_TLS_VERIFY'],
      'quay-operator writes this field for the mirror that it manages',
    ),
  };
};
