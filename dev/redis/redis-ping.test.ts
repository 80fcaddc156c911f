import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisAddress } from './redis-address.ts';
import { redisPing } from './redis-ping.ts';
import { RedisProcess } from './redis-process.ts';

let open: RedisProcess;
let locked: RedisProcess;

beforeAll(async () => {
  [open, locked] = await Promise.all([RedisProcess.start(), RedisProcess.start('pass word')]);
});

afterAll(() => Promise.all([open.stop(), locked.stop()]));

describe('the simulated Redis', () => {
  test('answers who has no password, where it has none', async () => {
    await redisPing(redisAddress({ host: open.address }));
  });

  test('answers who has its password', async () => {
    await redisPing(redisAddress({ host: locked.address, port: 6379n, password: 'pass word' }));
  });

  test.each([
    ['no password', undefined, 'NOAUTH'],
    ['another password', 'other', 'WRONGPASS'],
  ])('refuses who has %s', async (_title, password, reason) => {
    await expect(redisPing({ host: locked.address, port: 6379, password })).rejects.toThrow(reason);
  });

  test('refuses a password where it has none', async () => {
    await expect(redisPing({ host: open.address, port: 6379, password: 'any' })).rejects.toThrow('WRONGPASS');
  });
});

test('nobody there is said with the address', async () => {
  await expect(redisPing({ host: '127.78.0.250', port: 1, password: undefined })).rejects.toThrow(
    'redis.exceptions.ConnectionError: Error ECONNREFUSED connecting to 127.78.0.250:1.',
  );
});

test('what config.yaml does not say is what redis-py takes', () => {
  expect(redisAddress(undefined)).toEqual({ host: 'localhost', port: 6379, password: undefined });
  expect(redisAddress({ host: 'r', port: 6380, password: '' })).toEqual({ host: 'r', port: 6380, password: undefined });
});
