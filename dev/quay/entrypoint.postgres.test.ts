import { request as secureRequest } from 'node:https';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { selfSignedPair } from '../command-line/self-signed-pair.ts';
import { RedisProcess } from '../redis/redis-process.ts';
import { copyDatabase } from './copy-database.ts';
import { databaseDigest } from './database-digest.ts';
import { legacyKeys } from './legacy-keys.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { QuayProcess, type QuayProcessOptions } from './quay-process.ts';
import { generateLegacyDatabase } from './schema/generate-legacy-database.ts';

let redis: RedisProcess;
let old: PostgresServer;
let fresh: PostgresServer;
const running: QuayProcess[] = [];

beforeAll(async () => {
  [redis, old, fresh] = await Promise.all([
    RedisProcess.start(),
    startPostgres({ major: 10 }),
    startPostgres({ major: 13 }),
  ]);
  await sql(old, 'postgres', 'CREATE DATABASE quay');
  const client = new pg.Client(old.connection({ database: 'quay' }));
  await client.connect();
  await generateLegacyDatabase(client, { rows: 1000 });
  await client.end();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((quay) => quay.stop('SIGKILL')));
});

afterAll(async () => {
  await Promise.all([redis.stop(), old.stop(), fresh.stop()]);
});

async function sql(server: PostgresServer, database: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client(server.connection({ database }));
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** The legacy database, copied to PostgreSQL 13. */
async function copied(database: string): Promise<string> {
  await sql(fresh, 'postgres', `CREATE DATABASE ${database}`);
  await sql(fresh, database, 'CREATE EXTENSION pg_trgm');
  await copyDatabase(old.connection({ database: 'quay' }), fresh.connection({ database }));
  return database;
}

function config(server: PostgresServer, database: string, changes: Readonly<Record<string, string>> = {}): string {
  const fields = {
    SECRET_KEY: `'${legacyKeys.secretKey}'`,
    DATABASE_SECRET_KEY: `'${legacyKeys.databaseSecretKey}'`,
    DB_URI: `postgresql://postgres:any@127.0.0.1:${server.port}/${database}`,
    SERVER_HOSTNAME: 'quay.example.com',
    DISTRIBUTED_STORAGE_CONFIG: '{default: [LocalStorage, {}]}',
    TAG_EXPIRATION_OPTIONS: '[2w]',
    SETUP_COMPLETE: 'true',
    TESTING: 'false',
    BUILDLOGS_REDIS: `{host: ${redis.address}}`,
    USER_EVENTS_REDIS: `{host: ${redis.address}}`,
    ...changes,
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

async function start(options: Partial<QuayProcessOptions> & { config: string }): Promise<QuayProcess> {
  const { config: text, files = {}, ...rest } = options;
  const quay = await QuayProcess.start({
    generation: 'legacy',
    arguments: [],
    ...rest,
    files: { 'config.yaml': text, ...files },
  });
  running.push(quay);
  return quay;
}

async function untilServes(quay: QuayProcess): Promise<void> {
  await expect.poll(() => quay.log, { timeout: 20_000 }).toContain('registry serves');
}

async function migrated(database: string): Promise<string> {
  const job = await start({
    generation: 'current',
    arguments: ['migrate', 'head'],
    config: config(fresh, await copied(database)),
  });
  expect(await job.ended).toBe(0);
  expect(job.log).toContain('-> c3d4e5f6a7b8');
  return database;
}

describe('a legacy registry', () => {
  test('serves the repositories of its database and ends at once', async () => {
    const quay = await start({ config: config(old, 'quay') });
    await untilServes(quay);
    expect(await quay.ask('GET', '/health/instance')).toEqual({
      status: 200,
      body: {
        data: {
          services: {
            auth: true,
            database: true,
            disk_space: true,
            registry_gunicorn: true,
            service_key: true,
            web_gunicorn: true,
          },
        },
        status_code: 200,
      },
    });
    const { body } = await quay.ask('GET', '/repositories');
    expect(body).toMatchObject({ generation: 'legacy', alembic: '04b9d2191450' });
    const repositories = (body as { repositories: { tags: number }[] }).repositories;
    expect(repositories).toHaveLength(8);
    expect(repositories.reduce((sum, { tags }) => sum + tags, 0)).toBe(25);
    expect((await quay.ask('GET', '/elsewhere')).status).toBe(404);
    const before = Date.now();
    expect(await quay.stop()).toBe(143);
    expect(Date.now() - before).toBeLessThan(2000);
  });

  test.each([
    ['registry', 'registry serves', ['repositoryactioncount', 'servicekey']],
    ['repomirror', 'looks for work', ['repomirrorconfig']],
  ])('writes as %s though nobody asks it', async (command, ready, tables) => {
    const database = await copied(`idle_${command}`);
    const quay = await start({ arguments: [command], config: config(fresh, database) });
    await expect.poll(() => quay.log, { timeout: 20_000 }).toContain(ready);
    const client = new pg.Client(fresh.connection({ database }));
    await client.connect();
    const first = await databaseDigest(client);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const second = await databaseDigest(client);
    await client.end();
    const changed = Object.keys(first).filter((table) => first[table] !== second[table]);
    expect(changed).toEqual(tables);
  });

  test('refuses a database that a newer one has upgraded', async () => {
    const quay = await start({ config: config(fresh, await migrated('newer')) });
    expect(await quay.ended).toBe(1);
    expect(quay.log).toContain(`Can't locate revision identified by 'c3d4e5f6a7b8'`);
  });

  test('says in its health when the database is away, and serves when it is back', async () => {
    const server = await startPostgres({ major: 10 });
    await sql(server, 'postgres', 'CREATE DATABASE quay');
    await copyDatabase(old.connection({ database: 'quay' }), server.connection({ database: 'quay' }));
    const quay = await start({ config: config(server, 'quay') });
    await untilServes(quay);
    await sql(server, 'postgres', 'ALTER DATABASE quay RENAME TO away').catch(() => undefined);
    await sql(server, 'postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'quay'`);
    await expect
      .poll(async () => {
        await sql(server, 'postgres', 'ALTER DATABASE quay RENAME TO away').catch(() => undefined);
        return (await quay.ask('GET', '/health/instance')).status;
      })
      .toBe(503);
    await sql(server, 'postgres', 'ALTER DATABASE away RENAME TO quay');
    await expect.poll(async () => (await quay.ask('GET', '/health/endtoend')).status).toBe(200);
    await server.stop();
  });

  test('waits for a database that comes later', async () => {
    await sql(fresh, 'postgres', 'CREATE DATABASE later');
    const quay = await start({ config: config(fresh, 'later') });
    await expect.poll(() => quay.log, { timeout: 10_000 }).toContain('no schema yet');
    await sql(fresh, 'later', 'CREATE EXTENSION pg_trgm');
    await copyDatabase(old.connection({ database: 'quay' }), fresh.connection({ database: 'later' }));
    await untilServes(quay);
  });

  test('serves HTTPS where its pair lies in the configuration', async () => {
    const pair = await selfSignedPair('quay.example.com');
    const files = { 'ssl.cert': pair.certificate, 'ssl.key': pair.key };
    const quay = await start({ config: config(old, 'quay'), files });
    await untilServes(quay);
    const status = await new Promise((resolve, reject) => {
      const options = { host: quay.address, port: 8443, path: '/health/instance', servername: 'quay.example.com' };
      secureRequest({ ...options, ca: pair.certificate }, (response) => {
        resolve(response.statusCode);
        response.resume();
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});

describe('a registry of today', () => {
  test('serves the same repositories after the upgrade, and what is pushed to it', async () => {
    const legacy = await start({ config: config(old, 'quay') });
    await untilServes(legacy);
    const before = (await legacy.ask('GET', '/repositories')).body as { repositories: unknown };
    const database = await migrated('upgraded');
    const quay = await start({
      generation: 'current',
      arguments: ['registry-nomigrate'],
      config: config(fresh, database),
    });
    await untilServes(quay);
    const { body } = await quay.ask('GET', '/repositories');
    expect(body).toEqual({ generation: 'current', alembic: 'c3d4e5f6a7b8', repositories: before.repositories });
    const count = async () =>
      sql(fresh, database, 'SELECT (SELECT count(*) FROM tag) + (SELECT count(*) FROM manifest)');
    const [rows] = await count();
    expect(await quay.ask('POST', '/push')).toMatchObject({ status: 201, body: { repository: 'repository-1' } });
    expect(await count()).toEqual([String(Number(rows) + 2)]);
  });

  test('waits for the upgrade', async () => {
    const database = await copied('unfinished');
    const quay = await start({
      generation: 'current',
      arguments: ['repomirror-nomigrate'],
      config: config(fresh, database),
    });
    await expect.poll(() => quay.log, { timeout: 10_000 }).toContain('at 04b9d2191450, not at c3d4e5f6a7b8');
    const job = await start({ generation: 'current', arguments: ['migrate', 'head'], config: config(fresh, database) });
    expect(await job.ended).toBe(0);
    await expect.poll(() => quay.log, { timeout: 10_000 }).toContain('looks for work');
  });

  test('does not start without pg_trgm', async () => {
    const database = await migrated('without_trgm');
    await sql(fresh, database, 'DROP EXTENSION pg_trgm CASCADE');
    const quay = await start({ generation: 'current', config: config(fresh, database) });
    expect(await quay.ended).toBe(1);
    expect(quay.log).toContain('you must install the pg_trgm extension');
  });
});

describe.each(['legacy', 'current'] as const)('no %s registry starts', (generation) => {
  test.each([
    ['SECRET_KEY', 'SECRET_KEY must be a string', 'SECRET_KEY must be a string'],
    ['DATABASE_SECRET_KEY', 'DATABASE_SECRET_KEY must be a string', 'Exception: Missing DATABASE_SECRET_KEY'],
    ['DB_URI', 'DB_URI must be a string', 'DB_URI is required'],
  ])('without %s', async (key, ofLegacy, ofToday) => {
    const quay = await start({ generation, config: config(old, 'quay', { [key]: '' }) });
    expect(await quay.ended).toBe(1);
    expect(quay.log).toContain(generation === 'legacy' ? ofLegacy : ofToday);
  });

  test('with another DATABASE_SECRET_KEY', async () => {
    const [server, database] = generation === 'legacy' ? [old, 'quay'] : [fresh, await migrated('lost_key')];
    const changes = { DATABASE_SECRET_KEY: `'${legacyKeys.secretKey}'` };
    const quay = await start({ generation, config: config(server, database, changes) });
    expect(await quay.ended).toBe(1);
    expect(quay.log).toContain('does not open with DATABASE_SECRET_KEY');
  });
});

describe('migrate', () => {
  test('ends with 1 and the reason where it fails', async () => {
    const files = config(fresh, await copied('failing'));
    const job = await start({
      generation: 'current',
      arguments: ['migrate', 'head'],
      config: files,
      faults: { migrate: 'fail' },
    });
    expect(await job.ended).toBe(1);
    expect(job.log).toContain('revision e8ed3fb547da failed');
  });

  test('can be ended while it hangs', async () => {
    const files = config(fresh, await copied('hanging'));
    const job = await start({
      generation: 'current',
      arguments: ['migrate', 'head'],
      config: files,
      faults: { migrate: 'hang' },
    });
    await expect.poll(() => job.log, { timeout: 10_000 }).toContain('-> e8ed3fb547da');
    expect(await job.stop()).toBe(143);
  });

  test('is the only command with that name', async () => {
    const job = await start({ arguments: ['migrate', 'tail'], config: config(old, 'quay') });
    expect(await job.ended).toBe(1);
    expect(job.log).toContain('no command "migrate tail"');
  });
});
