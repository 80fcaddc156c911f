import { stringify } from 'yaml';
import { legacyKeys } from '../../quay/legacy-keys.ts';
import { type Sample, type Site, credentialsOf } from '../sample.ts';
import { isSecure } from './default-spec.ts';

/** What the configuration application writes into every legacy config.yaml. */
const common = {
  AUTHENTICATION_TYPE: 'Database',
  BITTORRENT_FILENAME_PEPPER: '0f0e2c1a-1c1b-4a48-8b2c-7f3a2f9b8f10',
  DATABASE_SECRET_KEY: legacyKeys.databaseSecretKey,
  DEFAULT_TAG_EXPIRATION: '2w',
  DISTRIBUTED_STORAGE_DEFAULT_LOCATIONS: [],
  ENTERPRISE_LOGO_URL: '/static/img/quay-horizontal-color.svg',
  FEATURE_ACI_CONVERSION: false,
  FEATURE_ANONYMOUS_ACCESS: true,
  FEATURE_APP_REGISTRY: false,
  FEATURE_APP_SPECIFIC_TOKENS: true,
  FEATURE_BUILD_SUPPORT: false,
  FEATURE_CHANGE_TAG_EXPIRATION: true,
  FEATURE_DIRECT_LOGIN: true,
  FEATURE_MAILING: false,
  FEATURE_PARTIAL_USER_AUTOCOMPLETE: true,
  FEATURE_REQUIRE_TEAM_INVITE: true,
  FEATURE_RESTRICTED_V1_PUSH: true,
  FEATURE_SECURITY_NOTIFICATIONS: true,
  FEATURE_STORAGE_REPLICATION: false,
  FEATURE_USERNAME_CONFIRMATION: true,
  FEATURE_USER_CREATION: true,
  FEATURE_USER_LOG_ACCESS: true,
  GPG2_PRIVATE_KEY_FILENAME: 'signing-private.gpg',
  GPG2_PUBLIC_KEY_FILENAME: 'signing-public.gpg',
  LOG_ARCHIVE_LOCATION: 'default',
  MAIL_DEFAULT_SENDER: 'support@quay.io',
  MAIL_PORT: 587,
  MAIL_USE_TLS: true,
  REGISTRY_TITLE: 'Red Hat Quay',
  REGISTRY_TITLE_SHORT: 'Red Hat Quay',
  REPO_MIRROR_SERVER_HOSTNAME: null,
  SECRET_KEY: legacyKeys.secretKey,
  SECURITY_SCANNER_ISSUER_NAME: 'security_scanner',
  SETUP_COMPLETE: true,
  SIGNING_ENGINE: 'gpg2',
  SUPER_USERS: ['quay'],
  TAG_EXPIRATION_OPTIONS: ['0s', '1d', '1w', '2w', '4w'],
  TEAM_RESYNC_STALE_TIME: '60m',
  TESTING: false,
  USERFILES_LOCATION: 'default',
  USERFILES_PATH: 'userfiles/',
  USE_CDN: false,
};

/** config.yaml as the legacy setup left it: PyYAML's `safe_dump`, keys sorted, numbers in strings quoted. */
export function legacyConfigYaml(sample: Sample, site: Site): string {
  return stringify(
    { ...common, ...fromSpec(sample, site), ...sample.config(site) },
    {
      version: '1.1',
      sortMapEntries: true,
      singleQuote: true,
      indentSeq: false,
      lineWidth: 0,
      aliasDuplicateObjects: false,
    },
  );
}

function fromSpec(sample: Sample, site: Site): Readonly<Record<string, unknown>> {
  const spec = sample.spec(site);
  const { quay, clair } = spec;
  const termination = quay.externalAccess.tls?.termination;
  const databaseHost = quay.database?.server ?? `${sample.ecosystem}-quay-postgresql`;
  const redis = { host: `${sample.ecosystem}-redis`, port: 6379 };
  const { 'database-username': user, 'database-password': password, 'database-name': database } = credentialsOf(spec);
  return {
    BUILDLOGS_REDIS: redis,
    USER_EVENTS_REDIS: redis,
    // No port, and nothing is escaped.
    DB_URI: `postgresql://${user}:${password}@${databaseHost}/${database}`,
    SERVER_HOSTNAME: site.hostname,
    PREFERRED_URL_SCHEME: isSecure(spec) || termination === 'edge' ? 'https' : 'http',
    ...(termination === 'edge' && { EXTERNAL_TLS_TERMINATION: true }),
    FEATURE_REPO_MIRROR: quay.enableRepoMirroring ?? false,
    REPO_MIRROR_TLS_VERIFY: quay.repoMirrorTLSVerify ?? false,
    FEATURE_SECURITY_SCANNER: clair?.enabled ?? false,
    ...(clair?.enabled === true && {
      SECURITY_SCANNER_ENDPOINT: `https://${sample.ecosystem}-clair.${site.namespace}.svc:6060`,
    }),
  };
}
