import type { EnvVar } from '../../../k8s/pod.ts';
import type { ComponentOverrides } from '../../../k8s/quayregistry.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { autoscalerManaged } from '../horizontalpodautoscaler.ts';
import { nodeAffinity } from './node-affinity.ts';
import { supportsOverride } from './override-support.ts';
import { withClusterExceptions } from './proxy-variables.ts';
import { quantityBytes } from '../../ecosystem/quantity.ts';

/**
 * Variables that belong to the operator or to the legacy images: where Quay finds its configuration, which version and
 * which of its parts it is (quay-operator 3.9 to 3.18). Any other one of the operator's an override may replace.
 */
const operatorVariables = /^(?:QE_K8S_.*|QUAY_VERSION|QUAYENTRY|EncryptedRobotTokenMigrationPhase)$/i;

/** Half of what quay-operator gives a pod of Quay (8Gi): with less, current Quay versions are killed before they are available. */
const leastMemory = 4 * 1024 ** 3;

export interface LegacyPods {
  /** The new pods' label `quay-component`. */
  readonly component: 'quay-app' | 'quay-mirror';
  readonly env: readonly EnvVar[] | undefined;
  readonly replicas: number | undefined;
  readonly resources: unknown;
}

/**
 * What the legacy pods had and an override can carry. Replicas only without an autoscaler, which refuses them; zero is
 * somebody's pause, not a size. Nodes only where no toleration is needed to run there, for none can be carried.
 */
export function podOverrides(facts: EcosystemFacts, pods: LegacyPods): ComponentOverrides | undefined {
  const variables = withClusterExceptions(carriedVariables(pods.env), facts.config.hostname);
  const { replicas } = pods;
  const scaled = !autoscalerManaged(facts) && replicas !== undefined && Number.isInteger(replicas) && replicas > 0;
  const resources = carriedResources(pods.resources);
  const affinity = carriedAffinity(facts, pods.component);
  const overrides: ComponentOverrides = {
    ...(variables.length > 0 && supportsOverride(facts, 'env') && { env: variables }),
    ...(scaled && supportsOverride(facts, 'replicas') && { replicas }),
    ...(resources && supportsOverride(facts, 'resources') && { resources }),
    ...(affinity && supportsOverride(facts, 'affinity') && { affinity }),
  };
  return Object.keys(overrides).length > 0 ? overrides : undefined;
}

/** Names of variables that are left to quay-operator, for the reason of the component. */
export function leftToOperator(env: readonly EnvVar[] | undefined): readonly string[] {
  return named(env).flatMap(({ name }) => (operatorVariables.test(name) ? [name] : []));
}

/** The variables that an override carries, each by itself. */
export function carriedVariables(env: readonly EnvVar[] | undefined): readonly EnvVar[] {
  return named(env).filter(({ name }) => !operatorVariables.test(name));
}

/** A hand-edited list may have entries without a name, which the API server would refuse. */
function named(env: readonly Partial<EnvVar>[] | undefined): readonly EnvVar[] {
  return (Array.isArray(env) ? (env as readonly Partial<EnvVar>[]) : []).filter(
    (variable): variable is EnvVar => variable.name !== undefined && variable.name !== '',
  );
}

function carriedResources(resources: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isMapping(resources)) return undefined;
  const parts = (['requests', 'limits'] as const).flatMap((part) => {
    const value = resources[part];
    return isMapping(value) && Object.keys(value).length > 0 ? [[part, value] as const] : [];
  });
  const { memory } = Object.fromEntries(parts).limits ?? {};
  const tooLittle = typeof memory === 'string' && (quantityBytes(memory) ?? leastMemory) < leastMemory;
  return parts.length === 0 || tooLittle ? undefined : Object.fromEntries(parts);
}

function carriedAffinity({ ecosystem, name }: EcosystemFacts, component: LegacyPods['component']) {
  const { nodeSelector = {}, tolerations, repoMirrorTolerations } = ecosystem?.spec?.quay ?? {};
  const tolerated = [tolerations, repoMirrorTolerations].some((list) => Array.isArray(list) && list.length > 0);
  if (Object.keys(nodeSelector).length === 0 || tolerated) return undefined;
  return nodeAffinity(nodeSelector, { 'quay-component': component, 'quay-operator/quayregistry': name });
}
