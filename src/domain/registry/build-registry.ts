import type { ConfigMap } from '../../k8s/configmap.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import type { Secret } from '../../k8s/secret.ts';
import type { ComponentDecision } from '../components/decision.ts';
import type { TransformedConfig } from '../config/transform-config.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { registryFinalizer } from '../migration-names.ts';
import { bundleName, configBundle } from './config-bundle.ts';
import type { GeneratedSecrets } from './generated-secrets.ts';
import { managedKeys } from './managed-keys.ts';

export interface RegistryObjects {
  readonly registry: QuayRegistry;
  readonly bundle: Secret;
  readonly managedKeys: Secret;
  readonly caConfigMaps: readonly ConfigMap[];
}

/** The QuayRegistry and what must be there before it. */
export function buildRegistry(
  facts: EcosystemFacts,
  decisions: readonly ComponentDecision[],
  config: TransformedConfig,
  generated: GeneratedSecrets,
): RegistryObjects {
  return {
    registry: quayRegistry(facts, decisions),
    bundle: configBundle(facts, decisions, config),
    managedKeys: managedKeys(facts, decisions, generated),
    caConfigMaps: caConfigMaps(facts),
  };
}

function quayRegistry(facts: EcosystemFacts, decisions: readonly ComponentDecision[]): QuayRegistry {
  return {
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: {
      name: facts.name,
      namespace: facts.namespace,
      annotations: { 'quay-operator/migrated-from': facts.name },
      finalizers: [registryFinalizer],
    },
    spec: {
      configBundleSecret: bundleName(facts.name),
      components: decisions.map(({ kind, managed, overrides }) => ({ kind, managed, ...(overrides && { overrides }) })),
    },
  };
}

/**
 * Made before the operator makes them: it hashes their content into its pods, and a database that starts without them
 * is restarted in the pass that starts the schema upgrade (quay-operator 3.17). Without annotations it panics (3.18).
 */
function caConfigMaps({ name, namespace }: EcosystemFacts): readonly ConfigMap[] {
  const inject = 'service.beta.openshift.io/inject-cabundle';
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-cluster-service-ca`, namespace, annotations: { [inject]: 'true' } },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: `${name}-cluster-trusted-ca`,
        namespace,
        annotations: { 'quay-migration/reason': 'quay-operator needs at least one annotation here' },
        labels: { 'config.openshift.io/inject-trusted-cabundle': 'true' },
      },
    },
  ];
}
