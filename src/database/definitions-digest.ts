import { createHash } from 'node:crypto';
import type pg from 'pg';
import { userSchemas } from './table.ts';

/**
 * Columns, defaults, nullability, indexes and constraints as lines of text. Sequence types are left out: PostgreSQL 9.6
 * knows only bigint ones.
 */
export async function readDefinitions(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select line from (
      select pg_catalog.format('column %I.%I %I %s%s%s', n.nspname, c.relname, a.attname,
               pg_catalog.format_type(a.atttypid, a.atttypmod),
               case when a.attnotnull then ' not null' else '' end,
               coalesce(' default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), '')) as line
        from pg_catalog.pg_attribute a
        join pg_catalog.pg_class c on c.oid = a.attrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and ${userSchemas}
      union all
      select 'index ' || pg_catalog.pg_get_indexdef(i.indexrelid) ||
             case when i.indisvalid then '' else ' invalid' end
        from pg_catalog.pg_index i
        join pg_catalog.pg_class c on c.oid = i.indrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where ${userSchemas}
      union all
      select pg_catalog.format('constraint %I.%I %I %s%s', n.nspname, c.relname, k.conname,
               pg_catalog.pg_get_constraintdef(k.oid), case when k.convalidated then '' else ' not validated' end)
        from pg_catalog.pg_constraint k
        join pg_catalog.pg_class c on c.oid = k.conrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where k.contype in ('c', 'f', 'p', 'u', 'x') and ${userSchemas}
    ) lines order by line collate "C"`);
  return rows.map((row) => row.line);
}

export function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
