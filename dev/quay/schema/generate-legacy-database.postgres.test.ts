import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decryptField } from '../field-encryption.ts';
import { legacyKeys } from '../legacy-keys.ts';
import { type PostgresServer, startPostgres } from '../postgres-server.ts';
import { databaseDigest, tableRows } from '../database-digest.ts';
import { type LegacyDatabaseOptions, generateLegacyDatabase } from './generate-legacy-database.ts';
import { quay32, quay33 } from './legacy-tables.ts';

let server: PostgresServer;
const clients: pg.Client[] = [];

beforeAll(async () => {
  server = await startPostgres({ major: 10 });
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await server.stop();
});

async function connect(database?: string): Promise<pg.Client> {
  const client = new pg.Client(server.connection(database === undefined ? {} : { database }));
  await client.connect();
  clients.push(client);
  return client;
}

async function generated(database: string, options: LegacyDatabaseOptions): Promise<pg.Client> {
  const admin = await connect();
  await admin.query(`CREATE DATABASE ${database}`);
  const client = await connect(database);
  await generateLegacyDatabase(client, options);
  return client;
}

async function values(client: pg.Client, sql: string): Promise<unknown[]> {
  return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat();
}

describe('the schema of Quay 3.3', () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = await generated('quay33', { rows: 1000 });
  });

  const inPublic = `JOIN pg_namespace n ON n.oid = relnamespace AND n.nspname = 'public'`;

  test.each([
    ['tables', `SELECT count(*) FROM pg_class ${inPublic} WHERE relkind = 'r'`, 92],
    ['indexes', `SELECT count(*) FROM pg_index JOIN pg_class c ON c.oid = indrelid ${inPublic}`, 408],
    [
      'unique indexes',
      `SELECT count(*) FROM pg_index JOIN pg_class c ON c.oid = indrelid ${inPublic} WHERE indisunique`,
      172,
    ],
    [
      'foreign keys',
      `SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated AND confdeltype = 'a'`,
      137,
    ],
    ['sequences', `SELECT count(*) FROM pg_sequences WHERE schemaname = 'public'`, 91],
    [
      'bigint sequences',
      `SELECT sequencename FROM pg_sequences WHERE data_type = 'bigint'::regtype`,
      'logentry3_id_seq',
    ],
    [
      'other constraints',
      `SELECT count(*) FROM pg_constraint JOIN pg_class c ON c.oid = conrelid ${inPublic} WHERE contype NOT IN ('p', 'f')`,
      0,
    ],
    [
      'dropped columns',
      `SELECT count(*) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid ${inPublic} WHERE relkind = 'r' AND attisdropped`,
      13,
    ],
    [
      'tables with dropped columns',
      `SELECT count(DISTINCT attrelid) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid ${inPublic} WHERE relkind = 'r' AND attisdropped`,
      9,
    ],
    [
      'trigram indexes',
      `SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'`,
      'repository_description repository_name',
    ],
    ['the longest name', `SELECT max(length(relname)) FROM pg_class ${inPublic}`, 63],
    [
      'a key that later revisions name',
      `SELECT count(*) FROM pg_constraint WHERE conname = 'fk_repositorytag_image_id_image'`,
      1,
    ],
    [
      'a literal default',
      `SELECT column_default FROM information_schema.columns WHERE table_name = 'blobupload' AND column_name = 'created'`,
      `'2020-05-11 08:23:45'::timestamp without time zone`,
    ],
    [
      'the widened id',
      `SELECT data_type FROM information_schema.columns WHERE table_name = 'logentry' AND column_name = 'id'`,
      'bigint',
    ],
    ['the revision', 'SELECT version_num FROM alembic_version', quay33],
  ])('%s', async (_, sql, expected) => {
    const [value] = await values(client, sql);
    expect(typeof expected === 'number' ? Number(value) : value).toBe(expected);
  });

  test('columns by type', async () => {
    const rows = await client.query<{ data_type: string; n: string }>(
      `SELECT data_type, count(*) AS n FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1`,
    );
    expect(Object.fromEntries(rows.rows.map(({ data_type, n }) => [data_type, Number(n)]))).toEqual({
      'character varying': 125,
      integer: 260,
      text: 43,
      'timestamp without time zone': 34,
      boolean: 33,
      bigint: 14,
      date: 1,
    });
  });
});

describe('the rows', () => {
  test.each([
    [1000, quay33],
    [1000, quay32],
    [5000, quay33],
  ])('are %d in all at head %s', async (rows, head) => {
    const client = await generated(`rows_${rows}_${head}`, { rows, head });
    const counts = await tableRows(client);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(rows);
    expect(counts.get('logentrykind')).toBe(75);
    expect(counts.get('mediatype')).toBe(head === quay33 ? 18 : 16);
    expect(counts.has('deletedrepository')).toBe(head === quay33);
  });

  test('are the same for the same seed, and others for another', async () => {
    const digests = [];
    for (const [database, seed] of [
      ['one', 7],
      ['two', 7],
      ['three', 8],
    ] as const) {
      digests.push(await databaseDigest(await generated(database, { rows: 1000, seed })));
    }
    expect(digests[1]).toEqual(digests[0]);
    expect(digests[2]).not.toEqual(digests[0]);
  });

  test('hold what copies have been known to change', async () => {
    const client = await generated('odd', { rows: 20_000 });
    for (const condition of [
      `value = ''`,
      `value = ' '`,
      `value LIKE E'%\\r\\n%'`,
      `value = E'\\\\N'`,
      `value LIKE '%' || chr(9) || '%'`,
      `value LIKE '%' || chr(1) || '%'`,
      `value LIKE '%𝔘%'`,
      `value LIKE ' %'`,
    ]) {
      expect([condition, await values(client, `SELECT count(*) > 0 FROM label WHERE ${condition}`)]).toEqual([
        condition,
        [true],
      ]);
    }
    expect(await values(client, `SELECT max(length(given_name)), max(octet_length(given_name)) FROM "user"`)).toEqual([
      255, 1020,
    ]);
    expect(
      await values(client, 'SELECT min(last_indexed)::text, max(last_indexed)::text FROM manifestsecuritystatus'),
    ).toEqual(['0001-01-01 00:00:00', '9999-12-31 23:59:59.999999']);
    expect(await values(client, 'SELECT count(*) FROM repository WHERE description IS NULL')).not.toEqual(['0']);
  });

  test('leave every sequence behind the ids, with gaps, and uncalled where there is nothing', async () => {
    const client = await generated('sequences', { rows: 1000 });
    const tables = [...(await tableRows(client)).keys()].filter((name) => name !== 'alembic_version');
    const states = new Map<string, { gap: number; called: boolean }>();
    for (const table of tables) {
      const [last, called, max] = await values(
        client,
        `SELECT last_value, is_called, (SELECT max(id) FROM "${table}") FROM "${table}_id_seq"`,
      );
      states.set(table, { gap: Number(last) - Number(max ?? 0), called: called === true });
    }
    expect([...states.values()].every(({ gap }) => gap >= 0)).toBe(true);
    expect([...states.values()].filter(({ called, gap }) => called && gap > 0).length).toBeGreaterThan(10);
    expect(
      [...states]
        .filter(([, { called }]) => !called)
        .map(([table]) => table)
        .sort(),
    ).toEqual(['deletedrepository', 'quayregion', 'quayrelease', 'quayservice', 'userregion']);
    expect(states.get('quayrelease')?.gap).toBe(42);
    expect(await values(client, 'SELECT max(id) > count(*) FROM tag')).toEqual([true]);
  });

  test('keep secrets under the key of the configuration', async () => {
    const client = await generated('secrets', { rows: 1000 });
    const tokens = await values(client, 'SELECT token FROM robotaccounttoken ORDER BY id');
    expect(decryptField(String(tokens[0]), legacyKeys.databaseSecretKey)).toMatch(/^SECRET/);
  });

  test('cannot be fewer than one for each table', async () => {
    const client = await connect();
    await expect(generateLegacyDatabase(client, { rows: 10 })).rejects.toThrow('at least 800 rows');
  });

  test('come to be without a superuser where the extension is there', async () => {
    const admin = await connect();
    await admin.query('CREATE ROLE quay LOGIN; ');
    await admin.query('CREATE DATABASE owned OWNER quay');
    await (await connect('owned')).query('CREATE EXTENSION pg_trgm');
    const client = new pg.Client(server.connection({ user: 'quay', database: 'owned' }));
    await client.connect();
    await generateLegacyDatabase(client, { rows: 1000 });
    expect(await values(client, `SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'public'`)).toEqual(
      ['quay'],
    );
    await client.end();
  });
});

test('a hundred thousand rows take seconds', async () => {
  const before = Date.now();
  await generated('large', { rows: 100_000 });
  expect(Date.now() - before).toBeLessThan(15_000);
});
