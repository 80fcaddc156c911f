import type pg from 'pg';
import { missingPolicyRole } from './unfit-objects.ts';

/** Why the target server cannot have the definitions of the source database, with a remedy; undefined when it can. */
export async function misfitReason(source: pg.Client, target: pg.Client): Promise<string | undefined> {
  return (
    (await missingExtension(source, target)) ??
    (await missingCollation(source, target)) ??
    (await missingPolicyRole(source, target))
  );
}

async function missingExtension(source: pg.Client, target: pg.Client): Promise<string | undefined> {
  const used = await source.query<{ name: string }>('select extname as name from pg_catalog.pg_extension order by 1');
  const { rows } = await target.query<{ name: string; may: boolean }>(`
    select v.name, pg_catalog.bool_or(v.installed or v.trusted or not v.superuser or r.rolsuper) as may
      from pg_catalog.pg_available_extension_versions v, pg_catalog.pg_roles r
     where r.rolname = current_user
     group by v.name`);
  const available = new Map(rows.map(({ name, may }) => [name, may]));
  const missing = used.rows.find(({ name }) => available.get(name) !== true);
  if (missing === undefined) return undefined;
  const why = available.has(missing.name)
    ? 'which only a superuser can create in the target database'
    : 'which the target server does not have';
  return `it uses the extension ${missing.name}, ${why}; drop the extension and the objects that depend on it first`;
}

/** Collations come from the operating system of the server. */
async function missingCollation(source: pg.Client, target: pg.Client): Promise<string | undefined> {
  const used = await source.query<{ column: string; collation: string }>(`
    select pg_catalog.format('%I.%I.%I', n.nspname, c.relname, a.attname) as column, o.collname as collation
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_collation o on o.oid = a.attcollation and o.collnamespace = 'pg_catalog'::pg_catalog.regnamespace
     where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by 1`);
  const { rows } = await target.query<{ name: string }>(`
    select o.collname as name from pg_catalog.pg_collation o, pg_catalog.pg_database d
     where d.datname = pg_catalog.current_database() and o.collencoding in (-1, d.encoding)`);
  const available = new Set(rows.map(({ name }) => name));
  const missing = used.rows.find(({ collation }) => !available.has(collation));
  if (missing === undefined) return undefined;
  return (
    `column ${missing.column} has the collation ${missing.collation}, which the target server does not have; ` +
    'change its collation first (ALTER TABLE ... ALTER COLUMN ... TYPE ... COLLATE "default")'
  );
}
