import { shownDriver } from '../redaction/shown-settings.ts';
import { isMapping } from '../ecosystem/check-fields.ts';

/** Drivers of Quay 3.9 to 3.18, and the arguments that its validation requires for each. */
const drivers: Readonly<Record<string, readonly string[]>> = {
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
  SwiftStorage: ['auth_url', 'swift_container', 'swift_user', 'swift_password'],
  CloudFlareStorage: ['s3_access_key', 's3_secret_key', 's3_bucket', 'cloudflare_domain'],
  MultiCDNStorage: ['default_provider'],
};

const texts = [
  ...['access_key', 'secret_key', 's3_access_key', 's3_secret_key', 's3_bucket', 'bucket_name', 'host', 'hostname'],
  ...['storage_path', 'azure_container', 'azure_account_name', 'azure_account_key', 'sas_token', 'endpoint_url'],
  ...['auth_url', 'swift_container', 'swift_user', 'swift_password', 'temp_url_key', 'ca_cert_path'],
  ...['cloudfront_distribution_domain', 'cloudfront_key_id'],
];

/** What Quay's validation rejects about one storage location, as predicates. No value is repeated: most are secrets. */
export function storageProblems(definition: unknown): readonly string[] {
  const [driver, given] = Array.isArray(definition) ? (definition as readonly unknown[]) : [];
  if (typeof driver !== 'string' || !isMapping(given)) return ['is not a driver with its arguments'];
  const required = Object.hasOwn(drivers, driver) ? drivers[driver] : undefined;
  if (required === undefined) {
    return [
      `names the driver ${shownDriver(driver)}, which Quay does not have. Quay 3.3 kept such images in the memory of its pods`,
    ];
  }
  const absent = required.filter((name) => given[name] === undefined || given[name] === null || given[name] === '');
  const mistyped = texts.filter((name) => (given[name] ?? '') !== '' && typeof given[name] !== 'string');
  return [
    ...absent.map((name) => `lacks ${name}, which ${shownDriver(driver)} requires`),
    ...mistyped.map((name) => `has a ${name} that is not a string`),
    ...(['boolean', 'undefined'].includes(typeof (given.is_secure ?? undefined))
      ? []
      : ['has an is_secure that is neither true nor false']),
    ...(isNumeric(given.port ?? 0) ? [] : ['has a port that is not a number']),
    ...(driver === 'SwiftStorage' ? swiftProblems(given) : []),
  ];
}

function swiftProblems(given: Readonly<Record<string, unknown>>): readonly string[] {
  const version = isNumeric(given.auth_version) ? Number(given.auth_version) : 0;
  if (![1, 2, 3].includes(version)) return ['has an auth_version that is not 1, 2 or 3'];
  const options = isMapping(given.os_options) ? given.os_options : {};
  const absent = ['user_domain_name', 'tenant_id'].filter((name) => typeof options[name] !== 'string');
  return version === 3 ? absent.map((name) => `lacks os_options.${name}, which auth_version 3 requires`) : [];
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && /^\d*$/.test(value));
}
