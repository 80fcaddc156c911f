import { type LegacyDump, digits, legacyDump } from './legacy-dump.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { selfSignedPair } from './self-signed-pair.ts';

const common = `AUTHENTICATION_TYPE: Database
SECRET_KEY: "${digits}"
DATABASE_SECRET_KEY: "${digits}"
BITTORRENT_FILENAME_PEPPER: 0f0e2c1a-1c1b-4a48-8b2c-7f3a2f9b8f10
SETUP_COMPLETE: true
SUPER_USERS: [quay]
SERVER_HOSTNAME: quay.example.com
BUILDLOGS_REDIS: {host: prod-redis, port: 6379}
USER_EVENTS_REDIS: {host: prod-redis, port: 6379}
USERFILES_LOCATION: default
LOG_ARCHIVE_LOCATION: default
TAG_EXPIRATION_OPTIONS: [0s, 1d, 1w, 2w, 4w]
DEFAULT_TAG_EXPIRATION: 2w
`;
const s3 = `DISTRIBUTED_STORAGE_CONFIG:
  default: [S3Storage, {s3_bucket: prod-registry, s3_access_key: AKIA, s3_secret_key: hunter2, host: s3.eu-central-1.amazonaws.com, storage_path: /datastorage/registry}]
DISTRIBUTED_STORAGE_PREFERENCE: [default]
FEATURE_STORAGE_REPLICATION: false
`;
const managedUri = 'DB_URI: postgresql://quay:pw@prod-quay-postgresql/quay\n';
const noScanner = 'FEATURE_SECURITY_SCANNER: false\nFEATURE_REPO_MIRROR: false\n';

const pair = await selfSignedPair('quay.example.com');
const base = { namespace: 'quay-enterprise', name: 'prod', clair: false };
const route = { type: 'Route', hostname: 'quay.example.com' };

/** The worked examples that the command line is tried with, as what they would be dumped from. */
export const sampleSources = {
  /** Managed database on a volume, Route with its own certificate, S3, Clair and mirroring. */
  managed: {
    ...base,
    clair: true,
    certificate: pair,
    quay: {
      enableRepoMirroring: true,
      database: { volumeSize: '20Gi', storageClass: 'gp2', credentialsSecretName: 'prod-db-creds' },
      registryBackends: [{ name: 'default', s3: { bucketName: 'prod-registry' } }],
      externalAccess: { ...route, tls: { termination: 'passthrough' } },
    },
    config:
      common +
      managedUri +
      s3 +
      `PREFERRED_URL_SCHEME: https
FEATURE_REPO_MIRROR: true
REPO_MIRROR_TLS_VERIFY: true
REPO_MIRROR_SERVER_HOSTNAME: null
FEATURE_SECURITY_SCANNER: true
SECURITY_SCANNER_ENDPOINT: https://prod-clair.quay-enterprise.svc:6060
SECURITY_SCANNER_ISSUER_NAME: security_scanner
`,
  },
  /** External database behind a LoadBalancer, Azure, neither Clair nor mirroring. */
  external: {
    ...base,
    certificate: pair,
    quay: {
      database: { server: 'pg.corp.example.com', credentialsSecretName: 'corp-db' },
      registryBackends: [{ name: 'azure-eu', azure: { containerName: 'quay' } }],
      externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } },
    },
    config: `${common}${noScanner}DB_URI: postgresql://u:hunter2@pg.corp.example.com/quay
PREFERRED_URL_SCHEME: https
DISTRIBUTED_STORAGE_CONFIG: {azure-eu: [AzureStorage, {azure_container: quay, azure_account_name: corp, azure_account_key: hunter2, storage_path: /datastorage/registry}]}
DISTRIBUTED_STORAGE_PREFERENCE: [azure-eu]
`,
  },
  /** Images on a disk of the pod. */
  localStorage: {
    ...base,
    certificate: pair,
    quay: {
      database: { volumeSize: '20Gi' },
      registryBackends: [{ name: 'default', local: { storagePath: '/datastorage/registry' } }],
      externalAccess: { ...route, tls: { termination: 'passthrough' } },
    },
    config: `${common}${noScanner}${managedUri}PREFERRED_URL_SCHEME: https
DISTRIBUTED_STORAGE_CONFIG: {default: [LocalStorage, {storage_path: /datastorage/registry}]}
DISTRIBUTED_STORAGE_PREFERENCE: [default]
`,
  },
  /** A database that its pod takes along when it goes. */
  ephemeral: {
    ...base,
    quay: {
      database: {},
      registryBackends: [{ name: 'default', s3: {} }],
      externalAccess: { ...route, tls: { termination: 'edge' } },
    },
    config: `${common}${noScanner}${managedUri}${s3}PREFERRED_URL_SCHEME: https\nEXTERNAL_TLS_TERMINATION: true\n`,
  },
} satisfies Record<string, LegacyDump>;

export type SampleName = keyof typeof sampleSources;

/** The dump of a sample, with what is to be different in it. */
export function sampleDump(name: SampleName, changes: Partial<LegacyDump> = {}): readonly KubernetesObject[] {
  return legacyDump({ ...sampleSources[name], ...changes });
}
