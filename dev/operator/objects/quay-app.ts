import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Job } from '../../../src/k8s/job.ts';
import type { Container, EnvVar, Probe, Volume } from '../../../src/k8s/pod.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { metadataOf, selectorOf } from './object-metadata.ts';
import type { RegistrySecrets } from './registry-secrets.ts';
import { deploymentOf, replicasOf } from './workload.ts';

/** quay-app, held at zero while the schema is upgraded, over any override; quay-mirror is not held. */
export function quayDeployments(inputs: RegistryInputs, secrets: RegistrySecrets, upgrading: boolean): Deployment[] {
  const app = deploymentOf(inputs, {
    suffix: 'quay-app',
    component: 'quay-app',
    kind: 'quay',
    serviceAccount: 'quay-app',
    container: {
      ...quayContainer(inputs, secrets, 'quay-app', ['registry-nomigrate']),
      readinessProbe: probe(inputs),
    },
    volumes: quayVolumes(inputs, secrets),
    templateAnnotations: { 'quay-managed-fieldgroups': managedKinds(inputs) },
    ...(upgrading ? { replicas: 0 } : replicasOf(inputs, 'quay')),
  });
  if (!inputs.managed('mirror')) return [app];
  const mirror = deploymentOf(inputs, {
    suffix: 'quay-mirror',
    component: 'quay-mirror',
    kind: 'mirror',
    serviceAccount: 'quay-app',
    container: {
      ...quayContainer(inputs, secrets, 'quay-mirror', ['repomirror-nomigrate']),
      command: ['/quay-registry/quay-entrypoint.sh'],
    },
    initContainers: [untilAppAnswers(inputs)],
    volumes: quayVolumes(inputs, secrets),
    ...replicasOf(inputs, 'mirror'),
  });
  return [app, mirror];
}

/** Ends with 1, and is started again, until quay-app answers (3.9 to 3.18: mirror.deployment.yaml). */
function untilAppAnswers({ name, facts }: RegistryInputs): Container {
  const program = 'import os, requests, sys; host = os.getenv(\\"QUAY_APP_SERVICE_HOST\\"); requests.get(...)';
  return {
    name: 'quay-mirror-init',
    image: facts.images.quay,
    command: ['sh', '-c', `python -c "${program}"`],
    env: [{ name: 'QUAY_APP_SERVICE_HOST', value: `${name}-quay-app` }],
  };
}

/** In the order of the registry's list: another order is another pod template. */
function managedKinds({ registry, managed }: RegistryInputs): string {
  const kinds = (registry.spec?.components ?? []).map(({ kind }) => kind);
  return kinds.filter((kind) => managed(kind)).join(',');
}

/** `migrate head`, restarted in place up to six times, with the environment that quay's overrides add. */
export function upgradeJob(inputs: RegistryInputs, secrets: RegistrySecrets): Job {
  const container = quayContainer(inputs, secrets, 'quay-app-upgrade', ['migrate', 'head']);
  const env = [...(container.env ?? []), ...(inputs.overrides('quay')?.env ?? [])];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(inputs, 'quay-app-upgrade', 'quay-app-upgrade'),
    spec: {
      backoffLimit: 6,
      template: {
        metadata: { labels: selectorOf(inputs, 'quay-app-upgrade') },
        spec: {
          restartPolicy: 'OnFailure',
          serviceAccountName: `${inputs.name}-quay-app`,
          containers: [{ ...container, env }],
          volumes: quayVolumes(inputs, secrets),
        },
      },
    },
  };
}

function quayContainer(
  inputs: RegistryInputs,
  secrets: RegistrySecrets,
  name: string,
  args: readonly string[],
): Container {
  const env: EnvVar[] = [
    { name: 'QE_K8S_CONFIG_SECRET', value: secrets.config.metadata.name },
    { name: 'QE_K8S_NAMESPACE', value: inputs.namespace },
    { name: 'DEBUGLOG', value: 'false' },
    { name: 'QUAY_VERSION', value: inputs.facts.quayVersion },
  ];
  return {
    name,
    image: inputs.facts.images.quay,
    args,
    env,
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'https', containerPort: 8443 },
    ],
    volumeMounts: [
      { name: 'config', mountPath: '/conf/stack' },
      { name: 'extra-ca-certs', mountPath: '/conf/stack/extra_ca_certs' },
    ],
  };
}

function quayVolumes(inputs: RegistryInputs, secrets: RegistrySecrets): Volume[] {
  return [
    {
      name: 'config',
      projected: {
        sources: [{ secret: { name: secrets.config.metadata.name } }, { secret: { name: secrets.tls.metadata.name } }],
      },
    },
    {
      name: 'extra-ca-certs',
      projected: {
        sources: [
          { configMap: { name: `${inputs.name}-cluster-service-ca` } },
          { configMap: { name: `${inputs.name}-cluster-trusted-ca` } },
          { secret: { name: secrets.extraCa.metadata.name } },
        ],
      },
    },
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
