import { type Change, fixtureObject } from './prod-registry.fixture.ts';

const noClair = { clair: { enabled: false } };
const noScanner = { FEATURE_SECURITY_SCANNER: false, SECURITY_SCANNER_ENDPOINT: null };
const noDatabase = [
  'Deployment/prod-quay-postgresql',
  'PersistentVolumeClaim/prod-quay-postgresql',
  'Service/prod-quay-postgresql',
  'Secret/prod-db-creds',
];
const withoutMirror = {
  FEATURE_REPO_MIRROR: false,
  REPO_MIRROR_TLS_VERIFY: false,
};
const externalDatabase = { server: 'pg.corp.example.com', credentialsSecretName: 'corp-db', volumeSize: null };
const withoutCertificate = { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.cert': null, 'ssl.key': null } } };

/** QuayEcosystems as there are in the field, each as a difference from the registry `prod`. */
export const workedExamples = {
  /** Managed database, Route with a certificate of its own, S3, Clair, mirroring. */
  managed: {},
  /** External database, LoadBalancer, Azure, neither Clair nor mirroring. */
  loadBalancer: {
    ecosystem: {
      spec: {
        quay: {
          enableRepoMirroring: false,
          database: externalDatabase,
          externalAccess: { type: 'LoadBalancer', hostname: null },
        },
        ...noClair,
      },
    },
    config: {
      ...noScanner,
      ...withoutMirror,
      DB_URI: 'postgresql://u:p@pg.corp.example.com/quay',
      SERVER_HOSTNAME: 'a1b2.elb.amazonaws.com',
      DISTRIBUTED_STORAGE_CONFIG: {
        default: null,
        'azure-eu': ['AzureStorage', { azure_container: 'quay', azure_account_name: 'corp' }],
      },
      DISTRIBUTED_STORAGE_PREFERENCE: ['azure-eu'],
    },
    patch: { 'Service/prod-quay': { spec: { type: 'LoadBalancer' } } },
    certificate: { subjectAltNames: ['a1b2.elb.amazonaws.com'] },
    remove: [...noDatabase, 'Route/prod-quay', 'Deployment/prod-quay-repomirror'],
  },
  /** NodePort and plain HTTP, no Clair. */
  nodePort: {
    ecosystem: {
      spec: {
        quay: {
          database: { volumeSize: '10Gi' },
          externalAccess: { type: 'NodePort', hostname: 'quay.lab.example.com', tls: { termination: 'none' } },
        },
        ...noClair,
      },
    },
    config: { ...noScanner, SERVER_HOSTNAME: 'quay.lab.example.com', PREFERRED_URL_SCHEME: 'http' },
    patch: {
      ...withoutCertificate,
      'Service/prod-quay': { spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30443 }] } },
      'PersistentVolumeClaim/prod-quay-postgresql': {
        spec: { resources: { requests: { storage: '10Gi' } } },
      },
    },
    remove: ['Route/prod-quay'],
  },
  /** Ingress, external database, external Redis, Swift, no Clair. */
  ingress: {
    ecosystem: {
      spec: {
        quay: {
          database: externalDatabase,
          enableRepoMirroring: false,
          externalAccess: { type: 'Ingress', hostname: 'quay.k8s.example.com' },
        },
        redis: { hostname: 'redis.corp', port: 6380 },
        ...noClair,
      },
    },
    config: {
      ...noScanner,
      ...withoutMirror,
      DB_URI: 'postgresql://u:p@pg.corp.example.com/quay',
      SERVER_HOSTNAME: 'quay.k8s.example.com',
      BUILDLOGS_REDIS: { host: 'redis.corp', port: 6380, password: 'pw' },
      USER_EVENTS_REDIS: { host: 'redis.corp', port: 6380, password: 'pw' },
      DISTRIBUTED_STORAGE_CONFIG: {
        default: [
          'SwiftStorage',
          { auth_version: 2, auth_url: 'u', swift_container: 'quay', swift_user: 'u', swift_password: 'pw' },
        ],
      },
    },
    certificate: { subjectAltNames: ['quay.k8s.example.com'] },
    add: [fixtureObject('networking.k8s.io/v1', 'Ingress', 'prod-quay', { spec: {} })],
    remove: [...noDatabase, 'Route/prod-quay', 'Deployment/prod-quay-repomirror'],
  },
  /** Images in a directory of the pod. */
  localStorage: {
    config: { DISTRIBUTED_STORAGE_CONFIG: { default: ['LocalStorage', { storage_path: '/datastorage/registry' }] } },
  },
  /** A database on an emptyDir, TLS that ends at the router. */
  ephemeral: {
    ecosystem: {
      spec: {
        quay: { database: { volumeSize: null }, externalAccess: { tls: { termination: 'edge' } } },
        ...noClair,
      },
    },
    config: { ...noScanner, EXTERNAL_TLS_TERMINATION: true },
    patch: {
      ...withoutCertificate,
      'Deployment/prod-quay-postgresql': {
        spec: { template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } } },
      },
      'Route/prod-quay': { spec: { tls: { termination: 'edge' } } },
    },
    remove: ['PersistentVolumeClaim/prod-quay-postgresql'],
  },
} as const satisfies Record<string, Change>;

export type WorkedExample = keyof typeof workedExamples;
