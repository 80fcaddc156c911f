import pg from 'pg';

const { escapeIdentifier } = pg;

/** Rows of each table of `public`, counted. */
export async function tableRows(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of await tableNames(client)) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${escapeIdentifier(table)}`);
    counts.set(table, Number(rows[0]?.n));
  }
  return counts;
}

/**
 * What each table of `public` holds: rows and a checksum that asks neither for an order nor for the position of
 * columns, the same on PostgreSQL 10 and 13. Two databases with equal digests hold the same rows.
 */
export async function databaseDigest(client: pg.Client): Promise<Readonly<Record<string, string>>> {
  await client.query(`SET DateStyle = 'ISO, YMD'`);
  const digest: Record<string, string> = {};
  for (const table of await tableNames(client)) {
    const columns = (await columnNames(client, table)).map((name) => escapeIdentifier(name)).join(', ');
    const { rows } = await client.query<{ digest: string }>(
      `SELECT count(*) || ':' || coalesce(sum(('x' || left(hash, 15))::bit(60)::bigint), 0) AS digest ` +
        `FROM (SELECT md5(row(${columns})::text) AS hash FROM ${escapeIdentifier(table)}) AS hashes`,
    );
    digest[table] = rows[0]?.digest ?? '';
  }
  return digest;
}

async function tableNames(client: pg.Client): Promise<readonly string[]> {
  return names(client, `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
}

async function columnNames(client: pg.Client, table: string): Promise<readonly string[]> {
  return names(
    client,
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = ${pg.escapeLiteral(escapeIdentifier(table))}::regclass
       AND attnum > 0 AND NOT attisdropped ORDER BY 1`,
  );
}

async function names(client: pg.Client, sql: string): Promise<readonly string[]> {
  return (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
}
