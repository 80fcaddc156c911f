import type { Deployment } from '../../k8s/deployment.ts';
import { deployments } from '../../k8s/resource.ts';
import { type Snapshot, objectsOf } from '../snapshot.ts';
import { configSecretName } from './read-config.ts';
import { mountedSecrets } from './read-pod-template.ts';

const legacySuffixes = ['quay', 'quay-repomirror', 'quay-config'];

/**
 * The Deployments of the namespace that write to the registry's database: the legacy operator's, and each that somebody
 * made by hand on the same configuration. Clair mounts other Secrets.
 */
export function readWriters(snapshot: Snapshot): readonly Deployment[] {
  const found = objectsOf(snapshot, deployments).filter(({ metadata }) => metadata.namespace === snapshot.namespace);
  const names = legacySuffixes.map((suffix) => `${snapshot.name}-${suffix}`);
  const legacy = names.flatMap((name) => found.filter(({ metadata }) => metadata.name === name));
  return [...legacy, ...found.filter((deployment) => !legacy.includes(deployment) && usesConfig(deployment))];
}

/** Whether the legacy operator did not make it. */
export function isForeignWriter(name: string, { metadata }: Deployment): boolean {
  return !legacySuffixes.some((suffix) => metadata.name === `${name}-${suffix}`);
}

function usesConfig({ spec }: Deployment): boolean {
  return mountedSecrets(spec?.template).includes(configSecretName);
}
