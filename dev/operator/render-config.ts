import { stringify } from 'yaml';
import type { ManagedKeys } from './checks/managed-keys.ts';
import type { RegistryInputs } from './registry-inputs.ts';

/** Filled in where the bundle says nothing; all there is in a bundle that the operator makes itself. */
export const baseConfig: Readonly<Record<string, unknown>> = {
  SETUP_COMPLETE: true,
  FEATURE_MAILING: false,
  REGISTRY_TITLE: 'Project Quay',
  REGISTRY_TITLE_SHORT: 'Project Quay',
  AUTHENTICATION_TYPE: 'Database',
  DEFAULT_TAG_EXPIRATION: '2w',
  TAG_EXPIRATION_OPTIONS: ['2w'],
  ALLOW_PULLS_WITHOUT_STRICT_LOGGING: false,
  TEAM_RESYNC_STALE_TIME: '60m',
  FEATURE_DIRECT_LOGIN: true,
  FEATURE_BUILD_SUPPORT: false,
  TESTING: false,
};

/** config.yaml as the pods see it: the bundle, the keys, and over both what the managed components write. */
export function renderConfig(inputs: RegistryInputs, keys: ManagedKeys): string {
  const { config, managed, name, namespace, hostname, files } = inputs;
  const ownCertificate = 'ssl.cert' in files && 'ssl.key' in files;
  const redis = { host: `${name}-quay-redis`, port: 6379 };
  const rendered: Record<string, unknown> = {
    ...baseConfig,
    ...config,
    SECRET_KEY: keys.SECRET_KEY,
    DATABASE_SECRET_KEY: keys.DATABASE_SECRET_KEY,
    DB_URI: keys.DB_URI,
    ...(managed('postgres') && { DB_CONNECTION_ARGS: { autorollback: true, threadlocals: true } }),
    ...(managed('redis') && { BUILDLOGS_REDIS: redis, USER_EVENTS_REDIS: redis }),
    ...(managed('route') && {
      SERVER_HOSTNAME: hostname,
      PREFERRED_URL_SCHEME: 'https',
      EXTERNAL_TLS_TERMINATION: !ownCertificate,
    }),
    ...(managed('mirror') && { FEATURE_REPO_MIRROR: true, REPO_MIRROR_INTERVAL: 30, REPO_MIRROR_TLS_VERIFY: true }),
    ...(managed('clair') && {
      FEATURE_SECURITY_SCANNER: true,
      FEATURE_SECURITY_NOTIFICATIONS: true,
      SECURITY_SCANNER_INDEXING_INTERVAL: 30,
      SECURITY_SCANNER_V4_ENDPOINT: `http://${name}-clair-app.${namespace}.svc.cluster.local`,
      SECURITY_SCANNER_V4_NAMESPACE_WHITELIST: ['admin'],
      SECURITY_SCANNER_V4_PSK: keys.SECURITY_SCANNER_V4_PSK,
    }),
  };
  return stringify(rendered, { version: '1.1', defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
}
