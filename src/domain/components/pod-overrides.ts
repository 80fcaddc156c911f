import type { EnvVar } from '../../k8s/pod.ts';
import type { ComponentOverrides } from '../../k8s/quayregistry.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { autoscalerManaged } from './horizontalpodautoscaler.ts';
import { supportsOverride } from './override-support.ts';

/**
 * Variables that quay-operator sets itself (3.9 to 3.18): where Quay finds its configuration, how many workers it has,
 * and the proxies of the operator's own environment. The other two belong to the legacy operator's images.
 */
const operatorVariables =
  /^(?:QE_K8S_.*|WORKER_COUNT_.*|QUAY_VERSION|DEBUGLOG|HTTPS?_PROXY|NO_PROXY|QUAYENTRY|EncryptedRobotTokenMigrationPhase)$/i;

interface LegacyPods {
  readonly env: readonly EnvVar[] | undefined;
  readonly replicas: number | undefined;
}

/**
 * What the legacy pods had and an override can carry. Replicas only without an autoscaler, which refuses them; zero is
 * somebody's pause, not a size.
 */
export function podOverrides(facts: EcosystemFacts, { env, replicas }: LegacyPods): ComponentOverrides | undefined {
  const variables = carriedVariables(env);
  const scaled = !autoscalerManaged(facts) && replicas !== undefined && Number.isInteger(replicas) && replicas > 0;
  const overrides: ComponentOverrides = {
    ...(variables.length > 0 && supportsOverride(facts, 'env') && { env: variables }),
    ...(scaled && supportsOverride(facts, 'replicas') && { replicas }),
  };
  return Object.keys(overrides).length > 0 ? overrides : undefined;
}

/** Names of variables that are left to the operator, for the reason that people read. */
export function leftToOperator(env: readonly EnvVar[] | undefined): readonly string[] {
  return named(env).flatMap(({ name }) => (operatorVariables.test(name) ? [name] : []));
}

function carriedVariables(env: readonly EnvVar[] | undefined): readonly EnvVar[] {
  return named(env).filter(({ name }) => !operatorVariables.test(name));
}

/** A hand-edited list may have entries without a name, which the API server would refuse. */
function named(env: readonly Partial<EnvVar>[] = []): readonly EnvVar[] {
  return env.filter((variable): variable is EnvVar => variable.name !== undefined && variable.name !== '');
}
