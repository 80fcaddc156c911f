import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisProcess } from '../redis/redis-process.ts';
import { validateConfig } from './config-tool.ts';

let directory: string;
let redis: RedisProcess;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'config-tool-'));
  redis = await RedisProcess.start();
});

afterAll(async () => {
  await redis.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The groups that refuse, and what they say. No database answers here: that group always does. */
async function refused(change: Readonly<Record<string, unknown>>, version = '3.17.4'): Promise<Record<string, string>> {
  const config = {
    DB_URI: 'postgresql://quay:pw@127.0.0.1:1/quay',
    SERVER_HOSTNAME: 'quay.example.com',
    DISTRIBUTED_STORAGE_CONFIG: { default: ['LocalStorage', {}] },
    TAG_EXPIRATION_OPTIONS: ['2w'],
    BUILDLOGS_REDIS: { host: redis.address },
    USER_EVENTS_REDIS: { host: redis.address },
    ...change,
  };
  await writeFile(join(directory, 'config.yaml'), JSON.stringify(config));
  const lines: string[] = [];
  expect(await validateConfig(directory, version, (line) => lines.push(line))).toBe(false);
  const rows = lines
    .filter((line) => line.includes('🔴') && !line.startsWith('|  '))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const found = Object.fromEntries(rows.map(([, group = '', error = '']) => [group, error]));
  expect(Object.keys(found)).toContain('Database');
  const { Database: _database, ...others } = found;
  return others;
}

describe('config-tool', () => {
  test('has nothing against what is complete', async () => {
    expect(await refused({})).toEqual({});
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['AccessSettings', { AUTHENTICATION_TYPE: 'Kerberos' }, 'AUTHENTICATION_TYPE must be one of'],
    ['DistributedStorage', { DISTRIBUTED_STORAGE_CONFIG: null }, 'is required'],
    ['DistributedStorage', { DISTRIBUTED_STORAGE_CONFIG: {} }, 'at least one storage location'],
    ['HostSettings', { SERVER_HOSTNAME: 'https://quay' }, 'of type Hostname'],
    ['HostSettings', { PREFERRED_URL_SCHEME: 'ftp' }, 'one of http, https'],
    ['HostSettings', { PREFERRED_URL_SCHEME: 'https' }, 'Could not find ssl.cert'],
    ['Redis', { USER_EVENTS_REDIS: { host: '127.78.0.250', port: 1 } }, 'provided in USER_EVENTS_REDIS'],
    ['SecurityScanner', { FEATURE_SECURITY_SCANNER: true }, 'must be present'],
    ['TeamSyncing', { TEAM_RESYNC_STALE_TIME: '30 minutes' }, 'regex pattern'],
    ['TimeMachine', { DEFAULT_TAG_EXPIRATION: '1d' }, 'must be included'],
  ])('%s refuses %j', async (group, change, reason) => {
    const found = await refused(change);
    expect(Object.keys(found)).toEqual([group]);
    expect(Object.values(found)[0]).toContain(reason);
  });

  test('wants a name of several labels from 3.18.0 on', async () => {
    expect(await refused({ SERVER_HOSTNAME: 'quay' }, '3.17.4')).toEqual({});
    expect(await refused({ SERVER_HOSTNAME: 'quay' }, '3.18.0')).toHaveProperty('HostSettings');
    expect(await refused({ SERVER_HOSTNAME: 'localhost:8443' }, '3.18.0')).toEqual({});
  });

  test('ends at a value of another type before it looks at anything', async () => {
    await writeFile(join(directory, 'config.yaml'), JSON.stringify({ FEATURE_MAILING: 'false' }));
    await expect(validateConfig(directory, '3.17.4', () => undefined)).rejects.toThrow('FEATURE_MAILING');
  });
});
