import type pg from 'pg';
import { serverVersion, userSchemas } from './table.ts';

/** Maximum objects that a message names. */
const named = 5;

/** A kind of object that is not copied, with its message. Names only: the value of a setting may be a secret. */
interface Left {
  readonly query: string;
  readonly since?: number;
  readonly until?: number;
  readonly tell: (names: string) => string;
}

const here = `(select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`;

const left: readonly Left[] = [
  {
    since: 100_000,
    query: 'select p.pubname as name from pg_catalog.pg_publication p',
    tell: (names) => `the publication ${names}, so its subscribers receive no data from the target server`,
  },
  {
    since: 100_000,
    query: `select s.subname as name from pg_catalog.pg_subscription s where s.subdbid = ${here}`,
    tell: (names) => `the subscription ${names}, so the target server does not subscribe to anything`,
  },
  {
    until: 120_000,
    query: `
      select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and ${userSchemas} and pg_catalog.to_jsonb(c) ->> 'relhasoids' = 'true'`,
    tell: (names) => `the system column oid (WITH OIDS) of table ${names}`,
  },
  {
    query: `
      select pg_catalog.split_part(setting, '=', 1) || ' of '
             || coalesce('role ' || pg_catalog.quote_ident(r.rolname), 'the database') as name
        from pg_catalog.pg_db_role_setting s
        left join pg_catalog.pg_roles r on r.oid = s.setrole,
             unnest(s.setconfig) as setting
       where s.setdatabase = ${here} or s.setdatabase = 0 and r.rolname = current_user`,
    tell: (names) => `the setting ${names} (ALTER DATABASE or ALTER ROLE ... SET)`,
  },
  {
    query: `
      select pg_catalog.format('of %I%s', pg_catalog.pg_get_userbyid(a.defaclrole),
                               case when n.nspname is null then '' else pg_catalog.format(' in schema %I', n.nspname) end) as name
        from pg_catalog.pg_default_acl a left join pg_catalog.pg_namespace n on n.oid = a.defaclnamespace`,
    tell: (names) => `the default privileges ${names} (ALTER DEFAULT PRIVILEGES)`,
  },
  {
    query: `
      select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_tablespace t on t.oid = c.reltablespace
       where c.relkind in ('r', 'i') and ${userSchemas}`,
    tell: (names) => `the tablespace of ${names}, which is in the default tablespace of the target server`,
  },
  {
    query: `select distinct l.objtype || ' ' || l.objname as name from pg_catalog.pg_seclabels l
             where l.objtype not in ('database', 'role', 'tablespace')`,
    tell: (names) => `the security label of ${names}`,
  },
];

/** What the copy of this database will not have, as messages. */
export async function notCarried(client: pg.Client): Promise<string[]> {
  const version = await serverVersion(client);
  const sentences: string[] = [];
  for (const { query, since = 0, until = Infinity, tell } of left) {
    if (version < since || version >= until) continue;
    const { rows } = await client.query<{ name: string }>(`${query} order by 1`);
    if (rows.length === 0) continue;
    const more = rows.length > named ? ` and ${rows.length - named} more` : '';
    const names = rows.slice(0, named).map(({ name }) => name);
    sentences.push(tell(`${names.join(', ')}${more}`));
  }
  return sentences;
}
