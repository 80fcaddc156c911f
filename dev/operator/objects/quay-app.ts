import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Job } from '../../../src/k8s/job.ts';
import type { Container, EnvVar, Probe, Volume } from '../../../src/k8s/pod.ts';
import type { ComponentKind } from '../../../src/k8s/quayregistry.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { images } from '../version-facts.ts';
import { metadataOf, ownerOf, selectorOf } from './object-metadata.ts';
import type { RegistrySecrets } from './registry-secrets.ts';
import { deploymentOf } from './workload.ts';

/** quay-app, held at zero while the schema is upgraded; quay-mirror is not held. */
export function quayDeployments(inputs: RegistryInputs, secrets: RegistrySecrets, upgrading: boolean): Deployment[] {
  const app = deploymentOf(inputs, {
    suffix: 'quay-app',
    component: 'quay-app',
    serviceAccount: 'quay-app',
    container: { ...quayContainer(inputs, secrets, ['registry-nomigrate']), readinessProbe: probe(inputs) },
    volumes: quayVolumes(secrets),
    ...replicasOf(inputs, 'quay', upgrading),
  });
  if (!inputs.managed('mirror')) return [app];
  const mirror = deploymentOf(inputs, {
    suffix: 'quay-mirror',
    component: 'quay-mirror',
    serviceAccount: 'quay-app',
    container: quayContainer(inputs, secrets, ['repomirror-nomigrate']),
    volumes: quayVolumes(secrets),
    ...replicasOf(inputs, 'mirror', false),
  });
  return [app, mirror];
}

/** `migrate head`, restarted in place and repeated up to six times. */
export function upgradeJob(inputs: RegistryInputs, secrets: RegistrySecrets): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadataOf(inputs, 'quay-app-upgrade', 'quay-app-upgrade'), ownerReferences: [ownerOf(inputs)] },
    spec: {
      backoffLimit: 6,
      template: {
        metadata: { labels: selectorOf(inputs, 'quay-app-upgrade') },
        spec: {
          restartPolicy: 'OnFailure',
          serviceAccountName: `${inputs.name}-quay-app`,
          containers: [quayContainer(inputs, secrets, ['migrate', 'head'])],
          volumes: quayVolumes(secrets),
        },
      },
    },
  };
}

function quayContainer(inputs: RegistryInputs, secrets: RegistrySecrets, args: readonly string[]): Container {
  const own = inputs.registry.spec?.components?.find((component) => component.kind === 'quay')?.overrides?.env ?? [];
  const env: EnvVar[] = [
    { name: 'QE_K8S_CONFIG_SECRET', value: secrets.config.metadata.name },
    { name: 'QE_K8S_NAMESPACE', value: inputs.namespace },
    { name: 'DEBUGLOG', value: 'false' },
    ...own,
    { name: 'QUAY_VERSION', value: inputs.facts.quayVersion },
  ];
  return {
    name: args[0] === 'migrate' ? 'quay-app-upgrade' : 'quay-app',
    image: images.quay,
    args,
    env,
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'https', containerPort: 8443 },
    ],
    volumeMounts: [
      { name: 'config', mountPath: '/conf/stack' },
      { name: 'extra-ca-certs', mountPath: '/extra_ca_certs' },
    ],
  };
}

function quayVolumes(secrets: RegistrySecrets): Volume[] {
  return [
    {
      name: 'config',
      projected: {
        sources: [{ secret: { name: secrets.config.metadata.name } }, { secret: { name: secrets.tls.metadata.name } }],
      },
    },
    { name: 'extra-ca-certs', secret: { secretName: secrets.extraCa.metadata.name } },
  ];
}

function probe(inputs: RegistryInputs): Probe {
  const secure = !inputs.managed('tls');
  return {
    httpGet: { path: '/health/instance', port: secure ? 8443 : 8080, scheme: secure ? 'HTTPS' : 'HTTP' },
    periodSeconds: 1,
    failureThreshold: 30,
  };
}

/** With a managed autoscaler the field is left to it; otherwise the override, or two. */
function replicasOf(inputs: RegistryInputs, kind: ComponentKind, upgrading: boolean): { replicas?: number } {
  if (upgrading) return { replicas: 0 };
  if (inputs.managed('horizontalpodautoscaler')) return {};
  const overrides = inputs.registry.spec?.components?.find((component) => component.kind === kind)?.overrides;
  if (overrides === undefined) return { replicas: 2 };
  return overrides.replicas === undefined ? {} : { replicas: overrides.replicas };
}
