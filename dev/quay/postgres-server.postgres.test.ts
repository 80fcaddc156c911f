import { existsSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { startPostgres } from './postgres-server.ts';

async function ask(config: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

describe.each(['9.6', 10, 13, 15] as const)('PostgreSQL %s', (major) => {
  test('starts, has what Quay needs, and leaves nothing behind', async () => {
    const server = await startPostgres({ major, settings: { work_mem: '7MB' } });
    const [version, encoding, memory, data] = await ask(
      server.connection(),
      `SELECT current_setting('server_version'), current_setting('server_encoding') AS encoding,
        current_setting('work_mem') AS memory, current_setting('data_directory') AS data`,
    );
    expect(String(version)).toMatch(new RegExp(`^${major}\\.`));
    expect([encoding, memory]).toEqual(['UTF8', '7MB']);
    await ask(server.connection(), 'CREATE EXTENSION pg_trgm');
    expect(await ask(server.connection(), `SELECT show_trgm('a')`)).toEqual([['  a', ' a ']]);
    await ask(server.connection(), 'CREATE ROLE quay LOGIN');
    expect(await ask(server.connection({ user: 'quay' }), 'SELECT current_user')).toEqual(['quay']);
    await server.stop();
    expect(existsSync(String(data))).toBe(false);
    await expect(ask(server.connection(), 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('says why it did not start', async () => {
    await expect(startPostgres({ major, settings: { no_such_setting: '1' } })).rejects.toThrow('no_such_setting');
  });
});
