import type pg from 'pg';
import { type TableName, qualified, userSchemas } from './table.ts';

/** The table of an index or constraint of the source, and the size of the index. */
export interface IndexPlace {
  /** Qualified and quoted. */
  readonly table: string;
  readonly bytes: number;
}

export interface ForeignKey extends TableName {
  readonly constraint: string;
  readonly definition: string;
  readonly validated: boolean;
  readonly deferrable: boolean;
  /** Whether the key only checks: other keys change rows (ON DELETE, ON UPDATE) or cannot be deferred. */
  readonly checks: boolean;
  /** The table that it refers to, qualified and quoted. */
  readonly refers: string;
}

/** By the names of dump-entries.ts: `schema.index` and `schema.table constraint`. */
export async function readIndexPlaces(client: pg.Client): Promise<ReadonlyMap<string, IndexPlace>> {
  const { rows } = await client.query<TableName & { index: string; constraint: string | null; bytes: string }>(`
    select n.nspname as schema, c.relname as name, x.relname as index, k.conname as constraint,
           pg_catalog.pg_relation_size(x.oid)::text as bytes
      from pg_catalog.pg_index i
      join pg_catalog.pg_class x on x.oid = i.indexrelid
      join pg_catalog.pg_class c on c.oid = i.indrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      left join pg_catalog.pg_constraint k on k.conindid = x.oid and k.conrelid = c.oid and k.contype in ('p', 'u', 'x')
     where c.relkind = 'r' and ${userSchemas}`);
  return new Map(
    rows.map(({ schema, name, index, constraint, bytes }) => [
      `${schema}.${constraint === null ? index : `${name} ${constraint}`}`,
      { table: qualified({ schema, name }), bytes: Number(bytes) },
    ]),
  );
}

/** Foreign keys of ordinary tables; those of partitioned tables are created by the dump. */
export async function readForeignKeys(client: pg.Client): Promise<readonly ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    select n.nspname as schema, c.relname as name, k.conname as constraint, k.convalidated as validated,
           k.condeferrable as deferrable, k.confdeltype = 'a' and k.confupdtype = 'a' as checks,
           pg_catalog.pg_get_constraintdef(k.oid) as definition,
           pg_catalog.format('"%s"."%s"', pg_catalog.replace(g.nspname, '"', '""'), pg_catalog.replace(f.relname, '"', '""'))
             as refers
      from pg_catalog.pg_constraint k
      join pg_catalog.pg_class c on c.oid = k.conrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_class f on f.oid = k.confrelid
      join pg_catalog.pg_namespace g on g.oid = f.relnamespace
     where k.contype = 'f' and c.relkind = 'r' and ${userSchemas}
     order by 1, 2, 3`);
  return rows;
}

/** The integer column that is the whole primary key of a table, by qualified table. */
export async function readIntegerKeys(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<TableName & { key: string }>(`
    select n.nspname as schema, c.relname as name, a.attname as key
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where i.indisprimary and i.indnatts = 1 and c.relkind = 'r' and ${userSchemas}
       and a.atttypid in ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, 'int8'::pg_catalog.regtype)`);
  return new Map(rows.map(({ key, ...table }) => [qualified(table), key]));
}
