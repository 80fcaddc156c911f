import { notOfExtension, ownOf, userSchemas } from './table.ts';

/** plpgsql is everywhere, and pg_trgm may be there before: Quay's indexes say whether it is. */
const extensions = `
  select pg_catalog.format('extension %I', e.extname), 'there' from pg_catalog.pg_extension e
   where e.extname not in ('plpgsql', 'pg_trgm')`;

/** Not the query: each version writes it in its own way. */
const views = `
  select pg_catalog.format('view %I.%I', n.nspname, c.relname),
         c.relkind::text || ' ' || pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   where c.relkind in ('v', 'm', 'c') and ${userSchemas} and ${notOfExtension}
   group by n.nspname, c.relname, c.relkind`;

const functions = `
  select pg_catalog.format('function %s', o.oid::pg_catalog.regprocedure),
         pg_catalog.concat_ws(' ', pg_catalog.format_type(o.prorettype, null), o.provolatile, o.prosecdef, l.lanname,
                              pg_catalog.md5(o.prosrc))
    from pg_catalog.pg_proc o
    join pg_catalog.pg_namespace n on n.oid = o.pronamespace
    join pg_catalog.pg_language l on l.oid = o.prolang
   where ${userSchemas} and ${ownOf('pg_proc')}`;

const types = `
  select pg_catalog.format('type %I.%I', n.nspname, o.typname),
         pg_catalog.concat_ws(' ', o.typtype,
           (select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
              from pg_catalog.pg_enum e where e.enumtypid = o.oid),
           case when o.typtype = 'd' then pg_catalog.format_type(o.typbasetype, o.typtypmod) end,
           case when o.typnotnull then 'not null' end, 'default ' || o.typdefault,
           (select pg_catalog.string_agg(k.conname || ' ' || pg_catalog.pg_get_constraintdef(k.oid), ', ' order by k.conname::text collate "C")
              from pg_catalog.pg_constraint k where k.contypid = o.oid))
    from pg_catalog.pg_type o join pg_catalog.pg_namespace n on n.oid = o.typnamespace
   where o.typtype in ('d', 'e') and ${userSchemas} and ${ownOf('pg_type')}`;

const comments = `
  select 'comment on ' || i.type || ' ' || i.identity, pg_catalog.md5(m.description)
    from pg_catalog.pg_description m, pg_catalog.pg_identify_object(m.classoid, m.objoid, m.objsubid) i
   where m.classoid in ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass,
                        'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass)
     and not exists (select from pg_catalog.pg_depend d where d.classid = m.classoid and d.objid = m.objoid and d.deptype = 'e')
     and m.objoid >= 16384`;

const rules = `
  select pg_catalog.format('rule %I.%I.%I', n.nspname, c.relname, r.rulename), pg_catalog.concat_ws(' ', r.ev_type, r.is_instead)
    from pg_catalog.pg_rewrite r
    join pg_catalog.pg_class c on c.oid = r.ev_class
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where r.rulename <> '_RETURN' and ${userSchemas}`;

/** Queries of object and text for the digest of the definitions: what stands beside the tables. */
export const otherDefinitions: readonly string[] = [extensions, views, functions, types, comments, rules];

/** What the role does not own. Whoever upgrades the schema alters it as that role. */
export const objectsOfOthers = `
  select c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'S', 'v', 'm') and ${userSchemas} and ${notOfExtension}
     and not pg_catalog.pg_has_role(c.relowner, 'USAGE')
   union all
  select 'large object ' || oid from pg_catalog.pg_largeobject_metadata
   where not pg_catalog.pg_has_role(lomowner, 'USAGE')
   order by 1`;
