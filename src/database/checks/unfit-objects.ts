import type pg from 'pg';
import type { DumpEntry } from '../catalog/dump-entries.ts';
import { notOfExtension, userSchemas } from '../catalog/table.ts';

/** A query for objects that block the migration, and the rest of the message about them. */
interface Obstacle {
  readonly query: string;
  /** The end of a message that starts with `it contains`. */
  readonly remedy: string;
}

/** Selects user-defined objects, not those of the server or an extension. In queries with the object as `o`. */
function made(catalog: string): string {
  return `o.oid >= 16384 and not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = o.oid and d.deptype = 'e')`;
}

const notCopied: Obstacle = {
  query: `
    select case c.relkind when 'p' then 'partitioned table ' when 'f' then 'foreign table '
                          else 'materialized view ' end || c.relname as what
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('p', 'f', 'm') and ${userSchemas}`,
  remedy: 'which Quay does not create and which cannot be copied; drop it first',
};

/** These types hold OIDs, which differ between servers. */
const numbersOfObjects: Obstacle = {
  query: `
    select pg_catalog.format('column %I.%I.%I of type %s', n.nspname, c.relname, a.attname,
                             pg_catalog.format_type(a.atttypid, a.atttypmod)) as what
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_type t on t.oid = a.atttypid
      left join pg_catalog.pg_type b on b.oid = t.typbasetype
      left join pg_catalog.pg_type e on e.oid in (t.typelem, b.typelem) and e.oid <> 0
     where c.relkind in ('r', 'p', 'c') and a.attnum > 0 and not a.attisdropped and ${userSchemas}
       and exists (select from (values (t.typname, t.typnamespace), (b.typname, b.typnamespace),
                                       (e.typname, e.typnamespace)) as v (name, place)
                    where v.name ~ '^reg' and v.place = 'pg_catalog'::pg_catalog.regnamespace)`,
  remedy:
    'whose values are OIDs, which differ on the target server; convert it to text first (ALTER COLUMN ... TYPE text)',
};

/** An interrupted CREATE INDEX CONCURRENTLY or REINDEX leaves an invalid index; the schema upgrade must not leave any. */
const invalidIndexes: Obstacle = {
  query: `
    select pg_catalog.format('index %I.%I', n.nspname, x.relname) as what
      from pg_catalog.pg_index i
      join pg_catalog.pg_class x on x.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = x.relnamespace
     where not (i.indisvalid and i.indisready) and ${userSchemas}`,
  remedy:
    'which is invalid, because its creation was interrupted; rebuild it (REINDEX INDEX) or drop it (DROP INDEX) first',
};

const disabledKeys: Obstacle = {
  query: `
    select distinct pg_catalog.format('table %I.%I', n.nspname, c.relname) as what
      from pg_catalog.pg_trigger g
      join pg_catalog.pg_class c on c.oid = g.tgrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where g.tgisinternal and g.tgenabled <> 'O' and ${userSchemas}`,
  remedy: 'whose foreign keys are not enforced; enable them first (ALTER TABLE ... ENABLE TRIGGER ALL)',
};

const superusersOnly: Obstacle = {
  query: `
    select 'event trigger ' || o.evtname as what from pg_catalog.pg_event_trigger o where ${made('pg_event_trigger')}
    union all
    select pg_catalog.format('cast (%s AS %s)', pg_catalog.format_type(o.castsource, null),
                             pg_catalog.format_type(o.casttarget, null))
      from pg_catalog.pg_cast o
     where ${made('pg_cast')} and (o.castmethod = 'b' or o.castsource < 16384 and o.casttarget < 16384)
    union all
    select 'operator class ' || o.opcname from pg_catalog.pg_opclass o where ${made('pg_opclass')}
    union all
    select 'operator family ' || o.opfname from pg_catalog.pg_opfamily o where ${made('pg_opfamily')}
    union all
    select 'language ' || o.lanname from pg_catalog.pg_language o where ${made('pg_language')}
    union all
    select 'access method ' || o.amname from pg_catalog.pg_am o where ${made('pg_am')}
    union all
    select 'text search parser ' || o.prsname from pg_catalog.pg_ts_parser o where ${made('pg_ts_parser')}
    union all
    select 'text search template ' || o.tmplname from pg_catalog.pg_ts_template o where ${made('pg_ts_template')}
    union all
    select 'foreign data wrapper ' || o.fdwname from pg_catalog.pg_foreign_data_wrapper o
     where ${made('pg_foreign_data_wrapper')}
    union all
    select 'foreign server ' || o.srvname from pg_catalog.pg_foreign_server o where ${made('pg_foreign_server')}
    union all
    select 'type ' || o.typname from pg_catalog.pg_type o
     where o.typtype = 'b' and o.typelem = 0 and ${made('pg_type')}
    union all
    select 'function ' || o.oid::pg_catalog.regprocedure
      from pg_catalog.pg_proc o join pg_catalog.pg_language l on l.oid = o.prolang
     where (not l.lanpltrusted or o.proleakproof) and ${made('pg_proc')}
       -- Aggregates are functions of the server's own, and those of a range type come with it.
       and not exists (select from pg_catalog.pg_aggregate a where a.aggfnoid = o.oid)
       and not exists (select from pg_catalog.pg_depend d where d.objid = o.oid and d.deptype = 'i')`,
  remedy: 'which only a superuser can create, and the target database has none; drop it first',
};

const policies = `
  select pg_catalog.format('policy %s of table %I.%I', p.polname, n.nspname, c.relname) as what, r.rolname as role
    from pg_catalog.pg_policy p
    join pg_catalog.pg_class c on c.oid = p.polrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles r on r.oid = any (p.polroles)
   where ${userSchemas} and ${notOfExtension}`;

/** Maximum objects that a message names. */
const named = 5;

/** Why the schema cannot be upgraded, copied or in place; undefined when it can. */
export function unfitForUpgrade(client: pg.Client): Promise<string | undefined> {
  return firstOf(client, [invalidIndexes]);
}

/** Why the database cannot be copied, because of its objects; undefined when it can. */
export function unfitForCopy(client: pg.Client): Promise<string | undefined> {
  return firstOf(client, [notCopied, numbersOfObjects, disabledKeys, superusersOnly]);
}

async function firstOf(client: pg.Client, obstacles: readonly Obstacle[]): Promise<string | undefined> {
  for (const { query, remedy } of obstacles) {
    const { rows } = await client.query<{ what: string }>(`${query} order by 1`);
    if (rows.length > 0) return `it contains ${listed(rows.map(({ what }) => what))}, ${remedy}`;
  }
  return undefined;
}

/** A policy that names a role cannot be created without that role. */
export async function missingPolicyRole(source: pg.Client, target: pg.Client): Promise<string | undefined> {
  const { rows } = await source.query<{ what: string; role: string }>(`${policies} order by 1, 2`);
  const known = await target.query<{ name: string }>('select rolname as name from pg_catalog.pg_roles');
  const names = new Set(known.rows.map(({ name }) => name));
  const missing = rows.find(({ role }) => !names.has(role));
  return (
    missing &&
    `the ${missing.what} names the role ${missing.role}, which the target server does not have; drop it first`
  );
}

/** Objects in the dump that no query above finds. */
export function unknownKinds(entries: readonly DumpEntry[]): string | undefined {
  const unknown = entries
    .filter(({ type }) => superusersEntries.has(type))
    .map(({ type, name }) => `${type.toLowerCase()} ${name}`);
  return unknown.length === 0 ? undefined : `it contains ${listed(unknown)}, ${superusersOnly.remedy}`;
}

const superusersEntries: ReadonlySet<string> = new Set(['TRANSFORM', 'SHELL TYPE', 'USER MAPPING']);

function listed(names: readonly string[]): string {
  const more = names.length > named ? ` and ${names.length - named} more` : '';
  return `${names.slice(0, named).join(', ')}${more}`;
}
