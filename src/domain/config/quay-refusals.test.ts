import { describe, expect, test } from 'vitest';
import { quayRefusals } from './quay-refusals.ts';

/** `KEY problem` of each refusal; `fullNames` as since Quay 3.18. */
function refused(config: Readonly<Record<string, unknown>>, fullNames = false): readonly string[] {
  return quayRefusals(new Map(Object.entries(config)), fullNames).map(({ key, problem }) => `${key} ${problem}`);
}

const redis = (value: unknown) => ({ BUILDLOGS_REDIS: value });
const url = 'is not a URL with a supported scheme';

describe('a configuration that Quay accepts', () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['nothing', {}],
    ['values of the right types', { MAIL_PORT: 25, MAIL_USE_TLS: true, REGISTRY_TITLE: 'a', LDAP_BASE_DN: ['dc=a'] }],
    ['null, whatever the type', { MAIL_PORT: null, MAIL_USE_TLS: null, BUILDLOGS_REDIS: null }],
    ['keys of the language', { constructor: 1, toString: 'x' }],
    ['each authentication', { AUTHENTICATION_TYPE: 'Keystone' }],
    ['durations', { FRESH_LOGIN_TIMEOUT: '10m', TEAM_RESYNC_STALE_TIME: '2w', USER_RECOVERY_TOKEN_LIFETIME: '' }],
    ['a host with a port', { SERVER_HOSTNAME: ' quay.example.com:8443 ' }],
    ['an empty host', { SERVER_HOSTNAME: '', REPO_MIRROR_SERVER_HOSTNAME: '' }],
    ['a whole Redis', redis({ host: 'r', port: 6379, password: 'p', ssl: true })],
    ['a Redis with parts that are null', redis({ host: 'r', port: null, password: null, ssl: null })],
    ['an expiration among the options', { DEFAULT_TAG_EXPIRATION: '1d', TAG_EXPIRATION_OPTIONS: ['1d', '2w'] }],
    ['the default expiration among the options', { TAG_EXPIRATION_OPTIONS: ['2w'] }],
    ['an expiration without options', { DEFAULT_TAG_EXPIRATION: '9y' }],
    [
      'an archive in a location that exists',
      {
        ...{ FEATURE_ACTION_LOG_ROTATION: true, ACTION_LOG_ARCHIVE_PATH: '/a', ACTION_LOG_ARCHIVE_LOCATION: 'eu' },
        DISTRIBUTED_STORAGE_CONFIG: { eu: ['LocalStorage', {}] },
      },
    ],
    ['an archive that is off', { ACTION_LOG_ARCHIVE_LOCATION: 'nowhere', FEATURE_ACTION_LOG_ROTATION: false }],
    ['no direct login, but GitHub', { FEATURE_DIRECT_LOGIN: false, FEATURE_GITHUB_LOGIN: true }],
    ['no direct login, but Google', { FEATURE_DIRECT_LOGIN: false, FEATURE_GOOGLE_LOGIN: true }],
    ['no direct login, but OIDC', { FEATURE_DIRECT_LOGIN: false, SSO_LOGIN_CONFIG: { OIDC_SERVER: 'https://s/' } }],
    [
      'app tokens alone',
      {
        ...{ AUTHENTICATION_TYPE: 'AppToken', FEATURE_APP_SPECIFIC_TOKENS: true, FEATURE_DIRECT_LOGIN: false },
        FEATURE_GITHUB_LOGIN: true,
      },
    ],
    ['invitations', { FEATURE_USER_CREATION: true, FEATURE_INVITE_ONLY_USER_CREATION: true }],
    ['neither creation nor invitation', { FEATURE_USER_CREATION: false, FEATURE_INVITE_ONLY_USER_CREATION: false }],
    ['mail', { FEATURE_MAILING: true, MAIL_SERVER: 'smtp' }],
    ['LDAP', { AUTHENTICATION_TYPE: 'LDAP', LDAP_ADMIN_DN: 'cn=a', LDAP_ADMIN_PASSWD: 'p', LDAP_URI: 'ldaps://l:636' }],
    ['an address of LDAP that is not used', { LDAP_URI: 'http://l', AUTHENTICATION_TYPE: 'Database' }],
    [
      'JWT',
      {
        ...{ AUTHENTICATION_TYPE: 'JWT', JWT_AUTH_ISSUER: 'i', JWT_VERIFY_ENDPOINT: 'https://v' },
        ...{ JWT_GETUSER_ENDPOINT: 'http://u', JWT_QUERY_ENDPOINT: '' },
      },
    ],
    ['a scanner', { FEATURE_SECURITY_SCANNER: true, SECURITY_SCANNER_V4_ENDPOINT: 'http://clair:80' }],
    ['a scanner that is off', { FEATURE_SECURITY_SCANNER: false, SECURITY_SCANNER_V4_ENDPOINT: 'clair' }],
  ])('%s', (_title, config) => {
    expect(refused(config)).toEqual([]);
  });
});

describe('a configuration with which Quay does not start', () => {
  test.each<[Readonly<Record<string, unknown>>, readonly string[]]>([
    [{ REGISTRY_TITLE: ['a'] }, ['REGISTRY_TITLE must be a string']],
    [{ MAIL_PORT: 'smtp' }, ['MAIL_PORT must be an integer']],
    [{ MAIL_USE_TLS: 'false' }, ['MAIL_USE_TLS must be true or false, without quotes']],
    [{ CONTACT_INFO: 'mailto:a' }, ['CONTACT_INFO must be a list']],
    [
      { AUTHENTICATION_TYPE: 'Kerberos' },
      ['AUTHENTICATION_TYPE is not one of the values that Quay accepts: Database, LDAP, JWT, Keystone, OIDC, AppToken'],
    ],
    ...['30 minutes', '10y', '1.5h', 'm10', '10mm'].map((time): [Readonly<Record<string, unknown>>, string[]] => [
      { FRESH_LOGIN_TIMEOUT: time },
      ['FRESH_LOGIN_TIMEOUT must be a number followed by one of the letters w, d, h, m, s'],
    ]),
    ...['quay_prod', 'a b', 'quay:port', 'https://quay', 'quay:1:2'].map(
      (name): [Readonly<Record<string, unknown>>, string[]] => [
        { SERVER_HOSTNAME: name },
        ['SERVER_HOSTNAME is not a host name'],
      ],
    ),
    [{ REPO_MIRROR_SERVER_HOSTNAME: '_' }, ['REPO_MIRROR_SERVER_HOSTNAME is not a host name']],
    [redis('redis:6379'), ['BUILDLOGS_REDIS must be a mapping with the host']],
    [redis({ port: 6379 }), ['BUILDLOGS_REDIS.host is missing']],
    [redis({ host: '' }), ['BUILDLOGS_REDIS.host is missing']],
    [
      redis({ host: 'r', password: 7, port: '6379', ssl: 'yes' }),
      ['password', 'port', 'ssl'].map((part) => `BUILDLOGS_REDIS.${part} has the wrong type`),
    ],
    [
      { USER_EVENTS_REDIS: { host: 7 }, PULL_METRICS_REDIS: [] },
      ['USER_EVENTS_REDIS.host has the wrong type', 'PULL_METRICS_REDIS must be a mapping with the host'],
    ],
    [{ TAG_EXPIRATION_OPTIONS: ['1d'] }, ['DEFAULT_TAG_EXPIRATION is not one of TAG_EXPIRATION_OPTIONS']],
    [
      { DEFAULT_TAG_EXPIRATION: '9d', TAG_EXPIRATION_OPTIONS: ['2w'] },
      ['DEFAULT_TAG_EXPIRATION is not one of TAG_EXPIRATION_OPTIONS'],
    ],
    [
      { FEATURE_ACTION_LOG_ROTATION: true, ACTION_LOG_ARCHIVE_PATH: '/a', ACTION_LOG_ARCHIVE_LOCATION: 'us' },
      ['ACTION_LOG_ARCHIVE_LOCATION does not name a location of DISTRIBUTED_STORAGE_CONFIG (none)'],
    ],
    [
      { FEATURE_ACTION_LOG_ROTATION: true },
      [
        'ACTION_LOG_ARCHIVE_PATH is missing, although FEATURE_ACTION_LOG_ROTATION is true',
        'ACTION_LOG_ARCHIVE_LOCATION is missing, although FEATURE_ACTION_LOG_ROTATION is true',
      ],
    ],
    [{ FEATURE_DIRECT_LOGIN: false }, ['FEATURE_DIRECT_LOGIN is false, and no other login method is configured']],
    [
      { FEATURE_DIRECT_LOGIN: false, FEATURE_GITHUB_LOGIN: false, SSO_LOGIN_CONFIG: {}, OIDC_SERVER: {} },
      ['FEATURE_DIRECT_LOGIN is false, and no other login method is configured'],
    ],
    [
      { AUTHENTICATION_TYPE: 'AppToken' },
      [
        'FEATURE_APP_SPECIFIC_TOKENS must be true with AUTHENTICATION_TYPE AppToken',
        'FEATURE_DIRECT_LOGIN must be false with AUTHENTICATION_TYPE AppToken',
      ],
    ],
    [
      { FEATURE_USER_CREATION: false, FEATURE_INVITE_ONLY_USER_CREATION: true },
      ['FEATURE_INVITE_ONLY_USER_CREATION is true, although FEATURE_USER_CREATION is false'],
    ],
    [{ FEATURE_MAILING: true, MAIL_SERVER: '' }, ['MAIL_SERVER is missing, although FEATURE_MAILING is true']],
    [
      { AUTHENTICATION_TYPE: 'LDAP', LDAP_ADMIN_DN: null, LDAP_ADMIN_PASSWD: 'p', LDAP_URI: 'xldap://l' },
      ['LDAP_ADMIN_DN is missing, although AUTHENTICATION_TYPE is LDAP', `LDAP_URI ${url}`],
    ],
    [
      { AUTHENTICATION_TYPE: 'JWT', JWT_AUTH_ISSUER: 'i', JWT_VERIFY_ENDPOINT: 'ftp://v', JWT_QUERY_ENDPOINT: 'q' },
      [`JWT_VERIFY_ENDPOINT ${url}`, `JWT_QUERY_ENDPOINT ${url}`],
    ],
    [
      { FEATURE_SECURITY_SCANNER: true, SECURITY_SCANNER_V4_ENDPOINT: 'http:///x' },
      [`SECURITY_SCANNER_V4_ENDPOINT ${url}`],
    ],
    [
      { DISTRIBUTED_STORAGE_CONFIG: { default: 'S3Storage' } },
      ['DISTRIBUTED_STORAGE_CONFIG.default is not a driver with its arguments'],
    ],
  ])('%j', (config, problems) => {
    expect(refused(config)).toEqual(problems);
  });

  test.each([
    ['registry', true],
    ['registry:8443', true],
    ['localhost', false],
    ['quay.example.com', false],
  ])('the host %s since 3.18: %s', (name, isRefused) => {
    expect(refused({ SERVER_HOSTNAME: name }, true).length > 0).toBe(isRefused);
    expect(refused({ SERVER_HOSTNAME: name })).toEqual([]);
  });
});
