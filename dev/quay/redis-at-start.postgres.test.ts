import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisProcess } from '../redis/redis-process.ts';
import { legacyKeys } from './legacy-keys.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { QuayProcess, type QuayProcessOptions } from './quay-process.ts';
import { generateLegacyDatabase } from './schema/generate-legacy-database.ts';

const nobody = { host: '127.78.0.250', port: 1 };

let redis: RedisProcess;
let server: PostgresServer;

beforeAll(async () => {
  [redis, server] = await Promise.all([RedisProcess.start(), startPostgres({ major: 13 })]);
  await sql('postgres', 'CREATE DATABASE quay');
  const client = new pg.Client(server.connection({ database: 'quay' }));
  await client.connect();
  await generateLegacyDatabase(client, { rows: 1000 });
  await client.end();
});

afterAll(() => Promise.all([redis.stop(), server.stop()]));

async function sql(database: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client(server.connection({ database }));
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Runs a Quay of today to its end, on a database of its own. */
async function ended(
  options: Pick<QuayProcessOptions, 'version' | 'arguments'>,
  change: Readonly<Record<string, unknown>>,
): Promise<{ readonly exitCode: unknown; readonly log: string; readonly revision: unknown }> {
  const database = `of_${Math.random().toString(36).slice(2)}`;
  await sql('postgres', `CREATE DATABASE ${database} TEMPLATE quay`);
  const config = {
    SECRET_KEY: legacyKeys.secretKey,
    DATABASE_SECRET_KEY: legacyKeys.databaseSecretKey,
    DB_URI: `postgresql://postgres:any@127.0.0.1:${server.port}/${database}`,
    SERVER_HOSTNAME: 'quay.example.com',
    DISTRIBUTED_STORAGE_CONFIG: { default: ['LocalStorage', {}] },
    TAG_EXPIRATION_OPTIONS: ['2w'],
    SETUP_COMPLETE: true,
    TESTING: false,
    BUILDLOGS_REDIS: { host: redis.address },
    USER_EVENTS_REDIS: { host: redis.address },
    ...change,
  };
  const files = { 'config.yaml': JSON.stringify(config) };
  const quay = await QuayProcess.start({ generation: 'current', ...options, files });
  const exitCode = await quay.ended;
  const [revision] = await sql(database, 'SELECT version_num FROM alembic_version');
  return { exitCode, log: quay.log, revision };
}

describe('the Redis of USER_EVENTS_REDIS', () => {
  test.each([
    ['3.9.10', '8cf90670bf38'],
    ['3.17.2', 'c3d4e5f6a7b8'],
  ])('is no matter of migrate in Quay %s', async (version, head) => {
    const run = await ended({ version, arguments: ['migrate', 'head'] }, { USER_EVENTS_REDIS: nobody });
    expect(run).toMatchObject({ exitCode: 0, revision: head });
  });

  test.each(['3.17.3', '3.17.4', '3.18.0'])('is asked by Quay %s before the first statement', async (version) => {
    const run = await ended({ version, arguments: ['migrate', 'head'] }, { USER_EVENTS_REDIS: nobody });
    expect(run).toMatchObject({ exitCode: 1, revision: '04b9d2191450' });
    expect(run.log).toContain('redis.exceptions.ConnectionError');
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['is there', {}],
    ['is not asked with TESTING', { USER_EVENTS_REDIS: nobody, TESTING: true }],
  ])('%s: Quay 3.18.0 upgrades', async (_title, change) => {
    const run = await ended({ version: '3.18.0', arguments: ['migrate', 'head'] }, change);
    expect(run).toMatchObject({ exitCode: 0, revision: '9fa37f66a9b6' });
  });
});

test('a registry of today does not start while Redis is away', async () => {
  const run = await ended({ arguments: ['registry-nomigrate'] }, { BUILDLOGS_REDIS: nobody });
  expect(run.exitCode).toBe(1);
  expect(run.log).toMatch(/\| Redis +\| Could not connect to Redis with values provided in BUILDLOGS_REDIS/);
});
