import type { EnvVar } from '../../../k8s/pod.ts';
import type { ComponentKind, ComponentOverrides } from '../../../k8s/quayregistry.ts';
import type { Choices } from '../../choices.ts';
import { carriedVariables } from '../../components/pods/pod-overrides.ts';
import { decideComponents } from '../../components/table.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';

export interface LostSetting {
  /** `quay.tolerations`, below `spec`. */
  readonly path: string;
  /** Whether the registry may run worse without it, so that a person has to decide. */
  readonly matters: boolean;
}

/** Settings of pods that an override can carry; where it does not, they matter. */
const carriers: Readonly<Record<string, readonly [ComponentKind, keyof ComponentOverrides]>> = {
  'quay.envVars': ['quay', 'env'],
  'quay.resources': ['quay', 'resources'],
  'quay.nodeSelector': ['quay', 'affinity'],
  'quay.replicas': ['quay', 'replicas'],
  'quay.repoMirrorEnvVars': ['mirror', 'env'],
  'quay.repoMirrorResources': ['mirror', 'resources'],
  'quay.mirrorReplicas': ['mirror', 'replicas'],
};

/** What the pods of Quay and its mirror had and no override has. Clair's files are CAs and settings of a Clair v2. */
const mattering = ['quay.tolerations', 'quay.repoMirrorTolerations', 'quay.securityContext', 'clair.configFiles'];

/**
 * What the mapping uses, what another finding is about, and what quay-operator decides itself whatever the value
 * is: images, probes, strategies, and fields of operators before 1.1.
 */
const handled =
  /^(?:quay\.(?:database|externalAccess|registryBackends|registryStorage|configFiles|superusers|superuserCredentialsSecretName|enableRepoMirroring|repoMirror(?:TLSVerify|ServerHostname)|enableStorageReplication|migrationPhase|skipSetup|isOpenShift|image|imagePullSecretName|keepConfigDeployment|config(?:Hostname|RouteHost|SecretName)|routeHost|hostname|externalAccessType|enableNodePortService|sslCertificatesSecretName)|quay\.database\.(?:server|volumeSize|storageClass|credentialsSecretName)|redis\.(?:hostname|port|credentialsSecretName)|clair\.(?:enabled|database(?:\..*)?|sslCertificatesSecretName)|.*\.(?:image|imagePullSecretName|(?:readiness|liveness)Probe|deploymentStrategy))$/;

/** The operator starts two pods by itself, and its autoscaler more of them where they are needed. */
const usualReplicas = 2;

/** Every setting of pods in the QuayEcosystem that the QuayRegistry does not carry, unknown ones included. */
export function lostSettings(facts: EcosystemFacts, choices: Choices): readonly LostSetting[] {
  const decisions = decideComponents(facts, choices);
  const spec: unknown = facts.ecosystem?.spec;
  const isCarried = (path: string): boolean => {
    const [kind, override] = carriers[path] ?? [];
    return decisions.some((made) => made.kind === kind && override && made.overrides?.[override] !== undefined);
  };
  return ['quay', 'quay.database', 'redis', 'clair'].flatMap((part) => {
    const values = part.split('.').reduce<unknown>((value, step) => (isMapping(value) ? value[step] : undefined), spec);
    return Object.entries(isMapping(values) ? values : {})
      .map(([key, value]) => ({ path: `${part}.${key}`, value }))
      .filter(({ path, value }) => isSet(value) && !handled.test(path) && !isCarried(path))
      .filter(({ path, value }) => !/[rR]eplicas$/.test(path) || (typeof value === 'number' && value > usualReplicas))
      .filter(({ path, value }) => !/[eE]nvVars$/.test(path) || carriedVariables(value as EnvVar[]).length > 0)
      .map(({ path }) => ({ path, matters: matters(facts, path) }));
  });
}

function matters(facts: EcosystemFacts, path: string): boolean {
  const forMirror = /^quay\.(?:repoMirror|mirror)/.test(path);
  if (/[rR]eplicas$/.test(path) || (forMirror && !facts.mirror.enabled)) return false;
  if (path === 'clair.configFiles' && !facts.clair.enabled) return false;
  return path in carriers || mattering.includes(path);
}

/** The legacy operator writes `{}` where nothing is set. */
export function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMapping(value)) return Object.values(value).some(isSet);
  return value !== undefined && value !== '' && value !== false;
}
