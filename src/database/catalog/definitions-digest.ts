import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Definition } from './definition.ts';
import { publicGrants } from './grants.ts';
import { otherDefinitions, sortedOptions } from './other-definitions.ts';
import { listSequences } from './sequence.ts';
import { qualified, serverVersion, userSchemas } from './table.ts';

const tables = `
  select pg_catalog.format('table %I.%I', n.nspname, c.relname) as object,
         pg_catalog.concat('kind ', c.relkind, ', persistence ', c.relpersistence, ', replica identity ', c.relreplident,
           case when c.relrowsecurity then ', row security' end, case when c.relforcerowsecurity then ' forced' end,
           ', options ' || ${sortedOptions('c.reloptions')}, ', options of toast ' || ${sortedOptions('x.reloptions')},
           (select ', inherits ' || pg_catalog.string_agg(pg_catalog.format('%I.%I', m.nspname, p.relname), ', ' order by i.inhseqno)
              from pg_catalog.pg_inherits i
              join pg_catalog.pg_class p on p.oid = i.inhparent
              join pg_catalog.pg_namespace m on m.oid = p.relnamespace
             where i.inhrelid = c.oid)) as text
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_class x on x.oid = c.reltoastrelid
   where c.relkind in ('r', 'p') and ${userSchemas}`;

function columns(version: number): string {
  // Identity columns came with 10, generated ones with 12.
  const identity = version >= 100_000 ? 'a.attidentity::text' : `''`;
  const generated = version >= 120_000 ? 'a.attgenerated::text' : `''`;
  return `
  select pg_catalog.format('column %I.%I.%I', n.nspname, c.relname, a.attname),
         pg_catalog.concat(
           -- Dropped columns leave gaps in the numbers: the order of those that are left counts.
           pg_catalog.row_number() over (partition by a.attrelid order by a.attnum), ' ',
           pg_catalog.format_type(a.atttypid, a.atttypmod),
           case when a.attnotnull then ' not null' else '' end,
           ' default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid),
           -- A name has been sorted by C at all times, which PostgreSQL 12 and newer say.
           case when o.collname = 'default' or o.collname = 'C' and a.atttypid = 'name'::pg_catalog.regtype then ''
                else ' collate ' || o.collname end,
           ' storage ' || a.attstorage::text, ' options ' || ${sortedOptions('a.attoptions')},
           ' statistics ' || nullif(coalesce(a.attstattarget, -1), -1),
           ' ' || ${identity}, ' ' || ${generated})
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_collation o on o.oid = a.attcollation
    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and ${userSchemas}`;
}

const indexes = `
  select pg_catalog.format('index %I.%I', n.nspname, x.relname),
         pg_catalog.pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' invalid' end
           || case when i.indisreplident then ' replica identity' else '' end
           || case when i.indisclustered then ' clustered' else '' end
    from pg_catalog.pg_index i
    join pg_catalog.pg_class x on x.oid = i.indexrelid
    join pg_catalog.pg_class c on c.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where ${userSchemas}`;

const constraints = `
  select pg_catalog.format('constraint %I.%I.%I', n.nspname, c.relname, k.conname),
         pg_catalog.pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ' not validated' end
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where k.contype in ('c', 'f', 'p', 'u', 'x') and ${userSchemas}`;

const triggers = `
  select pg_catalog.format('trigger %I.%I.%I', n.nspname, c.relname, g.tgname),
         -- As PostgreSQL 11 and newer say it.
         pg_catalog.replace(pg_catalog.pg_get_triggerdef(g.oid), ' EXECUTE PROCEDURE ', ' EXECUTE FUNCTION ')
           || ' enabled ' || g.tgenabled::text
    from pg_catalog.pg_trigger g
    join pg_catalog.pg_class c on c.oid = g.tgrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where not g.tgisinternal and ${userSchemas}`;

/** Internal triggers of foreign keys that are not enabled as usual; a dump does not contain that. */
const keyTriggers = `
  select pg_catalog.format('triggers of foreign keys of table %I.%I', n.nspname, c.relname),
         pg_catalog.string_agg(k.conname::text || ' ' || g.tgtype::text || ' ' || g.tgenabled::text, ', ' order by k.conname::text collate "C", g.tgtype)
    from pg_catalog.pg_trigger g
    join pg_catalog.pg_constraint k on k.oid = g.tgconstraint
    join pg_catalog.pg_class c on c.oid = g.tgrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where g.tgisinternal and g.tgenabled <> 'O' and ${userSchemas}
   group by n.nspname, c.relname`;

const owners = `
  select pg_catalog.format('sequence %I.%I', n.nspname, c.relname),
         pg_catalog.format('owned by %s', d.refobjid::pg_catalog.regclass || '.' || a.attname)
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_depend d on d.objid = c.oid and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                    and d.deptype in ('a', 'i') and d.refobjsubid > 0
    left join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
   where c.relkind = 'S' and ${userSchemas}`;

/**
 * Tables with their options, columns with types, collations, defaults, nullability and storage, indexes, constraints,
 * triggers, sequences with their owners, grants to PUBLIC, and the other objects of other-definitions.ts. What is not
 * compared is listed in contract/not-looked-at.ts; the queries of views and rules are read in query-bodies.ts.
 */
export async function readDefinitions(client: pg.Client): Promise<readonly Definition[]> {
  const version = await serverVersion(client);
  const { rows } = await client.query<Definition>(
    [
      ...[tables, columns(version), indexes, constraints, triggers, keyTriggers, owners, publicGrants],
      ...otherDefinitions(version),
    ].join(' union all '),
  );
  return [...rows, ...(await sequenceSteps(client, version))];
}

/** Start, increment and limits of the sequences. */
async function sequenceSteps(client: pg.Client, version: number): Promise<readonly Definition[]> {
  if (version >= 100_000) {
    const { rows } = await client.query<Definition>(`
      select pg_catalog.format('sequence %I.%I', n.nspname, c.relname) as object,
             pg_catalog.concat_ws(' ', s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle) as text
        from pg_catalog.pg_sequence s
        join pg_catalog.pg_class c on c.oid = s.seqrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where ${userSchemas}`);
    return rows;
  }
  const steps: Definition[] = [];
  for (const sequence of await listSequences(client)) {
    const { rows } = await client.query<Definition>(
      `select pg_catalog.format('sequence %I.%I', $1::text, $2::text) as object,
              pg_catalog.concat_ws(' ', start_value, increment_by, min_value, max_value, cache_value, is_cycled) as text
         from ${qualified(sequence)}`,
      [sequence.schema, sequence.name],
    );
    steps.push(...rows);
  }
  return steps;
}

export function digestOf(definitions: readonly Definition[]): string {
  const lines = definitions.map(({ object, text }) => `${object} ${text}`).sort(compare);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The objects that only one database has or that differ. */
export function differingObjects(source: readonly Definition[], target: readonly Definition[]): readonly string[] {
  const lines = (definitions: readonly Definition[]): Map<string, string> => {
    return new Map(definitions.map(({ object, text }) => [`${object} ${text}`, object]));
  };
  const [inSource, inTarget] = [lines(source), lines(target)];
  const onlyIn = (side: Map<string, string>, other: Map<string, string>): string[] =>
    [...side].flatMap(([line, object]) => (other.has(line) ? [] : [object]));
  return [...new Set([...onlyIn(inSource, inTarget), ...onlyIn(inTarget, inSource)])].sort(compare);
}

/** By code unit, so that the order does not depend on a locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
