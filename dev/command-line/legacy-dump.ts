import type { KubernetesObject } from '../../src/k8s/object.ts';
import type { QuayEcosystemSpec } from '../../src/k8s/quayecosystem.ts';
import type { CertificatePair } from './self-signed-pair.ts';

export const digits = '12345678901234567890123456789012345678901234567890123456789012345678901234567';

export interface LegacyDump {
  readonly namespace: string;
  readonly name: string;
  readonly quay: NonNullable<QuayEcosystemSpec['quay']>;
  readonly clair: boolean;
  /** config.yaml, beside what every legacy one holds. */
  readonly config: string;
  /** Files of the config Secret beside config.yaml. */
  readonly certificate?: CertificatePair;
}

/** The parts of an object that are not the same in all of them. */
interface Part {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly component?: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What a dump of a namespace with one QuayEcosystem holds, as the legacy operator left it, with today's operator. */
export function legacyDump(dump: LegacyDump): readonly KubernetesObject[] {
  const owned = [configSecret(dump), ...workloads(dump), ...database(dump), ...route(dump)];
  return [ecosystem(dump), ...owned.map((part) => asOwned(dump, part)), ...installedOperator(dump.namespace)];
}

function workloads({ name, quay, clair }: LegacyDump): readonly Part[] {
  const type = quay.externalAccess?.type === 'LoadBalancer' ? 'LoadBalancer' : 'ClusterIP';
  const mirror = workload({ name: `${name}-quay-repomirror`, ecosystem: name, component: 'mirror-app', port: 9091 });
  return [
    ...workload({ name: `${name}-quay`, ecosystem: name, component: 'app', port: 8443, type }),
    ...workload({ name: `${name}-redis`, ecosystem: name, component: 'redis', port: 6379 }),
    ...(quay.enableRepoMirroring === true ? mirror.slice(0, 1) : []),
    ...(clair ? workload({ name: `${name}-clair`, ecosystem: name, component: 'clair', port: 6060 }) : []),
  ];
}

function asOwned({ namespace, name }: LegacyDump, part: Part): KubernetesObject {
  const { apiVersion, kind, component, content } = part;
  const owner = { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', name, uid: `uid-of-${name}` };
  const labels = {
    app: 'quay-operator',
    'quay-enterprise-cr': name,
    ...(component !== undefined && { 'quay-enterprise-component': component }),
  };
  const metadata = {
    name: part.name,
    namespace,
    uid: `uid-of-${kind}-${part.name}`,
    resourceVersion: '1000',
    creationTimestamp: '2021-05-01T10:00:00Z',
    labels,
    ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
  };
  return { apiVersion, kind, metadata, ...content };
}

function ecosystem({ namespace, name, quay, clair }: LegacyDump): KubernetesObject {
  const metadata = { namespace, name, uid: `uid-of-${name}`, generation: 3, creationTimestamp: '2021-05-01T10:00:00Z' };
  const spec = { quay, redis: {}, ...(clair && { clair: { enabled: true, database: { volumeSize: '5Gi' } } }) };
  const status = { hostname: 'quay.example.com', setupComplete: true, conditions: [] };
  return { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', metadata, ...{ spec, status } };
}

function configSecret({ config, certificate }: LegacyDump): Part {
  const files = {
    'config.yaml': config,
    ...(certificate && { 'ssl.cert': certificate.certificate, 'ssl.key': certificate.key }),
  };
  const data = Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, Buffer.from(text).toString('base64')]),
  );
  return { apiVersion: 'v1', kind: 'Secret', name: 'quay-enterprise-config-secret', content: { type: 'Opaque', data } };
}

interface Workload {
  readonly name: string;
  readonly ecosystem: string;
  readonly component: string;
  readonly port: number;
  readonly type?: string;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}

/** A Deployment and its Service. */
function workload(what: Workload): readonly [Part, Part] {
  const { name, ecosystem, component, port, type = 'ClusterIP', volumes = [] } = what;
  const selector = { app: 'quay-operator', 'quay-enterprise-cr': ecosystem, 'quay-enterprise-component': component };
  const containers = [{ name, image: `registry.example.com/${component}:3.3`, ports: [{ containerPort: port }] }];
  const template = { metadata: { labels: selector }, spec: { containers, volumes } };
  const deployment = {
    spec: { replicas: 1, selector: { matchLabels: selector }, template },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  };
  const status = type === 'LoadBalancer' ? { loadBalancer: { ingress: [{ hostname: 'quay.example.com' }] } } : {};
  const service = { spec: { type, selector, ports: [{ name: 'main', port, targetPort: port }] }, status };
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', name, component, content: deployment },
    { apiVersion: 'v1', kind: 'Service', name, component, content: service },
  ];
}

/** The legacy operator's PostgreSQL: on a volume where the QuayEcosystem gives a size, else on what its pod takes along. */
function database({ name: ecosystem, quay }: LegacyDump): readonly Part[] {
  const { server, volumeSize, storageClass = 'gp2', credentialsSecretName } = quay.database ?? {};
  if (server !== undefined) return [];
  const name = `${ecosystem}-quay-postgresql`;
  const volume = volumeSize === undefined ? { emptyDir: {} } : { persistentVolumeClaim: { claimName: name } };
  const volumes = [{ name: 'data', ...volume }];
  const data = {
    'database-username': btoa('quay'),
    'database-password': btoa('pw'),
    'database-name': btoa('quay'),
    'database-root-password': btoa('root'),
  };
  const claim = {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass,
      resources: { requests: { storage: volumeSize } },
    },
    status: { phase: 'Bound', capacity: { storage: volumeSize } },
  };
  const claimPart = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, content: claim };
  return [
    ...workload({ name, ecosystem, component: 'quay-database', port: 5432, volumes }),
    { apiVersion: 'v1', kind: 'Secret', name: credentialsSecretName ?? name, content: { data } },
    ...(volumeSize === undefined ? [] : [claimPart]),
  ];
}

function route({ name: ecosystem, quay }: LegacyDump): readonly Part[] {
  if (quay.externalAccess?.type !== 'Route') return [];
  const name = `${ecosystem}-quay`;
  const termination = quay.externalAccess.tls?.termination ?? 'edge';
  const to = { kind: 'Service', name, weight: 100 };
  const spec = { host: 'quay.example.com', to, port: { targetPort: 8443 }, tls: { termination } };
  return [{ apiVersion: 'route.openshift.io/v1', kind: 'Route', name, component: 'app', content: { spec } }];
}

/** quay-operator 3.17 for all namespaces, as its ClusterServiceVersion shows it, with its CRD and a storage class. */
function installedOperator(namespace: string): readonly KubernetesObject[] {
  const csv = 'quay-operator.v3.17.4';
  const image = (name: string) => ({
    name: `RELATED_IMAGE_COMPONENT_${name}`,
    value: `registry.redhat.io/quay/${name.toLowerCase()}@sha256:0`,
  });
  const template = {
    metadata: { annotations: { 'quay-version': 'v3.17.4', 'olm.targetNamespaces': '' } },
    spec: { containers: [{ name: 'quay-operator', env: [image('QUAY'), image('POSTGRES')] }] },
  };
  const annotations = { 'quay-version': 'v3.17.4', 'olm.targetNamespaces': '' };
  const owned = [{ name: 'quayregistries.quay.redhat.com', kind: 'QuayRegistry', version: 'v1' }];
  const deployments = [{ name: csv, spec: { replicas: 1, template } }];
  return [
    {
      apiVersion: 'operators.coreos.com/v1alpha1',
      kind: 'ClusterServiceVersion',
      metadata: { name: csv, namespace, annotations },
      ...{
        spec: {
          displayName: 'Red Hat Quay',
          version: '3.17.4',
          customresourcedefinitions: { owned },
          install: { strategy: 'deployment', spec: { deployments } },
        },
        status: { phase: 'Succeeded' },
      },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp2', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      ...{ provisioner: 'kubernetes.io/aws-ebs', allowVolumeExpansion: true },
    },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'quayregistries.quay.redhat.com' },
    },
  ];
}
