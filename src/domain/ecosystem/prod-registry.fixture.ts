import type { KubernetesObject } from '../../k8s/object.ts';
import type { Secret } from '../../k8s/secret.ts';
import { type Choices, defaultChoices } from '../choices.ts';
import { decideComponents } from '../components/table.ts';
import { encodeBase64 } from '../config/base64.ts';
import { transformConfig } from '../config/transform-config.ts';
import type { Finding, FindingRule } from '../preflight/finding.ts';
import { configBundle } from '../registry/config-bundle.ts';
import type { CertificateInspection, Snapshot } from '../snapshot.ts';
import { readFacts } from './read-facts.ts';
import type { EcosystemFacts } from './facts.ts';
import { isMapping } from './check-fields.ts';

const namespace = 'quay-enterprise';
const base = { app: 'quay-operator', 'quay-enterprise-cr': 'prod' };

/** A key as Quay 3.3 generated it: 77 digits. */
export const longKey = '7'.repeat(77);

type Json = Readonly<Record<string, unknown>>;

function object(apiVersion: string, kind: string, name: string, rest: Json = {}): KubernetesObject {
  const { metadata, ...content } = rest as { metadata?: Json };
  return { apiVersion, kind, metadata: { name, namespace, uid: `uid-${kind}-${name}`, ...metadata }, ...content };
}

function secret(name: string, data: Readonly<Record<string, string>>, metadata: Json = {}): KubernetesObject {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, text]) => [key, encodeBase64(text)]));
  return object('v1', 'Secret', name, { type: 'Opaque', data: encoded, metadata });
}

function deployment(name: string, pod: Json, metadata: Json = {}): KubernetesObject {
  return object('apps/v1', 'Deployment', name, {
    metadata,
    spec: { replicas: 1, selector: { matchLabels: base }, template: { metadata: { labels: base }, spec: pod } },
    status: { observedGeneration: 1, replicas: 1, availableReplicas: 1 },
  });
}

const config: Json = {
  AUTHENTICATION_TYPE: 'Database',
  BUILDLOGS_REDIS: { host: 'prod-redis', port: 6379 },
  DATABASE_SECRET_KEY: longKey,
  DB_URI: 'postgresql://quay:pw@prod-quay-postgresql/quay',
  DISTRIBUTED_STORAGE_CONFIG: { default: ['S3Storage', { s3_bucket: 'prod-registry', storage_path: '/registry' }] },
  DISTRIBUTED_STORAGE_PREFERENCE: ['default'],
  FEATURE_REPO_MIRROR: true,
  FEATURE_SECURITY_SCANNER: true,
  GPG2_PRIVATE_KEY_FILENAME: 'signing-private.gpg',
  PREFERRED_URL_SCHEME: 'https',
  REPO_MIRROR_SERVER_HOSTNAME: null,
  REPO_MIRROR_TLS_VERIFY: true,
  SECRET_KEY: longKey,
  SECURITY_SCANNER_ENDPOINT: 'https://prod-clair.quay-enterprise.svc:6060',
  SERVER_HOSTNAME: 'quay.example.com',
  SETUP_COMPLETE: true,
  USER_EVENTS_REDIS: { host: 'prod-redis', port: 6379 },
};

/** An operator-managed database, a passing-through Route, S3, Clair and mirroring: nothing that needs a decision. */
const ecosystem = object('redhatcop.redhat.io/v1alpha1', 'QuayEcosystem', 'prod', {
  spec: {
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      imagePullSecretName: 'redhat-pull-secret',
      migrationPhase: 'new-installation',
      superusers: ['quay'],
      replicas: 2,
      resources: {},
      enableRepoMirroring: true,
      repoMirrorTLSVerify: true,
      mirrorReplicas: 1,
      database: { volumeSize: '20Gi', credentialsSecretName: 'prod-db-creds', storageClass: 'gp2', resources: {} },
      registryBackends: [{ name: 'default', credentialsSecretName: 'prod-s3', s3: { bucketName: 'prod-registry' } }],
      externalAccess: {
        type: 'Route',
        hostname: 'quay.example.com',
        tls: { secretName: 'quay-example-com', termination: 'passthrough' },
      },
      configFiles: [
        { secretName: 'corp-ca', type: 'extraCaCert' },
        { secretName: 'ldap-files', type: 'config' },
      ],
    },
    redis: { image: 'registry.access.redhat.com/rhscl/redis-32-rhel7:latest', resources: {} },
    clair: { enabled: true, database: { volumeSize: '5Gi' } },
  },
  status: { hostname: 'quay.example.com', setupComplete: true },
});

/** The installed operator, as OLM shows it. */
export const operatorCsv = object('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'quay-operator.v3.17.4', {
  metadata: {
    namespace: 'openshift-operators',
    annotations: { 'quay-version': 'v3.17.4', 'olm.targetNamespaces': '' },
  },
  spec: {
    version: '3.17.4',
    customresourcedefinitions: { owned: [{ name: 'quayregistries.quay.redhat.com', kind: 'QuayRegistry' }] },
    install: {
      spec: {
        deployments: [
          {
            name: 'quay-operator.v3.17.4',
            spec: {
              template: {
                spec: {
                  containers: [
                    {
                      name: 'quay-operator',
                      image: 'registry.redhat.io/quay/quay-operator-rhel8:v3.17.4',
                      env: [
                        { name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'registry.redhat.io/quay/quay-rhel8:v3.17.4' },
                        { name: 'RELATED_IMAGE_COMPONENT_POSTGRES', value: 'registry.redhat.io/rhel8/postgresql-13:1' },
                      ],
                    },
                  ],
                },
              },
            },
          },
        ],
      },
    },
  },
  status: { phase: 'Succeeded' },
});

/** The Deployment that OLM made of it, which the fixture's snapshot, a dump, does not hold. */
export const operatorDeployment = object('apps/v1', 'Deployment', 'quay-operator.v3.17.4', {
  metadata: { namespace: 'openshift-operators', labels: { 'olm.owner': 'quay-operator.v3.17.4' } },
  spec: {
    replicas: 1,
    template: {
      metadata: { annotations: { 'quay-version': 'v3.17.4', 'olm.targetNamespaces': '' } },
      spec: {
        serviceAccountName: 'quay-operator',
        containers: [
          {
            name: 'quay-operator',
            image: 'registry.redhat.io/quay/quay-operator-rhel8:v3.17.4',
            env: [
              { name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'registry.redhat.io/quay/quay-rhel8:v3.17.4' },
              { name: 'RELATED_IMAGE_COMPONENT_POSTGRES', value: 'registry.redhat.io/rhel8/postgresql-13:1' },
              { name: 'RELATED_IMAGE_COMPONENT_CLAIR', value: 'registry.redhat.io/quay/clair-rhel8:v3.17.4' },
              { name: 'RELATED_IMAGE_COMPONENT_REDIS', value: 'registry.redhat.io/rhel8/redis-6:1' },
              { name: 'RELATED_IMAGE_COMPONENT_CLAIRPOSTGRES', value: 'registry.redhat.io/rhel8/postgresql-15:1' },
            ],
          },
        ],
      },
    },
  },
});

const objects: readonly KubernetesObject[] = [
  ecosystem,
  secret('quay-enterprise-config-secret', {
    'ssl.cert': 'certificate',
    'ssl.key': 'key',
    'extra_ca_certs_corp.pem': 'ca',
    'extra_ca_certs_quay.crt': 'certificate',
  }),
  secret('prod-db-creds', { 'database-username': 'quay', 'database-password': 'pw', 'database-name': 'quay' }),
  secret('ldap-files', { 'ldap.crt': 'ldap' }),
  deployment('prod-quay', { containers: [{ name: 'quay-enterprise-app' }] }),
  deployment('prod-quay-repomirror', { containers: [{ name: 'quay-enterprise-mirror-app' }] }),
  deployment('prod-quay-config', { containers: [{ name: 'quay-enterprise-config' }] }),
  deployment('prod-quay-postgresql', {
    containers: [{ name: 'prod-quay-postgresql', volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data' }] }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'prod-quay-postgresql' } }],
  }),
  object('v1', 'PersistentVolumeClaim', 'prod-quay-postgresql', {
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'gp2', resources: { requests: { storage: '20Gi' } } },
  }),
  object('v1', 'Service', 'prod-quay-postgresql', { spec: { ports: [{ port: 5432 }] } }),
  object('v1', 'Service', 'prod-quay', { spec: { type: 'ClusterIP', ports: [{ port: 443, targetPort: 8443 }] } }),
  object('route.openshift.io/v1', 'Route', 'prod-quay', {
    spec: {
      host: 'quay.example.com',
      to: { kind: 'Service', name: 'prod-quay' },
      port: { targetPort: 8443 },
      tls: { termination: 'passthrough', insecureEdgeTerminationPolicy: 'Redirect' },
    },
  }),
  object('storage.k8s.io/v1', 'StorageClass', 'gp2', { metadata: { namespace: undefined } }),
  operatorCsv,
];

const certificate: CertificateInspection = {
  secretName: 'quay-enterprise-config-secret',
  certificateField: 'ssl.cert',
  subjectAltNames: ['quay.example.com'],
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2028-01-01T00:00:00.000Z',
  keyMatches: true,
  selfSigned: false,
};

/** How a case differs from the registry `prod`. Patches are JSON merge patches: null takes a field out. */
export interface Change {
  readonly ecosystem?: Json;
  /** Patch of config.yaml's keys, or its whole text. */
  readonly config?: Json | string;
  /** Patches by `Kind/name`. */
  readonly patch?: Readonly<Record<string, Json>>;
  /** `Kind/name` of objects that are not there. */
  readonly remove?: readonly string[];
  readonly add?: readonly KubernetesObject[];
  readonly certificate?: Partial<CertificateInspection>;
  readonly snapshot?: Partial<Snapshot>;
  readonly choices?: Partial<Choices>;
}

/** The snapshot of the registry `prod` in namespace `quay-enterprise`, with a difference. */
export function prodSnapshot(change: Change = {}): Snapshot {
  const text = typeof change.config === 'string' ? change.config : JSON.stringify(merge(config, change.config ?? {}));
  const patches: Readonly<Record<string, Json>> = {
    'QuayEcosystem/prod': change.ecosystem ?? {},
    ...change.patch,
  };
  const configured = objects.map((item) =>
    item.metadata.name === 'quay-enterprise-config-secret'
      ? merge(item, { data: { 'config.yaml': encodeBase64(text) } })
      : item,
  );
  return {
    namespace,
    name: 'prod',
    readAt: '2026-11-24T12:00:00.000Z',
    objects: [
      ...configured
        .map((item) => merge(item, patches[keyOf(item as KubernetesObject)] ?? {}) as unknown as KubernetesObject)
        .filter((item) => change.remove?.includes(keyOf(item)) !== true),
      ...(change.add ?? []),
    ],
    unread: [],
    certificates: [{ ...certificate, ...change.certificate }],
    journaledUids: [],
    accountReviews: { asked: false, reason: 'a dump has no API server that could be asked' },
    ...change.snapshot,
  };
}

export function prodFacts(change: Change = {}): EcosystemFacts {
  return readFacts(prodSnapshot(change));
}

/** Patch: the Route ends TLS like this. */
export function routeEnds(termination: string, tls: Json = {}): NonNullable<Change['patch']> {
  return { 'Route/prod-quay': { spec: { tls: termination === 'none' ? null : { termination, ...tls } } } };
}

/** What one rule says about `prod` with a difference. */
export function findingsOf(rule: FindingRule, change: Change = {}): readonly Finding[] {
  const facts = prodFacts(change);
  const choices = { ...defaultChoices, ...change.choices };
  return rule.check(facts, choices, bundleOf(facts, choices));
}

/** The config bundle that the plan for these facts holds. */
export function bundleOf(facts: EcosystemFacts, choices: Choices = defaultChoices): Secret {
  const components = decideComponents(facts, choices);
  return configBundle(facts, components, transformConfig(facts, components));
}

/** A case of a rule's table: what is different, and the `field` of each finding, or what `saidOf` says of it. */
export type RuleCase = readonly [title: string, change: Change, fields: readonly string[]];

export function fieldsOf(rule: FindingRule, change: Change): readonly string[] {
  return findingsOf(rule, change).map((finding) => finding.field);
}

/** A finding as `severity Kind/name field`, for rules whose every part a test pins; all are in the registry's namespace. */
export function saidOf(rule: FindingRule, change: Change): readonly string[] {
  return findingsOf(rule, change).map(
    ({ severity, object: about, field }) => `${severity} ${about.replace(` ${namespace}/`, '/')} ${field}`,
  );
}

export { object as fixtureObject, secret as fixtureSecret, deployment as fixtureDeployment };

function keyOf(item: KubernetesObject): string {
  return `${item.kind}/${item.metadata.name}`;
}

function merge(value: unknown, patch: Json): Json {
  const merged: Record<string, unknown> = isMapping(value) ? { ...value } : {};
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) merged[key] = undefined;
    else merged[key] = isMapping(part) ? merge(merged[key], part) : part;
  }
  return Object.fromEntries(Object.entries(merged).filter(([, part]) => part !== undefined));
}
