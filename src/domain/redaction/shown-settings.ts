/**
 * What of config.yaml may be shown to people: in plans, answers of the API, findings, conditions, Events and logs.
 *
 * It is a list of what tells nothing secret, and everything else is hidden. A list of the words in the names of secrets
 * (`password`, `token`) never ends: Quay takes any name in a provider's or a driver's arguments, people add their own,
 * and one that is missing shows a password. A name that is missing here hides a harmless value, whose setting is still
 * named in the plan with what becomes of it, and `--show-secrets` prints it.
 */

/** Settings of Quay 3.0 to 3.18 that hold switches, places, names, times or numbers, alone or in a list. */
const plainSettings = new Set([
  ...['ACTION_LOG_ARCHIVE_LOCATION', 'ACTION_LOG_ARCHIVE_PATH', 'ACTION_LOG_ROTATION_THRESHOLD', 'AUTHENTICATION_TYPE'],
  ...['AVATAR_KIND', 'BLACKLIST_V2_SPEC', 'BLACKLISTED_EMAIL_DOMAINS', 'BUILDMAN_HOSTNAME', 'BUILD_MINIMUM_RETRY'],
  ...['CDN_SPECIFIC_NAMESPACES', 'CONTACT_INFO', 'DEFAULT_NAMESPACE_MAXIMUM_BUILD_COUNT', 'DEFAULT_TAG_EXPIRATION'],
  ...['DEFAULT_SYSTEM_REJECT_QUOTA_BYTES', 'DISTRIBUTED_STORAGE_DEFAULT_LOCATIONS', 'DISTRIBUTED_STORAGE_PREFERENCE'],
  ...['ENTERPRISE_LOGO_URL', 'EXPORT_ACTION_LOGS_SECONDS', 'EXTERNAL_TLS_TERMINATION', 'FRESH_LOGIN_TIMEOUT'],
  ...['GARBAGE_COLLECTION_FREQUENCY', 'GPG2_PRIVATE_KEY_FILENAME', 'GPG2_PUBLIC_KEY_FILENAME', 'JWT_AUTH_ISSUER'],
  ...['JWT_AUTH_MAX_FRESH_S', 'JWT_GETUSER_ENDPOINT', 'JWT_QUERY_ENDPOINT', 'JWT_VERIFY_ENDPOINT'],
  ...['KEYSTONE_AUTH_TIMEOUT', 'KEYSTONE_AUTH_URL', 'KEYSTONE_AUTH_VERSION', 'LABEL_KEY_RESERVED_PREFIXES'],
  ...['LDAP_BASE_DN', 'LDAP_EMAIL_ATTR', 'LDAP_NETWORK_TIMEOUT', 'LDAP_TIMEOUT', 'LDAP_UID_ATTR', 'LDAP_URI'],
  ...['LDAP_USER_FILTER', 'LDAP_USER_RDN', 'LOGS_MODEL', 'LOG_ARCHIVE_LOCATION', 'LOG_ARCHIVE_PATH'],
  ...['MAIL_DEFAULT_SENDER', 'MAIL_PORT', 'MAIL_SERVER', 'MAXIMUM_CNR_LAYER_SIZE', 'MAXIMUM_LAYER_SIZE'],
  ...['PREFERRED_URL_SCHEME', 'PROMETHEUS_NAMESPACE', 'PROMETHEUS_PUSHGATEWAY_URL', 'PROXY_COUNT'],
  ...['PUBLIC_NAMESPACES', 'REGISTRY_STATE', 'REGISTRY_TITLE', 'REGISTRY_TITLE_SHORT', 'REPO_MIRROR_INTERVAL'],
  ...['REPO_MIRROR_SERVER_HOSTNAME', 'SEARCH_MAX_RESULT_PAGE_COUNT', 'SEARCH_RESULTS_PER_PAGE'],
  ...['SECURITY_SCANNER_ENDPOINT', 'SECURITY_SCANNER_INDEXING_INTERVAL', 'SECURITY_SCANNER_ISSUER_NAME'],
  ...['SECURITY_SCANNER_V4_ENDPOINT', 'SECURITY_SCANNER_V4_NAMESPACE_WHITELIST', 'SERVER_HOSTNAME'],
  ...['SERVICE_LOG_ACCOUNT_ID', 'SESSION_COOKIE_NAME', 'SIGNING_ENGINE', 'SUPER_USERS', 'TAG_EXPIRATION_OPTIONS'],
  ...['TEAM_RESYNC_STALE_TIME', 'USERFILES_LOCATION', 'USERFILES_PATH', 'USER_RECOVERY_TOKEN_LIFETIME'],
  ...['V1_PUSH_WHITELIST', 'WEBHOOK_HOSTNAME_BLACKLIST'],
]);

/** Settings that are mappings; of what they hold, only `plainFields` are shown. */
const mappings = /^(?:DB_CONNECTION_ARGS|[A-Z_]+_REDIS|[A-Z0-9_]+_LOGIN_CONFIG)$/;

/** Harmless arguments of storage drivers, Redis, databases and login providers, at any depth of a mapping. */
const plainFields = new Set([
  ...['host', 'hostname', 'port', 'db', 'is_secure', 'ssl', 'storage_path', 'endpoint_url', 'bucket_name', 's3_bucket'],
  ...['s3_region', 'region_name', 'signature_version', 'azure_container', 'azure_account_name', 'swift_container'],
  ...['swift_user', 'auth_url', 'auth_version', 'ca_cert_path', 'simple_path_concat', 'maximum_chunk_size_mb'],
  ...['minimum_chunk_size_mb', 'cloudfront_distribution_domain', 'sslmode', 'sslrootcert', 'ca', 'threadlocals'],
  ...['autorollback', 'connect_timeout', 'CLIENT_ID', 'OIDC_SERVER', 'SERVICE_NAME', 'LOGIN_SCOPES'],
  ...['LOGIN_BINDING_FIELD', 'PREFERRED_USERNAME_CLAIM_NAME', 'VERIFIED_EMAIL_CLAIM_NAME', 'GITHUB_ENDPOINT'],
  ...['API_ENDPOINT', 'ORG_RESTRICT', 'ALLOWED_ORGANIZATIONS'],
]);

/** Settings of one word, which have none of the form by which the name of a setting is known. */
const oneWord = new Set(['BRANDING', 'DEBUG', 'HELP', 'LEGACY', 'TESTING']);

const settingName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+){1,12}$/;
const driverName = /^(?:[A-Z][A-Za-z0-9]{0,20})?Storage$/;
const locationName = /^[A-Za-z][A-Za-z0-9_.-]{0,47}$/;
const longestName = 64;

/** What stands where something is not shown. */
export const hidden = '(hidden)';

/** How much of a value may be shown: all of it, its harmless fields, a mapping of storage locations, or nothing. */
export type Shown = 'plain' | 'fields' | 'locations' | 'nothing';

/** How much of a top-level setting of config.yaml may be shown. */
export function shownOf(setting: string): Shown {
  if (plainSettings.has(setting)) return 'plain';
  if (setting === 'DISTRIBUTED_STORAGE_CONFIG') return 'locations';
  return mappings.test(setting) ? 'fields' : 'nothing';
}

/** The same of a field inside such a setting, at any depth. */
export function shownOfField(name: string): Shown {
  return plainFields.has(name) ? 'plain' : 'fields';
}

/** `S3Storage`: what a storage location begins with. */
export function shownDriver(text: unknown): string {
  return typeof text === 'string' && driverName.test(text) ? text : hidden;
}

/**
 * The name of a setting, or of a field in one, as it may be shown: in a file that somebody broke, the text before a
 * colon can be anything.
 */
export function shownName(name: string): string {
  const known = plainSettings.has(name) || plainFields.has(name) || oneWord.has(name);
  return known || (name.length <= longestName && settingName.test(name)) ? name : hidden;
}

/** A storage location: people choose the name, and rows of the database refer to it. */
export function shownLocation(name: string): string {
  return locationName.test(name) ? name : hidden;
}

/**
 * A text out of a setting that may be shown, unless it holds what none of them should: a user with a password in front
 * of a host (the legacy operator escaped neither, so either may hold anything), parameters of an address, or a key.
 */
export function shownText(text: string): string {
  const colon = text.indexOf(':');
  const user = colon >= 0 && text.lastIndexOf('@') > colon;
  const parameter = text.search(/[?&;]/);
  const secret = user || (parameter >= 0 && text.lastIndexOf('=') > parameter) || text.includes('-----BEGIN');
  return secret ? hidden : text;
}

/** A host, with or without a port, as it may be shown; what is none may be anything. */
export function shownHost(text: string): string {
  return /^(?:[\w.-]{1,253}(?::\d{1,5})?|\[?[0-9a-fA-F:.]{2,45}\]?)$/.test(text) ? text : hidden;
}
