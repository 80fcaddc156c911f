import type pg from 'pg';

/** Heads of Quay 3.2 and 3.3: the upgrade from any other revision is not tested. */
export const sourceRevisions: Readonly<Record<string, string>> = {
  '34c8ef052ec9': 'Quay 3.2',
  '04b9d2191450': 'Quay 3.3',
};

/** The revisions in alembic_version: one in a complete Quay database; none without that table. */
export async function readRevisions(client: pg.Client): Promise<readonly string[]> {
  const { rows: found } = await client.query(
    `select 1 where pg_catalog.to_regclass('public.alembic_version') is not null`,
  );
  if (found.length === 0) return [];
  const { rows } = await client.query<{ revision: string }>(
    'select version_num as revision from public.alembic_version order by 1',
  );
  return rows.map(({ revision }) => revision);
}
