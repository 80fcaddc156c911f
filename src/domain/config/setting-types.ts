export type SettingType = 'string' | 'int' | 'bool' | 'list';

/**
 * The types without which Quay does not start: its own validation ends at the first value of another one, whatever the
 * feature (`config-tool` of Quay 3.9 to 3.18, which only looks at keys that are there and not null). Python took more:
 * Quay 3.3 runs with `MAIL_PORT: '587'` and a title that is a number.
 */
export const settingTypes: Readonly<Record<string, SettingType>> = Object.fromEntries([
  ...named('string', [
    ...['ACTION_LOG_ARCHIVE_LOCATION', 'ACTION_LOG_ARCHIVE_PATH', 'AUTHENTICATION_TYPE', 'AVATAR_KIND', 'DB_URI'],
    ...['DEFAULT_TAG_EXPIRATION', 'DOCUMENTATION_ROOT', 'FRESH_LOGIN_TIMEOUT', 'JWT_AUTH_ISSUER'],
    ...['JWT_GETUSER_ENDPOINT', 'JWT_QUERY_ENDPOINT', 'JWT_VERIFY_ENDPOINT', 'LDAP_ADMIN_DN', 'LDAP_ADMIN_PASSWD'],
    ...['LDAP_EMAIL_ATTR', 'LDAP_UID_ATTR', 'LDAP_URI', 'LDAP_USER_FILTER', 'LOGS_MODEL', 'MAIL_DEFAULT_SENDER'],
    ...['MAIL_PASSWORD', 'MAIL_SERVER', 'MAIL_USERNAME', 'PREFERRED_URL_SCHEME', 'REGISTRY_TITLE'],
    ...['REGISTRY_TITLE_SHORT', 'REPO_MIRROR_SERVER_HOSTNAME', 'SECURITY_SCANNER_V4_ENDPOINT'],
    ...['SECURITY_SCANNER_V4_PSK', 'SERVER_HOSTNAME', 'TEAM_RESYNC_STALE_TIME', 'USER_RECOVERY_TOKEN_LIFETIME'],
  ]),
  ...named('int', [
    ...['MAIL_PORT', 'REPO_MIRROR_INTERVAL', 'SEARCH_MAX_RESULT_PAGE_COUNT', 'SEARCH_RESULTS_PER_PAGE'],
    'SECURITY_SCANNER_INDEXING_INTERVAL',
  ]),
  ...named('bool', [
    ...['CREATE_REPOSITORY_ON_PUSH_PUBLIC', 'EXTERNAL_TLS_TERMINATION', 'FEATURE_ACTION_LOG_ROTATION'],
    ...['FEATURE_ANONYMOUS_ACCESS', 'FEATURE_APP_SPECIFIC_TOKENS', 'FEATURE_BITBUCKET_BUILD'],
    ...['FEATURE_BLACKLISTED_EMAILS', 'FEATURE_BUILD_SUPPORT', 'FEATURE_CHANGE_TAG_EXPIRATION', 'FEATURE_DIRECT_LOGIN'],
    ...['FEATURE_EXTENDED_REPOSITORY_NAMES', 'FEATURE_GITHUB_BUILD', 'FEATURE_GITHUB_LOGIN', 'FEATURE_GITLAB_BUILD'],
    ...['FEATURE_GOOGLE_LOGIN', 'FEATURE_INVITE_ONLY_USER_CREATION', 'FEATURE_MAILING'],
    ...['FEATURE_NONSUPERUSER_TEAM_SYNCING_SETUP', 'FEATURE_PARTIAL_USER_AUTOCOMPLETE', 'FEATURE_REPO_MIRROR'],
    ...['FEATURE_SECURITY_SCANNER', 'FEATURE_STORAGE_REPLICATION', 'FEATURE_TEAM_SYNCING', 'FEATURE_USER_CREATION'],
    ...['FEATURE_USER_INITIALIZE', 'FEATURE_USER_LAST_ACCESSED', 'FEATURE_USER_LOG_ACCESS', 'FEATURE_USER_METADATA'],
    ...['FEATURE_USER_RENAME', 'FEATURE_USERNAME_CONFIRMATION', 'LDAP_ALLOW_INSECURE_FALLBACK', 'MAIL_USE_AUTH'],
    ...['MAIL_USE_TLS', 'REPO_MIRROR_TLS_VERIFY', 'SECURITY_SCANNER_NOTIFICATIONS'],
  ]),
  ...named('list', [
    ...['BLACKLISTED_EMAIL_DOMAINS', 'CONTACT_INFO', 'DISTRIBUTED_STORAGE_DEFAULT_LOCATIONS'],
    ...['DISTRIBUTED_STORAGE_PREFERENCE', 'LDAP_BASE_DN', 'LDAP_USER_RDN', 'SECURITY_SCANNER_V4_NAMESPACE_WHITELIST'],
    'TAG_EXPIRATION_OPTIONS',
  ]),
]);

function named(type: SettingType, keys: readonly string[]): readonly (readonly [string, SettingType])[] {
  return keys.map((key) => [key, type] as const);
}

/** What YAML makes of a value. */
export function hasType(value: unknown, type: SettingType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
    case 'list':
      return Array.isArray(value);
  }
}
