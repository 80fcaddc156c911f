import { describe, expect, test } from 'vitest';
import { type Change, findingsOf, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../../fixtures/worked-examples.fixture.ts';
import { quayWouldRefuse } from './quay-would-refuse.ts';

/** The keys that are refused. */
function refused(config: NonNullable<Change['config']>, rest: Change = {}): readonly string[] {
  const prefix = 'blocker Secret/quay-enterprise-config-secret data[config.yaml]: ';
  return saidOf(quayWouldRefuse, { ...rest, config }).map((said) => {
    expect(said.startsWith(prefix)).toBe(true);
    return said.slice(prefix.length);
  });
}

const storage = (driver: string, args: object): object => ({
  DISTRIBUTED_STORAGE_CONFIG: { default: [driver, { storage_path: '/r', ...args }] },
});
const at = 'DISTRIBUTED_STORAGE_CONFIG.default';
const redis = (rest: object): object => {
  const value = { host: 'redis.corp', ...rest };
  return { BUILDLOGS_REDIS: value, USER_EVENTS_REDIS: value };
};

describe('what starts', () => {
  test.each(Object.entries(workedExamples).filter(([name]) => !['ingress', 'loadBalancer'].includes(name)))(
    'the registry %s',
    (_name, change) => {
      expect(saidOf(quayWouldRefuse, change)).toEqual([]);
    },
  );

  test.each<[string, object]>([
    ['what is corrected', { REGISTRY_TITLE: 2020, MAIL_PORT: '587', DEFAULT_TAG_EXPIRATION: '3w' }],
    ['what the operator writes itself', { FEATURE_REPO_MIRROR: 'yes', REPO_MIRROR_TLS_VERIFY: 'no' }],
    ['an external Redis whose port is in quotes', redis({ port: '6379' })],
    ['null', { MAIL_SERVER: null, LDAP_URI: null }],
    ['no preference, as operator 1.1.2 leaves it', { DISTRIBUTED_STORAGE_PREFERENCE: [] }],
    ['no preference with replication', { DISTRIBUTED_STORAGE_PREFERENCE: [], FEATURE_STORAGE_REPLICATION: true }],
    ['a name with a port', { SERVER_HOSTNAME: 'quay.example.com:8443' }],
    ['a short name, before 3.18', { SERVER_HOSTNAME: 'registry' }],
    [
      'a Swift of the first kind',
      storage('SwiftStorage', {
        auth_version: 1,
        auth_url: 'u',
        swift_container: 'c',
        swift_user: 'u',
        swift_password: 'p',
      }),
    ],
  ])('%s', (_title, config) => {
    expect(refused(config as Change['config'] & object)).toEqual([]);
  });

  test('no config.yaml, which has findings of its own', () => {
    expect(refused('[')).toEqual([]);
  });
});

describe('what does not', () => {
  test.each<[object, readonly string[]]>([
    [{ MAIL_USE_TLS: 'false' }, ['MAIL_USE_TLS']],
    [{ MAIL_PORT: 'smtp' }, ['MAIL_PORT']],
    [{ TAG_EXPIRATION_OPTIONS: ['1d'] }, ['DEFAULT_TAG_EXPIRATION']],
    [{ REGISTRY_TITLE: ['a'] }, ['REGISTRY_TITLE']],
    [{ CONTACT_INFO: 'mailto:a' }, ['CONTACT_INFO']],
    [{ AUTHENTICATION_TYPE: 'Kerberos' }, ['AUTHENTICATION_TYPE']],
    [{ USER_RECOVERY_TOKEN_LIFETIME: '30 minutes' }, ['USER_RECOVERY_TOKEN_LIFETIME']],
    [{ SERVER_HOSTNAME: 'quay_prod.example.com' }, ['SERVER_HOSTNAME']],
    [{ FEATURE_MAILING: true }, ['MAIL_SERVER']],
    [{ AUTHENTICATION_TYPE: 'LDAP', LDAP_ADMIN_DN: 'cn=a', LDAP_URI: 'http://l' }, ['LDAP_ADMIN_PASSWD', 'LDAP_URI']],
    [
      { AUTHENTICATION_TYPE: 'JWT', JWT_VERIFY_ENDPOINT: 'auth.example.com' },
      ['JWT_AUTH_ISSUER', 'JWT_VERIFY_ENDPOINT'],
    ],
    [
      { AUTHENTICATION_TYPE: 'AppToken', FEATURE_DIRECT_LOGIN: true },
      ['FEATURE_APP_SPECIFIC_TOKENS', 'FEATURE_DIRECT_LOGIN'],
    ],
    [{ FEATURE_DIRECT_LOGIN: false }, ['FEATURE_DIRECT_LOGIN']],
    [{ FEATURE_USER_CREATION: false, FEATURE_INVITE_ONLY_USER_CREATION: true }, ['FEATURE_INVITE_ONLY_USER_CREATION']],
    [
      { FEATURE_ACTION_LOG_ROTATION: true, ACTION_LOG_ARCHIVE_PATH: 'l', ACTION_LOG_ARCHIVE_LOCATION: 'azure' },
      ['ACTION_LOG_ARCHIVE_LOCATION'],
    ],
    [{ FEATURE_ACTION_LOG_ROTATION: true }, ['ACTION_LOG_ARCHIVE_PATH', 'ACTION_LOG_ARCHIVE_LOCATION']],
    [redis({ port: 'six' }), ['BUILDLOGS_REDIS.port', 'USER_EVENTS_REDIS.port']],
    [redis({ ssl: 'true' }), ['BUILDLOGS_REDIS.ssl', 'USER_EVENTS_REDIS.ssl']],
    [storage('NooBaaStorage', {}), [at]],
    [storage('S3Storage', {}), [at]],
    [storage('S3Storage', { s3_bucket: 7 }), [at]],
    [storage('RHOCSStorage', { access_key: 'a', secret_key: 's', hostname: 'h', bucket_name: 'b', port: 'x' }), [at]],
    [
      storage('RHOCSStorage', { access_key: 'a', secret_key: 's', hostname: 'h', bucket_name: 'b', is_secure: 'yes' }),
      [at],
    ],
    [
      storage('SwiftStorage', {
        auth_version: 3,
        auth_url: 'u',
        swift_container: 'c',
        swift_user: 'u',
        swift_password: 'p',
      }),
      [at, at],
    ],
    [{ DISTRIBUTED_STORAGE_CONFIG: { default: ['S3Storage'] } }, [at]],
  ])('%j', (config, keys) => {
    expect(refused(config as Change['config'] & object)).toEqual(keys);
  });

  test('a short name with 3.18', () => {
    const rest = {
      patch: {
        'ClusterServiceVersion/quay-operator.v3.17.4': {
          metadata: { annotations: { 'quay-version': 'v3.18.0' } },
          spec: { version: '3.18.0' },
        },
      },
    };
    expect(refused({ SERVER_HOSTNAME: 'registry' }, rest)).toEqual(['SERVER_HOSTNAME']);
    expect(refused({ SERVER_HOSTNAME: 'localhost' }, rest)).toEqual([]);
  });
});

test('repeats no argument of the storage, which may be a secret', () => {
  const config = storage('S3Storage', { s3_bucket: { hunter2: 'x' }, s3_secret_key: ['hunter2'] });
  const findings = findingsOf(quayWouldRefuse, { config: config as Change['config'] & object });
  expect(findings).not.toEqual([]);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});
