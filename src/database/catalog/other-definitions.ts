import { notOfExtension, ownOf, userSchemas } from './table.ts';

/** The options `{fillfactor=70,...}`, sorted; null without options. */
export function sortedOptions(array: string): string {
  return `(select pg_catalog.string_agg(option, ', ' order by option collate "C") from unnest(${array}) as option)`;
}

/** Without plpgsql, which every database has, and pg_trgm, which may exist before: Quay's indexes show whether it does. */
const extensions = `
  select pg_catalog.format('extension %I', e.extname), 'there' from pg_catalog.pg_extension e
   where e.extname not in ('plpgsql', 'pg_trgm')`;

const schemas = `
  select pg_catalog.format('schema %I', n.nspname), 'there' from pg_catalog.pg_namespace n where ${userSchemas}`;

/** Without the query, which each server version formats differently: see query-bodies.ts. */
const views = `
  select pg_catalog.format('view %I.%I', n.nspname, c.relname),
         c.relkind::text || coalesce(' ' || pg_catalog.array_to_string(c.reloptions, ', '), '') || ' '
           || pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   where c.relkind in ('v', 'm', 'c') and ${userSchemas} and ${notOfExtension}
   group by n.nspname, c.relname, c.relkind, c.reloptions`;

/** Up to PostgreSQL 10 two columns have what 11 and newer have in one. */
const kindOfRoutine = `
  coalesce(j.facts ->> 'prokind',
           case when (j.facts ->> 'proisagg')::bool then 'a' when (j.facts ->> 'proiswindow')::bool then 'w' else 'f' end)`;

const functions = `
  select pg_catalog.format('function %s', o.oid::pg_catalog.regprocedure),
         pg_catalog.concat_ws(' ', ${kindOfRoutine}, '(' || pg_catalog.pg_get_function_arguments(o.oid) || ')',
           pg_catalog.format_type(o.prorettype, null), case when o.proretset then 'set' end, o.provolatile, o.proparallel,
           case when o.proisstrict then 'strict' end, o.prosecdef, l.lanname, 'cost ' || o.procost::numeric, 'rows ' || o.prorows::numeric,
           'settings ' || ${sortedOptions('o.proconfig')}, pg_catalog.md5(o.prosrc))
    from pg_catalog.pg_proc o
    join pg_catalog.pg_namespace n on n.oid = o.pronamespace
    join pg_catalog.pg_language l on l.oid = o.prolang,
         lateral (select pg_catalog.to_jsonb(o) as facts) j
   where ${userSchemas} and ${ownOf('pg_proc')}`;

const aggregates = `
  select pg_catalog.format('aggregate %s', o.oid::pg_catalog.regprocedure),
         pg_catalog.concat_ws(' ', g.aggkind, g.aggnumdirectargs, g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggserialfn,
           g.aggdeserialfn, g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn, g.aggsortop::pg_catalog.regoperator,
           pg_catalog.format_type(g.aggtranstype, null), 'from ' || g.agginitval, 'moving from ' || g.aggminitval)
    from pg_catalog.pg_aggregate g
    join pg_catalog.pg_proc o on o.oid = g.aggfnoid
    join pg_catalog.pg_namespace n on n.oid = o.pronamespace
   where ${userSchemas} and ${ownOf('pg_proc')}`;

const operators = `
  select pg_catalog.format('operator %s', o.oid::pg_catalog.regoperator),
         pg_catalog.concat_ws(' ', o.oprcode, 'commutator ' || nullif(o.oprcom, 0)::pg_catalog.regoperator,
           'negator ' || nullif(o.oprnegate, 0)::pg_catalog.regoperator, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge)
    from pg_catalog.pg_operator o join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
   where ${userSchemas} and ${ownOf('pg_operator')}`;

const casts = `
  select pg_catalog.format('cast (%s AS %s)', pg_catalog.format_type(o.castsource, null), pg_catalog.format_type(o.casttarget, null)),
         pg_catalog.concat_ws(' ', nullif(o.castfunc, 0)::pg_catalog.regprocedure, o.castcontext, o.castmethod)
    from pg_catalog.pg_cast o where o.oid >= 16384 and ${ownOf('pg_cast')}`;

const conversions = `
  select pg_catalog.format('conversion %I.%I', n.nspname, o.conname),
         pg_catalog.concat_ws(' ', o.conforencoding, o.contoencoding, o.conproc, o.condefault)
    from pg_catalog.pg_conversion o join pg_catalog.pg_namespace n on n.oid = o.connamespace
   where ${userSchemas} and ${ownOf('pg_conversion')}`;

/** Provider and locale; PostgreSQL 15 and newer have the locale in another column. */
const collations = `
  select pg_catalog.format('collation %I.%I', n.nspname, o.collname),
         pg_catalog.concat_ws(' ', coalesce(j.facts ->> 'collprovider', 'c'), o.collencoding,
           coalesce(j.facts ->> 'colliculocale', j.facts ->> 'collcollate'), coalesce(j.facts ->> 'colliculocale', j.facts ->> 'collctype'),
           coalesce(j.facts ->> 'collisdeterministic', 'true'))
    from pg_catalog.pg_collation o join pg_catalog.pg_namespace n on n.oid = o.collnamespace,
         lateral (select pg_catalog.to_jsonb(o) as facts) j
   where ${userSchemas} and ${ownOf('pg_collation')}`;

const searchConfigurations = `
  select pg_catalog.format('text search configuration %I.%I', n.nspname, o.cfgname),
         p.prsname || coalesce((select ' ' || pg_catalog.string_agg(m.maptokentype || ' ' || m.mapdict::pg_catalog.regdictionary, ', '
                                         order by m.maptokentype, m.mapseqno)
                                  from pg_catalog.pg_ts_config_map m where m.mapcfg = o.oid), '')
    from pg_catalog.pg_ts_config o
    join pg_catalog.pg_namespace n on n.oid = o.cfgnamespace
    join pg_catalog.pg_ts_parser p on p.oid = o.cfgparser
   where ${userSchemas} and ${ownOf('pg_ts_config')}`;

const searchDictionaries = `
  select pg_catalog.format('text search dictionary %I.%I', n.nspname, o.dictname),
         pg_catalog.concat_ws(' ', t.tmplname, o.dictinitoption)
    from pg_catalog.pg_ts_dict o
    join pg_catalog.pg_namespace n on n.oid = o.dictnamespace
    join pg_catalog.pg_ts_template t on t.oid = o.dicttemplate
   where ${userSchemas} and ${ownOf('pg_ts_dict')}`;

/** Since PostgreSQL 10. Without the kind mcv, which PostgreSQL 12 and newer add by default. */
const statistics = `
  select pg_catalog.format('statistics %I.%I', n.nspname, o.stxname),
         pg_catalog.format('%I.%I', m.nspname, c.relname) || ' '
           || (select pg_catalog.string_agg(a.attname, ', ' order by a.attname::text collate "C")
                 from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum = any (o.stxkeys))
           || ' ' || (select pg_catalog.string_agg(kind, '' order by kind) from unnest(o.stxkind::text[]) as kind where kind <> 'm')
    from pg_catalog.pg_statistic_ext o
    join pg_catalog.pg_namespace n on n.oid = o.stxnamespace
    join pg_catalog.pg_class c on c.oid = o.stxrelid
    join pg_catalog.pg_namespace m on m.oid = c.relnamespace
   where ${userSchemas}`;

/** PostgreSQL has restrictive policies since version 10. */
const policies = `
  select pg_catalog.format('policy %I.%I.%I', n.nspname, c.relname, o.polname),
         pg_catalog.concat_ws(' ', o.polcmd, coalesce(pg_catalog.to_jsonb(o) ->> 'polpermissive', 'true'),
           (select 'to ' || pg_catalog.string_agg(coalesce(r.rolname, 'public'), ', ' order by coalesce(r.rolname::text, 'public') collate "C")
              from unnest(o.polroles) as role (oid) left join pg_catalog.pg_roles r on r.oid = role.oid),
           'using ' || pg_catalog.pg_get_expr(o.polqual, o.polrelid),
           'with check ' || pg_catalog.pg_get_expr(o.polwithcheck, o.polrelid))
    from pg_catalog.pg_policy o
    join pg_catalog.pg_class c on c.oid = o.polrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where ${userSchemas}`;

const types = `
  select pg_catalog.format('type %I.%I', n.nspname, o.typname),
         pg_catalog.concat_ws(' ', o.typtype,
           (select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
              from pg_catalog.pg_enum e where e.enumtypid = o.oid),
           case when o.typtype = 'd' then pg_catalog.format_type(o.typbasetype, o.typtypmod) end,
           case when o.typtype = 'r' then (
             select pg_catalog.concat_ws(' ', pg_catalog.format_type(r.rngsubtype, null), (select l.collname from pg_catalog.pg_collation l where l.oid = r.rngcollation),
                                         p.opcname, r.rngcanonical, r.rngsubdiff)
               from pg_catalog.pg_range r join pg_catalog.pg_opclass p on p.oid = r.rngsubopc where r.rngtypid = o.oid) end,
           (select 'collate ' || l.collname from pg_catalog.pg_collation l where l.oid = o.typcollation and l.collname <> 'default'),
           case when o.typnotnull then 'not null' end, 'default ' || o.typdefault,
           (select pg_catalog.string_agg(k.conname || ' ' || pg_catalog.pg_get_constraintdef(k.oid), ', ' order by k.conname::text collate "C")
              from pg_catalog.pg_constraint k where k.contypid = o.oid))
    from pg_catalog.pg_type o join pg_catalog.pg_namespace n on n.oid = o.typnamespace
   where o.typtype in ('d', 'e', 'r') and ${userSchemas} and ${ownOf('pg_type')}`;

const comments = `
  select 'comment on ' || i.type || ' ' || i.identity, pg_catalog.md5(m.description)
    from pg_catalog.pg_description m, pg_catalog.pg_identify_object(m.classoid, m.objoid, m.objsubid) i
   where m.classoid not in ('pg_catalog.pg_extension'::pg_catalog.regclass, 'pg_catalog.pg_largeobject'::pg_catalog.regclass)
     and not exists (select from pg_catalog.pg_depend d where d.classid = m.classoid and d.objid = m.objoid and d.deptype = 'e')
     and m.objoid >= 16384`;

const rules = `
  select pg_catalog.format('rule %I.%I.%I', n.nspname, c.relname, r.rulename), pg_catalog.concat_ws(' ', r.ev_type, r.is_instead, 'enabled ' || r.ev_enabled::text)
    from pg_catalog.pg_rewrite r
    join pg_catalog.pg_class c on c.oid = r.ev_class
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where r.rulename <> '_RETURN' and ${userSchemas}`;

/** Queries of object and text for the digest of the definitions: objects other than tables. */
export function otherDefinitions(version: number): readonly string[] {
  return [
    ...[extensions, schemas, views, functions, aggregates, operators, casts, conversions, types, collations],
    ...[searchConfigurations, searchDictionaries, policies, comments, rules],
    ...(version >= 100_000 ? [statistics] : []),
  ];
}

/** Objects that the role does not own, which it could not alter in the schema upgrade. */
export const objectsOfOthers = `
  select c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'S', 'v', 'm', 'c') and ${userSchemas} and ${notOfExtension}
     and not pg_catalog.pg_has_role(c.relowner, 'USAGE')
   union all
  select 'large object ' || oid from pg_catalog.pg_largeobject_metadata
   where not pg_catalog.pg_has_role(lomowner, 'USAGE')
   order by 1`;

/** Excludes objects that the server creates itself: functions of range types, types of tables and arrays. */
function byItself(catalog: string): string {
  return `not exists (select from pg_catalog.pg_depend i
    where i.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and i.objid = o.oid and i.deptype = 'i')`;
}

/** The same for objects other than tables: the copy's role owns them unless their owner was changed. */
export const otherObjectsOfOthers = [
  ['pg_proc', 'proowner', `'function ' || o.oid::pg_catalog.regprocedure`, 'pronamespace'],
  ['pg_operator', 'oprowner', `'operator ' || o.oid::pg_catalog.regoperator`, 'oprnamespace'],
  ['pg_collation', 'collowner', `'collation ' || o.collname`, 'collnamespace'],
  ['pg_conversion', 'conowner', `'conversion ' || o.conname`, 'connamespace'],
  ['pg_ts_config', 'cfgowner', `'text search configuration ' || o.cfgname`, 'cfgnamespace'],
  ['pg_ts_dict', 'dictowner', `'text search dictionary ' || o.dictname`, 'dictnamespace'],
  ['pg_type', 'typowner', `'type ' || o.oid::pg_catalog.regtype`, 'typnamespace'],
]
  .map(
    ([catalog = '', owner = '', name = '', schema = '']) => `
  select ${name} as name
    from pg_catalog.${catalog} o join pg_catalog.pg_namespace n on n.oid = o.${schema}
   where ${userSchemas} and ${ownOf(catalog)} and ${byItself(catalog)}
     and not pg_catalog.pg_has_role(o.${owner}, 'USAGE')`,
  )
  .join(' union all ');
