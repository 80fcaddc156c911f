import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { hideInConfig, shownValue } from './hide-config.ts';
import { hidden } from './shown-settings.ts';

const config = `
# the old password was hunter2
SECRET_KEY: "12345678901234567890123456789012345678901234567890123456789012345678901234567"
DATABASE_SECRET_KEY: 12345678901234567890123456789012345678901234567890
DB_URI: postgresql://quay:p@ss/w@rd@prod-quay-postgresql/quay
DB_CONNECTION_ARGS: {threadlocals: true, sslrootcert: conf/stack/rds.pem, password: hunter2}
BITTORRENT_FILENAME_PEPPER: 0e3a
BUILDLOGS_REDIS: {host: prod-redis, port: 6379, password: hunter2}
USER_EVENTS_REDIS: {host: "redis://:hunter2@prod-redis", pwd: hunter2}
DISTRIBUTED_STORAGE_CONFIG:
  default: [S3Storage, {s3_bucket: prod, s3_access_key: AKIA, s3_secret_key: hunter2, host: s3.example.com}]
  azure: [AzureStorage, {azure_container: c, azure_account_name: name, azure_account_key: hunter2, sas: hunter2}]
  swift: [SwiftStorage, {swift_user: u, swift_password: hunter2, os_options: {tenant: hunter2}, temp_url_key: hunter2}]
LDAP_URI: ldaps://ldap.example.com
LDAP_ADMIN_PASSWD: hunter2
EXAMPLE_LOGIN_CONFIG: {CLIENT_ID: quay, CLIENT_SECRET: hunter2, OIDC_SERVER: "https://sso.example.com/", otp: 1234567890}
WEBHOOKS: ["https://hook:hunter2@example.com/"]
PROMETHEUS_PUSHGATEWAY_URL: http://user:hun/ter2@push:9091
X_AUTH: hunter2
PASSPHRASE_SALT: hunter2
MY_PIN: 1234567890
BUILD_MANAGER: [ephemeral, {ORCHESTRATOR: {REDIS_PASSWORD: hunter2}}]
MAIL_PASSWORD: null
FEATURE_REQUIRE_ENCRYPTED_BASIC_AUTH_TOKEN: false
SERVER_HOSTNAME: quay.example.com
TAG_EXPIRATION_OPTIONS: [0s, 1d, 2w]
hunter2: 1
another hunter2: 2
`;

describe('config.yaml', () => {
  const shown = hideInConfig(config);

  test('keeps what tells nothing secret', () => {
    expect(parse(shown, { version: '1.1' })).toEqual({
      SECRET_KEY: hidden,
      DATABASE_SECRET_KEY: hidden,
      DB_URI: hidden,
      DB_CONNECTION_ARGS: { threadlocals: true, sslrootcert: 'conf/stack/rds.pem', [hidden]: hidden },
      BITTORRENT_FILENAME_PEPPER: hidden,
      BUILDLOGS_REDIS: { host: 'prod-redis', port: 6379, [hidden]: hidden },
      USER_EVENTS_REDIS: { host: hidden, [hidden]: hidden },
      DISTRIBUTED_STORAGE_CONFIG: {
        default: ['S3Storage', { s3_bucket: 'prod', [hidden]: hidden, '(hidden 2)': hidden, host: 's3.example.com' }],
        azure: [
          'AzureStorage',
          { azure_container: 'c', azure_account_name: 'name', [hidden]: hidden, '(hidden 2)': hidden },
        ],
        swift: [
          'SwiftStorage',
          { swift_user: 'u', [hidden]: hidden, '(hidden 2)': { [hidden]: hidden }, '(hidden 3)': hidden },
        ],
      },
      LDAP_URI: 'ldaps://ldap.example.com',
      LDAP_ADMIN_PASSWD: hidden,
      EXAMPLE_LOGIN_CONFIG: {
        CLIENT_ID: 'quay',
        CLIENT_SECRET: hidden,
        OIDC_SERVER: 'https://sso.example.com/',
        [hidden]: hidden,
      },
      PROMETHEUS_PUSHGATEWAY_URL: hidden,
      X_AUTH: hidden,
      PASSPHRASE_SALT: hidden,
      MY_PIN: hidden,
      BUILD_MANAGER: hidden,
      MAIL_PASSWORD: null,
      FEATURE_REQUIRE_ENCRYPTED_BASIC_AUTH_TOKEN: false,
      SERVER_HOSTNAME: 'quay.example.com',
      TAG_EXPIRATION_OPTIONS: ['0s', '1d', '2w'],
      [hidden]: hidden,
      '(hidden 2)': hidden,
      '(hidden 3)': hidden,
    });
  });

  test.each(['hunter2', 'ter2', 'w@rd', '1234567890', 'AKIA', '0e3a', 'old password'])('never shows %s', (secret) => {
    expect(shown).not.toContain(secret);
  });

  test('keeps what PyYAML reads as text and others do not', () => {
    expect(
      hideInConfig('# hunter2\nREGISTRY_TITLE: n # hunter2\nMAIL_PORT: 010\nPROXY_COUNT: 12345678901234567890\n'),
    ).toBe('REGISTRY_TITLE: "n"\nMAIL_PORT: 8\nPROXY_COUNT: 12345678901234567890\n');
  });

  test('an alias, an anchor and a tag bring nothing back', () => {
    expect(hideInConfig('A_PASSWORD: &hunter2 hunter2\nMAIL_SERVER: *hunter2\nB_X: !!binary aHVudGVyMg==\n')).toBe(
      `A_PASSWORD: ${hidden}\nMAIL_SERVER: hunter2\nB_X: ${hidden}\n`,
    );
    expect(hideInConfig('REGISTRY_TITLE: !hunter2 x\n')).toBe(hidden);
  });

  test.each([': [}', '- hunter2', 'hunter2', '', 'A: *hunter2', 'A: |hunter2'])(
    'hides all of %j, which is none',
    (text) => {
      expect(hideInConfig(text)).toBe(hidden);
    },
  );

  test('keys that objects have by birth are keys like any other', () => {
    expect(
      hideInConfig('__proto__: {x: hunter2}\nconstructor: hunter2\nDB_CONNECTION_ARGS: {__proto__: {host: h}}\n'),
    ).toBe(`${hidden}: ${hidden}\n(hidden 2): ${hidden}\nDB_CONNECTION_ARGS:\n  ${hidden}:\n    host: h\n`);
  });
});

const canary = 'CANARY';
const name = fc.oneof(
  fc.constantFrom('s3_secret_key', 'password', 'sas', 'os_options', 'X_AUTH', 'OTP', 'headers', 'value', 'user'),
  fc.string({ unit: 'grapheme' }).map((text) => `a ${text}`),
);
const held = fc.letrec((part) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string().map((text) => canary + text),
    fc.string().map((text) => `https://user:${canary}${text}@host`),
    fc.array(part('any'), { minLength: 1 }),
    fc.dictionary(name, part('any'), { minKeys: 1 }),
  ),
})).any;

describe('whatever is inside', () => {
  test.each(['MY_SETTING', 'DB_URI', 'SECRET_KEY', 'BUILD_MANAGER', 'LOGS_MODEL_CONFIG', 'no setting', '__proto__'])(
    'nothing of %s is shown',
    (setting) => {
      fc.assert(
        fc.property(held, (value) => {
          expect(JSON.stringify(shownValue(setting, value))).not.toContain(canary);
        }),
      );
    },
  );

  test.each(['DISTRIBUTED_STORAGE_CONFIG', 'BUILDLOGS_REDIS', 'DB_CONNECTION_ARGS', 'X_LOGIN_CONFIG'])(
    'of %s nothing but harmless fields',
    (setting) => {
      fc.assert(
        fc.property(held, (value) => {
          const inside = { location: ['S3Storage', { deeper: value }] };
          expect(JSON.stringify(shownValue(setting, inside))).not.toContain(canary);
        }),
      );
    },
  );
});
