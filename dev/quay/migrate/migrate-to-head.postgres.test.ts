import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { copyDatabase } from '../copy-database.ts';
import { databaseDigest, tableRows } from '../database-digest.ts';
import { type PostgresServer, type ServerAddress, startPostgres } from '../postgres-server.ts';
import { generateLegacyDatabase } from '../schema/generate-legacy-database.ts';
import { type LegacyHead, quay32, quay33 } from '../schema/legacy-tables.ts';
import { currentRevision, migrateToHead } from './migrate-to-head.ts';

const head = '9fa37f66a9b6';
let source: PostgresServer;
let target: PostgresServer;
let number = 0;
const open: pg.Client[] = [];

beforeAll(async () => {
  [source, target] = await Promise.all([startPostgres({ major: 10 }), startPostgres({ major: 13 })]);
  await run(target, {}, 'CREATE ROLE quay LOGIN', 'CREATE ROLE other LOGIN');
  for (const from of [quay32, quay33]) {
    await run(source, {}, `CREATE DATABASE "${from}"`);
    const client = await connect(source.connection({ database: from }));
    await generateLegacyDatabase(client, { rows: 2000, head: from });
  }
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.end()));
});

afterAll(async () => {
  await Promise.all([source.stop(), target.stop()]);
});

async function connect(address: ServerAddress): Promise<pg.Client> {
  const client = new pg.Client(address);
  client.on('error', () => undefined);
  await client.connect();
  open.push(client);
  return client;
}

async function run(server: PostgresServer, options: { database?: string }, ...statements: string[]): Promise<void> {
  const client = await connect(server.connection(options));
  for (const statement of statements) await client.query(statement);
}

/** A copy on PostgreSQL 13, owned by `quay`, and a session of `quay` in it. */
async function copied(from: LegacyHead = quay33): Promise<{ database: string; client: pg.Client }> {
  const database = `copy_${(number += 1)}`;
  await run(target, {}, `CREATE DATABASE ${database} OWNER quay`);
  await run(target, { database }, 'CREATE EXTENSION pg_trgm');
  const address = target.connection({ user: 'quay', database });
  await copyDatabase(source.connection({ database: from }), address);
  return { database, client: await connect(address) };
}

function migrate(client: pg.Client, migrateFault?: string, lines: string[] = []): Promise<void> {
  const faults = migrateFault === undefined ? {} : { migrate: migrateFault };
  return migrateToHead(client, { version: '3.18', faults, log: (line) => lines.push(line) });
}

describe.each([quay32, quay33])('from %s', (from) => {
  test('reaches the head and loses no row of a table that survives', async () => {
    const { client } = await copied(from);
    const before = await databaseDigest(client);
    const rowsBefore = await tableRows(client);
    const lines: string[] = [];
    await migrate(client, undefined, lines);

    expect(await currentRevision(client)).toBe(head);
    expect(lines[0]).toContain(`Running upgrade ${from} -> ${from === quay33 ? '3383aad1e992' : '4fd6b8463eb2'}`);
    const after = await databaseDigest(client);
    const gone = Object.keys(before).filter((table) => !(table in after));
    expect(gone.sort()).toEqual([
      'derivedstorageforimage',
      'image',
      'manifestlegacyimage',
      'namespacegeorestriction',
      'repositorytag',
      'tagmanifest',
      'tagmanifestlabel',
      'tagmanifestlabelmap',
      'tagmanifesttomanifest',
      'tagtorepositorytag',
      'torrentinfo',
    ]);
    const rowsAfter = await tableRows(client);
    const more = [...rowsBefore].filter(([table, count]) => rowsAfter.has(table) && rowsAfter.get(table) !== count);
    expect(more.map(([table]) => table).sort()).toEqual([
      'externalnotificationevent',
      'logentrykind',
      'loginservice',
      ...(from === quay32 ? ['mediatype'] : []),
      'notificationkind',
    ]);
    const changed = Object.keys(before).filter(
      (table) => table in after && after[table] !== before[table] && !more.some(([name]) => name === table),
    );
    expect(changed.sort()).toEqual([
      'alembic_version',
      'manifest',
      'oauthaccesstoken',
      'repomirrorconfig',
      'repositorynotification',
      'tag',
    ]);
  });

  test('does nothing when it is run again', async () => {
    const { client } = await copied(from);
    await migrate(client);
    const before = await databaseDigest(client);
    const lines: string[] = [];
    await migrate(client, undefined, lines);
    expect(lines).toEqual([]);
    expect(await databaseDigest(client)).toEqual(before);
  });
});

test('the copies that are migrated here hold the rows of the source, and so does what PostgreSQL 13 generates', async () => {
  const original = await databaseDigest(await connect(source.connection({ database: quay33 })));
  const { client } = await copied();
  expect(await databaseDigest(client)).toEqual(original);
  await run(target, {}, 'CREATE DATABASE generated');
  const generated = await connect(target.connection({ database: 'generated' }));
  await generateLegacyDatabase(generated, { rows: 2000 });
  expect(await databaseDigest(generated)).toEqual(original);
});

test('moves, widens and adds what the real one does', async () => {
  const { client } = await copied();
  await migrate(client);
  const type = async (table: string, column: string): Promise<unknown> => {
    const { rows } = await client.query<{ data_type: string }>(
      'SELECT data_type FROM information_schema.columns WHERE table_name = $1 AND column_name = $2',
      [table, column],
    );
    return rows[0]?.data_type;
  };
  expect(await type('manifestblob', 'id')).toBe('bigint');
  expect(await type('user', 'removed_tag_expiration_s')).toBe('bigint');
  expect(await type('tag', 'immutable')).toBe('boolean');
  const { rows } = await client.query<{ moved: string; orgs: string }>(
    `SELECT (SELECT count(*) FROM organizationcontactemail) AS moved,
            (SELECT count(*) FROM "user" WHERE organization AND length(email) < 64) AS orgs`,
  );
  expect(Number(rows[0]?.moved)).toBeGreaterThan(0);
  expect(rows[0]?.moved).toBe(rows[0]?.orgs);
});

test('an empty database gets the whole schema', async () => {
  await run(target, {}, 'CREATE DATABASE fresh OWNER quay');
  const client = await connect(target.connection({ user: 'quay', database: 'fresh' }));
  await migrate(client);
  expect(await currentRevision(client)).toBe(head);
});

describe('refuses, as the real one does,', () => {
  test.each(['703298a825c2', 'no-such'])('revision %s', async (revision) => {
    const { client } = await copied();
    await client.query(`UPDATE alembic_version SET version_num = '${revision}'`);
    await expect(migrate(client)).rejects.toThrow(`Can't locate revision identified by '${revision}'`);
  });

  test('a database that a newer one has upgraded', async () => {
    const { client } = await copied();
    await migrate(client);
    const older = migrateToHead(client, { version: '3.17', faults: {}, log: () => undefined });
    await expect(older).rejects.toThrow(`Can't locate revision identified by '${head}'`);
  });

  test('a database without a revision', async () => {
    const { client } = await copied();
    await client.query('DROP TABLE alembic_version');
    await expect(migrate(client)).rejects.toThrow('no revision');
  });

  test('tables of another role', async () => {
    const { database } = await copied();
    const other = await connect(target.connection({ user: 'other', database }));
    await expect(migrate(other)).rejects.toThrow('permission denied for table alembic_version');
    await run(target, { database }, 'GRANT ALL ON ALL TABLES IN SCHEMA public TO other');
    const client = await connect(target.connection({ user: 'other', database }));
    await expect(migrate(client)).rejects.toThrow(/must be owner|permission denied/);
  });

  test('a foreign key of another name, after the revisions before it', async () => {
    const { client } = await copied();
    await client.query('ALTER TABLE repositorytag RENAME CONSTRAINT fk_repositorytag_image_id_image TO renamed');
    await expect(migrate(client)).rejects.toThrow(
      'constraint "fk_repositorytag_image_id_image" of relation "repositorytag" does not exist',
    );
    await client.query('ROLLBACK');
    expect(await currentRevision(client)).toBe('46980ea2dde5');
  });

  test('sequences that were not set', async () => {
    const { client } = await copied();
    await client.query(`SELECT setval('logentrykind_id_seq', 1, false)`);
    await expect(migrate(client)).rejects.toThrow('duplicate key value violates unique constraint "pk_logentrykind"');
  });

  test('sequences that were not set, from 3.2 with a misleading message', async () => {
    const { client } = await copied(quay32);
    await client.query(`SELECT setval('mediatype_id_seq', 1, false)`);
    await expect(migrate(client)).rejects.toThrow('current transaction is aborted');
  });
});

test('waits for a transaction that another session left open', async () => {
  const { database, client } = await copied();
  const idle = await connect(target.connection({ user: 'quay', database }));
  await idle.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await idle.query('SELECT count(*) FROM tag');
  let done = false;
  const migration = migrate(client).then(() => {
    done = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(done).toBe(false);
  await idle.query('COMMIT');
  await migration;
  expect(await currentRevision(client)).toBe(head);
});

describe('a run that is cut off', () => {
  const revisions = ['4fd6b8463eb2', 'a0fc06d604a4', '8a70b8777089', '3f8d7acdf7f9', 'a32e17bfad20', '5b8dc452f5c3'];
  test.each([...revisions, 'e8ed3fb547da', '414c5e2fc487'])('in %s', async (revision) => {
    const { client } = await copied(quay32);
    await expect(migrate(client, `fail:${revision}`)).rejects.toThrow(`revision ${revision} failed`);
    await client.query('ROLLBACK');
    if (revision === '5b8dc452f5c3') {
      await expect(migrate(client)).rejects.toThrow('column "immutable" of relation "tag" already exists');
      await client.query('ROLLBACK');
      await client.query('ALTER TABLE tag DROP COLUMN immutable');
      await client.query('DROP INDEX IF EXISTS tag_manifest_id_lifetime_end_ms');
    }
    await migrate(client);
    expect(await currentRevision(client)).toBe(head);
  });

  test('fails near the end where no revision is named', async () => {
    const { client } = await copied();
    await expect(migrate(client, 'fail')).rejects.toThrow('as the fault "migrate" asks');
  });

  test('hangs, and leaves its transaction to the server, where that is asked', async () => {
    const { client } = await copied();
    const lines: string[] = [];
    void migrate(client, 'hang', lines).catch(() => undefined);
    await expect.poll(() => lines.at(-1), { timeout: 10_000 }).toContain('e8ed3fb547da');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(lines.at(-1)).toContain('e8ed3fb547da');
  });
});
