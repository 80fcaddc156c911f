import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { parseDatabaseUri } from '../../src/domain/ecosystem/database/database-uri.ts';
import { redisAddress } from '../redis/redis-address.ts';
import { redisPing } from '../redis/redis-ping.ts';
import type { QuayStart } from './quay-needs.ts';
import { startOf } from './quay-start.ts';
import { isBefore } from './quay-version.ts';

// `config-tool validate -c DIRECTORY --mode MODE`, as Quay 3.9 to 3.18 has it (config-tool/commands/validate.go): the
// field groups that a migration touches. Storage, mail, LDAP and OIDC, which the real one connects to, are not asked:
// nothing in the project's clusters is one.

type Check = (start: QuayStart, directory: string) => Promise<readonly string[]> | readonly string[];

/** By field group, in the order of the table: config-tool/pkg/lib/fieldgroups/GROUP/GROUP_validator.go of v3.17.4. */
const groups: Readonly<Record<string, Check>> = {
  AccessSettings: ({ config = {} }) => {
    const { AUTHENTICATION_TYPE: type = 'Database' } = config;
    const known = ['Database', 'LDAP', 'JWT', 'Keystone', 'OIDC', 'AppToken'];
    return known.includes(String(type)) ? [] : [`AUTHENTICATION_TYPE must be one of ${known.join(', ')}.`];
  },
  Database: ({ config = {} }) => checkDatabase(config.DB_URI),
  DistributedStorage: ({ config = {} }) => {
    const { DISTRIBUTED_STORAGE_CONFIG: storage } = config;
    if (typeof storage !== 'object' || storage === null) return ['DISTRIBUTED_STORAGE_CONFIG is required.'];
    return Object.keys(storage).length > 0
      ? []
      : ['DISTRIBUTED_STORAGE_CONFIG must contain at least one storage location.'];
  },
  HostSettings: checkHost,
  Redis: async ({ config = {} }) => {
    for (const key of ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS']) {
      if (!(key in config)) return [`${key} is required`];
    }
    const pings = ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS'].map((key) =>
      redisPing(redisAddress(config[key])).then(
        () => undefined,
        (error: unknown) => `Could not connect to Redis with values provided in ${key}. Error: ${String(error)}`,
      ),
    );
    return (await Promise.all(pings)).filter((said) => said !== undefined);
  },
  SecurityScanner: ({ config = {} }) => {
    if (config.FEATURE_SECURITY_SCANNER !== true) return [];
    const named = ['SECURITY_SCANNER_ENDPOINT', 'SECURITY_SCANNER_V4_ENDPOINT'].some(
      (key) => (config[key] ?? '') !== '',
    );
    return named ? [] : ['At least one of SECURITY_SCANNER_ENDPOINT,SECURITY_SCANNER_V4_ENDPOINT must be present'];
  },
  TeamSyncing: ({ config = {} }) => {
    const { TEAM_RESYNC_STALE_TIME: time = '30m' } = config;
    return /^[0-9]+(w|m|d|h|s)$/.test(String(time)) ? [] : ['TEAM_RESYNC_STALE_TIME must have the regex pattern'];
  },
  TimeMachine: ({ config = {} }) => {
    const { DEFAULT_TAG_EXPIRATION: own = '2w', TAG_EXPIRATION_OPTIONS: options = [] } = config;
    return Array.isArray(options) && options.includes(own)
      ? []
      : ['The default tag expiration period must be included in the allowed expiration periods.'];
  },
};

/** Fields that Go reads into a type of its own: another one ends the tool before it looks at anything. */
const isBoolean = /^(FEATURE_|EXTERNAL_TLS_TERMINATION$|SETUP_COMPLETE$)/;
const isText = /^(SERVER_HOSTNAME|DB_URI|AUTHENTICATION_TYPE|DEFAULT_TAG_EXPIRATION|PREFERRED_URL_SCHEME)$/;

function wrongType({ config = {} }: QuayStart): string | undefined {
  return Object.entries(config).find(([key, value]) => {
    if (value === null) return false;
    return (isBoolean.test(key) && typeof value !== 'boolean') || (isText.test(key) && typeof value !== 'string');
  })?.[0];
}

async function checkDatabase(uri: unknown): Promise<readonly string[]> {
  if (typeof uri !== 'string' || uri === '') return ['DB_URI is required.'];
  const address = uri.startsWith('postgresql://') ? parseDatabaseUri(uri) : undefined;
  if (address === undefined) return ['Could not connect to database. Error: you must use a valid scheme'];
  const client = new pg.Client({ ...address, application_name: 'config-tool', connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rowCount } = await client.query(`SELECT FROM pg_extension WHERE extname = 'pg_trgm'`);
    return rowCount === 0 ? ['if you are using a Postgres database, you must install the pg_trgm extension'] : [];
  } catch (error) {
    return [`Could not connect to database. Error: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await client.end().catch(() => undefined);
  }
}

function checkHost({ config = {}, version }: QuayStart, directory: string): readonly string[] {
  const { SERVER_HOSTNAME: hostname = '', PREFERRED_URL_SCHEME: scheme = 'http' } = config;
  const host = String(hostname);
  const name = host.split(':')[0] ?? '';
  // config-tool of v3.18.0: a single label is no host name of OpenShift.
  const short = !isBefore(version, '3.18.0') && name !== 'localhost' && !name.includes('.');
  const missing = ['ssl.cert', 'ssl.key'].filter((file) => !existsSync(join(directory, file)));
  return [
    ...(/^[a-zA-Z0-9.-]+(:[0-9]+)?$/.test(host) ? [] : ['SERVER_HOSTNAME must be of type Hostname']),
    ...(short ? ['SERVER_HOSTNAME must be a fully qualified domain name'] : []),
    ...(scheme === 'http' || scheme === 'https' ? [] : ['PREFERRED_URL_SCHEME must be one of http, https.']),
    ...(scheme === 'https' && config.EXTERNAL_TLS_TERMINATION !== true
      ? missing.map((file) => `Could not find ${file} in config bundle`)
      : []),
  ];
}

/** Prints the table and answers whether the configuration is valid. */
export async function validateConfig(
  directory: string,
  version: string,
  print: (line: string) => void,
): Promise<boolean> {
  const start = startOf(directory, version);
  if (start.config === undefined) throw new Error(`open ${join(directory, 'config.yaml')}: no such file or directory`);
  const wrong = wrongType(start);
  if (wrong !== undefined) {
    throw new Error(
      `An error occurred during validation. Process could not marshal config.yaml. More info: ${wrong} must be of another type`,
    );
  }
  const rows: [string, string, string][] = [['Field Group', 'Error', 'Status']];
  for (const [group, check] of Object.entries(groups)) {
    const errors = await check(start, directory);
    if (errors.length === 0) rows.push([group, '-', '🟢']);
    errors.forEach((error, index) => rows.push([index === 0 ? group : '', error, '🔴']));
  }
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  for (const [group, error, status] of rows) {
    print(`| ${group.padEnd(width(0))} | ${error.padEnd(width(1))} | ${status} |`);
  }
  return rows.every((row) => row[2] !== '🔴');
}
