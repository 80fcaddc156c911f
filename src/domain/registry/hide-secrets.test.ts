import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Secret } from '../../k8s/secret.ts';
import { hidden, hideInConfig, hideSecrets } from './hide-secrets.ts';

const config = `
# the old password was hunter2
SECRET_KEY: "12345678901234567890123456789012345678901234567890123456789012345678901234567"
DATABASE_SECRET_KEY: 12345678901234567890123456789012345678901234567890
DB_URI: postgresql://quay:p@ss/w@rd@prod-quay-postgresql/quay
DB_CONNECTION_ARGS: {threadlocals: true, sslrootcert: conf/stack/rds.pem}
BITTORRENT_FILENAME_PEPPER: 0e3a
BUILDLOGS_REDIS: {host: prod-redis, port: 6379, password: hunter2}
DISTRIBUTED_STORAGE_CONFIG:
  default: [S3Storage, {s3_bucket: prod, s3_access_key: AKIA, s3_secret_key: hunter2, host: s3.example.com}]
  azure: [AzureStorage, {azure_container: c, azure_account_name: name, azure_account_key: hunter2, sas_token: hunter2}]
  swift: [SwiftStorage, {swift_user: u, swift_password: hunter2, temp_url_key: hunter2}]
LDAP_URI: ldaps://ldap.example.com
LDAP_ADMIN_PASSWD: hunter2
EXAMPLE_LOGIN_CONFIG: {CLIENT_ID: quay, CLIENT_SECRET: hunter2, OIDC_SERVER: "https://sso.example.com/"}
WEBHOOKS: ["https://hook:hunter2@example.com/"]
MAIL_PASSWORD: null
FEATURE_REQUIRE_ENCRYPTED_BASIC_AUTH_TOKEN: false
SERVER_HOSTNAME: quay.example.com
TAG_EXPIRATION_OPTIONS: [0s, 1d, 2w]
`;

describe('config.yaml', () => {
  const shown = hideInConfig(config);

  test('keeps what tells nothing secret', () => {
    expect(parse(shown, { version: '1.1' })).toMatchObject({
      SECRET_KEY: hidden,
      DATABASE_SECRET_KEY: hidden,
      DB_URI: hidden,
      DB_CONNECTION_ARGS: { threadlocals: true, sslrootcert: 'conf/stack/rds.pem' },
      BUILDLOGS_REDIS: { host: 'prod-redis', port: 6379, password: hidden },
      DISTRIBUTED_STORAGE_CONFIG: {
        default: [
          'S3Storage',
          { s3_bucket: 'prod', s3_access_key: hidden, s3_secret_key: hidden, host: 's3.example.com' },
        ],
        azure: ['AzureStorage', { azure_container: 'c', azure_account_name: 'name' }],
        swift: ['SwiftStorage', { swift_user: 'u', temp_url_key: hidden }],
      },
      LDAP_URI: 'ldaps://ldap.example.com',
      EXAMPLE_LOGIN_CONFIG: { CLIENT_ID: 'quay', CLIENT_SECRET: hidden, OIDC_SERVER: 'https://sso.example.com/' },
      WEBHOOKS: [hidden],
      MAIL_PASSWORD: null,
      FEATURE_REQUIRE_ENCRYPTED_BASIC_AUTH_TOKEN: false,
      SERVER_HOSTNAME: 'quay.example.com',
      TAG_EXPIRATION_OPTIONS: ['0s', '1d', '2w'],
    });
  });

  test.each(['hunter2', 'w@rd', '1234567890', 'AKIA', '0e3a', 'old password'])('never shows %s', (secret) => {
    expect(shown).not.toContain(secret);
  });

  test('keeps what PyYAML reads as text and others do not', () => {
    expect(hideInConfig('# hunter2\nA: n # hunter2\nB: 010\nC: 12345678901234567890\n')).toBe(
      'A: n\nB: 010\nC: 12345678901234567890\n',
    );
  });

  test('an alias could bring a secret back', () => {
    expect(hideInConfig('A_PASSWORD: &p hunter2\nB: *p\n')).toBe(`A_PASSWORD: ${hidden}\nB: ${hidden}\n`);
  });

  test.each([': [}', '- hunter2', 'hunter2', ''])('hides all of %j, which is no mapping', (text) => {
    expect(hideInConfig(text)).toBe(hidden);
  });

  test('hides what a secret key holds at any depth and of any shape', () => {
    const value = fc.oneof(
      fc.stringMatching(/^hunter2[a-z]*$/),
      fc.array(fc.constant('hunter2')),
      fc.constant({ a: 'hunter2' }),
    );
    const key = fc.constantFrom('PASSWORD', 'db_password', 'X_SECRET', 'API_TOKEN', 'SIGNING_KEY', 'OLD_KEYS', 'PSK');
    const inside = (content: unknown) => [content, { OUTER: content }, { LIST: [1, content] }];
    fc.assert(
      fc.property(key, value, (name, held) => {
        for (const content of inside({ [name]: held })) {
          expect(hideInConfig(JSON.stringify({ TOP: content }))).not.toContain('hunter2');
        }
      }),
    );
  });
});

const secret: Secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'bundle', labels: { a: 'b' } },
  data: { 'config.yaml': btoa('A: 1\nSECRET_KEY: "1"\n'), 'ssl.key': btoa('hunter2') },
};

test('of a Secret, names stay and values go; config.yaml stays base64', () => {
  const shown = hideSecrets(secret) as Secret;
  expect(shown).toMatchObject({ metadata: secret.metadata, data: { 'ssl.key': hidden } });
  expect(atob(shown.data?.['config.yaml'] ?? '')).toBe(`A: 1\nSECRET_KEY: ${hidden}\n`);
});

test('stringData is hidden like data', () => {
  const { apiVersion, kind, metadata } = secret;
  const stringData = { 'config.yaml': 'A: 1\n', x: 'hunter2' };
  expect(hideSecrets({ apiVersion, kind, metadata, stringData } as Secret)).toMatchObject({
    stringData: { 'config.yaml': 'A: 1\n', x: hidden },
  });
});

test('what is no Secret stays as it is', () => {
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ca' }, data: { password: 'x' } };
  expect(hideSecrets(configMap)).toBe(configMap);
});
