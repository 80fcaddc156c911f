import type { Container, Volume } from '../../../src/k8s/pod.ts';
import { deployments, services } from '../../../src/k8s/resource.ts';
import type { ServicePort } from '../../../src/k8s/service.ts';
import { type ComponentLabel, type Owner, type Produced, legacyLabels, owned } from './produced.ts';

export interface Workload {
  /** What follows the ecosystem's name: `quay`, `redis`. */
  readonly suffix: string;
  readonly component: NonNullable<ComponentLabel>;
  readonly container: Container;
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly replicas?: number;
  readonly imagePullSecretName?: string | undefined;
}

export function legacyDeployment(owner: Owner, workload: Workload): Produced {
  const { suffix, component, container, volumes, serviceAccountName, replicas, imagePullSecretName } = workload;
  const labels = legacyLabels(owner.name, component);
  const spec = {
    containers: [container],
    ...(volumes && { volumes }),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    ...(imagePullSecretName !== undefined && { imagePullSecrets: [{ name: imagePullSecretName }] }),
  };
  return owned(
    owner,
    deployments,
    { name: `${owner.name}-${suffix}`, component },
    {
      spec: {
        replicas: replicas ?? 1,
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate' },
        template: { metadata: { labels }, spec },
      },
    },
  );
}

export function legacyService(
  owner: Owner,
  suffix: string,
  component: NonNullable<ComponentLabel>,
  service: { readonly type?: string; readonly ports: readonly ServicePort[] },
): Produced {
  const { type = 'ClusterIP', ports } = service;
  return owned(
    owner,
    services,
    { name: `${owner.name}-${suffix}`, component },
    { spec: { type, selector: legacyLabels(owner.name, component), ports } },
  );
}
