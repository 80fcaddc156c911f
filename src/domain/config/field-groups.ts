import type { ComponentKind } from '../../k8s/quayregistry.ts';

/**
 * The config.yaml fields by which quay-operator knows that a component is configured (3.9 to 3.18): with `managed: true`
 * none of them may be there, with `managed: false` a required component needs at least one.
 */
export const fieldGroups = {
  postgres: ['DB_URI', 'DB_CONNECTION_ARGS'],
  redis: ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS', 'PULL_METRICS_REDIS'],
  objectstorage: [
    'DISTRIBUTED_STORAGE_CONFIG',
    'DISTRIBUTED_STORAGE_PREFERENCE',
    'DISTRIBUTED_STORAGE_DEFAULT_LOCATIONS',
    'FEATURE_STORAGE_REPLICATION',
  ],
  route: ['SERVER_HOSTNAME', 'PREFERRED_URL_SCHEME', 'EXTERNAL_TLS_TERMINATION'],
  mirror: ['FEATURE_REPO_MIRROR', 'REPO_MIRROR_INTERVAL', 'REPO_MIRROR_SERVER_HOSTNAME', 'REPO_MIRROR_TLS_VERIFY'],
  clair: [
    'FEATURE_SECURITY_SCANNER',
    'SECURITY_SCANNER_ENDPOINT',
    'SECURITY_SCANNER_INDEXING_INTERVAL',
    'SECURITY_SCANNER_NOTIFICATIONS',
    'SECURITY_SCANNER_V4_ENDPOINT',
    'SECURITY_SCANNER_V4_NAMESPACE_WHITELIST',
  ],
} as const satisfies Partial<Record<ComponentKind, readonly string[]>>;

/** What lets the new registry delete blobs that the old database still knows: held until the migration is final. */
export const garbageCollectionFields = [
  'FEATURE_GARBAGE_COLLECTION',
  'FEATURE_REPOSITORY_GARBAGE_COLLECTION',
  'FEATURE_NAMESPACE_GARBAGE_COLLECTION',
] as const;
