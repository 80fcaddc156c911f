import { describe, expect, test } from 'vitest';
import { storageProblems } from './storage-arguments.ts';

const required: Readonly<Record<string, readonly string[]>> = {
  LocalStorage: [],
  RHOCSStorage: ['access_key', 'secret_key', 'hostname', 'bucket_name'],
  RadosGWStorage: ['access_key', 'secret_key', 'hostname', 'bucket_name'],
  IBMCloudStorage: ['access_key', 'secret_key', 'hostname', 'bucket_name'],
  S3Storage: ['s3_bucket'],
  STSS3Storage: ['s3_bucket'],
  GoogleCloudStorage: ['access_key', 'secret_key', 'bucket_name'],
  AzureStorage: ['azure_container', 'azure_account_name'],
  CloudFrontedS3Storage: [
    ...['s3_access_key', 's3_secret_key', 's3_bucket', 'cloudfront_distribution_domain', 'cloudfront_key_id'],
  ],
  CloudFlareStorage: ['s3_access_key', 's3_secret_key', 's3_bucket', 'cloudflare_domain'],
  MultiCDNStorage: ['default_provider'],
};

const filled = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'x']));

describe('a driver', () => {
  test.each(Object.entries(required))('%s has all that it requires, or lacks it by name', (driver, names) => {
    expect(storageProblems([driver, filled(names)])).toEqual([]);
    expect(storageProblems([driver, {}])).toEqual(names.map((name) => `lacks ${name}, which ${driver} requires`));
    for (const empty of ['', null]) {
      const given = { ...filled(names), ...Object.fromEntries(names.slice(0, 1).map((name) => [name, empty])) };
      expect(storageProblems([driver, given])).toHaveLength(Math.min(1, names.length));
    }
  });

  test.each([undefined, null, 'S3Storage', {}, [], ['S3Storage'], ['S3Storage', 'x'], [7, {}]])(
    '%j is none',
    (definition) => {
      expect(storageProblems(definition)).toEqual(['is not a driver with its arguments']);
    },
  );

  test.each(['FakeStorage', 'constructor'])('%s is none of Quay', (driver) => {
    const [problem, ...others] = storageProblems([driver, {}]);
    expect(problem).toMatch(
      /^names the driver .*, which Quay does not have\. Quay 3\.3 kept such images in the memory/,
    );
    expect(others).toEqual([]);
  });
});

describe('an argument', () => {
  const local = (given: object) => storageProblems(['LocalStorage', given]);

  test.each([
    ...['access_key', 'secret_key', 's3_access_key', 's3_secret_key', 's3_bucket', 'bucket_name', 'host', 'hostname'],
    ...['storage_path', 'azure_container', 'azure_account_name', 'azure_account_key', 'sas_token', 'endpoint_url'],
    ...['auth_url', 'swift_container', 'swift_user', 'swift_password', 'temp_url_key', 'ca_cert_path'],
    ...['cloudfront_distribution_domain', 'cloudfront_key_id'],
  ])('%s is a string, or not there', (name) => {
    expect(local({ [name]: 7 })).toEqual([`has a ${name} that is not a string`]);
    for (const fine of ['x', '', null, undefined]) expect(local({ [name]: fine })).toEqual([]);
  });

  test.each<[unknown, boolean]>([
    [true, true],
    [false, true],
    [null, true],
    [undefined, true],
    ['true', false],
    [1, false],
  ])('is_secure %j is right: %s', (value, right) => {
    const problems = right ? [] : ['has an is_secure that is neither true nor false'];
    expect(local({ is_secure: value })).toEqual(problems);
  });

  test.each<[unknown, boolean]>([
    [443, true],
    [443n, true],
    ['443', true],
    ['', true],
    [null, true],
    [undefined, true],
    ['https', false],
    ['4x', false],
    ['x4', false],
    [true, false],
  ])('port %s is right: %s', (value, right) => {
    expect(local({ port: value })).toEqual(right ? [] : ['has a port that is not a number']);
  });
});

describe('Swift', () => {
  const swift = (given: object) =>
    storageProblems([
      'SwiftStorage',
      { ...filled(['auth_url', 'swift_container', 'swift_user', 'swift_password']), ...given },
    ]);

  test.each([1, 2, '1', '2', 2n])('needs no more with auth_version %s', (version) => {
    expect(swift({ auth_version: version })).toEqual([]);
  });

  test.each([undefined, 0, 4, 'v3', '', true])('has an auth_version that is one of three, and not %j', (version) => {
    expect(swift({ auth_version: version })).toEqual(['has an auth_version that is not 1, 2 or 3']);
  });

  test.each<[unknown, readonly string[]]>([
    [{ user_domain_name: 'd', tenant_id: 't' }, []],
    [{ user_domain_name: 'd' }, ['tenant_id']],
    [{ tenant_id: 't', user_domain_name: 7 }, ['user_domain_name']],
    [undefined, ['user_domain_name', 'tenant_id']],
    ['x', ['user_domain_name', 'tenant_id']],
  ])('of version 3 with os_options %j', (options, absent) => {
    const problems = absent.map((name) => `lacks os_options.${name}, which auth_version 3 requires`);
    expect(swift({ auth_version: 3, os_options: options })).toEqual(problems);
  });
});
