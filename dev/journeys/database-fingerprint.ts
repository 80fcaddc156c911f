import pg from 'pg';

/** Rows and an order-independent digest of every table: what must not change in a database that is only read. */
export async function fingerprint(connection: pg.ClientConfig): Promise<Readonly<Record<string, string>>> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    const result: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const digest = await client.query<{ rows: string; digest: string }>(
        `select count(*)::text as rows,
                coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint::numeric), 0)::text as digest
           from ${name} t`,
      );
      const [row] = digest.rows;
      result[name] = `${row?.rows ?? ''} rows ${row?.digest ?? ''}`;
    }
    return result;
  } finally {
    await client.end();
  }
}
