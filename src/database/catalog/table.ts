import type pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';

/** One table with rows of its own, in both databases. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Columns with data in catalog order, without dropped and generated ones. */
  readonly columns: readonly Column[];
  /**
   * Whether binary rows can be read by another server: arrays and ranges of user-defined types, and nested rows, contain
   * the OIDs of types, which differ between servers.
   */
  readonly portable: boolean;
  /** Estimates of the planner's statistics and of the files. */
  readonly rows: number;
  readonly bytes: number;
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export function qualified(table: TableName): string {
  return `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
}

/** For messages: without schema `public`. */
export function displayName(table: TableName): string {
  return table.schema === 'public' ? table.name : `${table.schema}.${table.name}`;
}

export function columnList(table: Table): string {
  return table.columns.map((column) => quoteIdentifier(column.name)).join(', ');
}

/** Excludes the server's own schemas, in queries with pg_namespace as `n`. */
export const userSchemas = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** In queries with pg_class as `c`. */
export const notOfExtension = `not exists (
  select from pg_catalog.pg_depend d
   where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Excludes members of an extension, which are created with it. In queries with the object as `o`. */
export function ownOf(catalog: string): string {
  return `not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = o.oid and d.deptype = 'e')`;
}

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[] | null;
  readonly portable: boolean;
  readonly rows: string;
  readonly bytes: string;
}

/** Types with a smaller OID are built in, and have the same OID on all servers. */
const firstMade = 16_384;

/** All tables that the session sees, largest first. Works with PostgreSQL 9.6 and newer. */
export async function listTables(client: pg.Client): Promise<readonly Table[]> {
  const version = await serverVersion(client);
  // Generated columns came with 12.
  const stored = version >= 120_000 ? `and a.attgenerated = ''` : '';
  const { rows } = await client.query<Row>(`
    select n.nspname as schema, c.relname as name,
           greatest(c.reltuples, 0)::bigint::text as rows,
           pg_catalog.pg_table_size(c.oid)::text as bytes,
           (select pg_catalog.json_agg(pg_catalog.json_build_object(
                     'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) order by a.attnum)
              from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped ${stored}) as columns,
           not exists (
             select from pg_catalog.pg_attribute a
               join pg_catalog.pg_type t on t.oid = a.atttypid
               left join pg_catalog.pg_type b on b.oid = t.typbasetype
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and (t.typsend::oid = 0 or t.typtype = 'c' or b.typtype in ('c', 'd')
                  or greatest(t.typelem, b.typelem) >= ${firstMade} or (t.typtype not in ('b', 'e', 'd') and t.oid >= ${firstMade}))
           ) as portable
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and ${userSchemas} and ${notOfExtension}
     order by pg_catalog.pg_table_size(c.oid) desc, n.nspname, c.relname`);
  return rows.map((row) => ({
    schema: row.schema,
    name: row.name,
    columns: row.columns ?? [],
    portable: row.portable,
    rows: Number(row.rows),
    bytes: Number(row.bytes),
  }));
}

/** 90624, 130023 and so on. */
export async function serverVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ version: string }>(
    `select pg_catalog.current_setting('server_version_num') as version`,
  );
  return Number(rows[0]?.version);
}
