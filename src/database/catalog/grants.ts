import type pg from 'pg';
import { quoteIdentifier, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import type { Definition } from './definition.ts';
import { notOfExtension, ownOf, userSchemas } from './table.ts';
import { WorkerFailure, reasonOf } from '../server/worker-failure.ts';

/** Maximum objects that a message names. */
const named = 5;

/**
 * Every object that supports privileges, with its grants, or else with the server's default privileges. Without schema
 * public, which may have another owner on the target server. Works with PostgreSQL 9.6 and newer.
 */
const access = `
  select case c.relkind when 'S' then 'sequence ' else 'table ' end || pg_catalog.format('%I.%I', n.nspname, c.relname) as object,
         null::text as part, c.relowner as owner, c.relacl as acl
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${userSchemas} and ${notOfExtension}
  union all
  select pg_catalog.format('table %I.%I', n.nspname, c.relname), pg_catalog.quote_ident(a.attname), c.relowner, a.attacl
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where a.attacl is not null and not a.attisdropped and ${userSchemas} and ${notOfExtension}
  union all
  select 'routine ' || o.oid::pg_catalog.regprocedure, null, o.proowner,
         coalesce(o.proacl, pg_catalog.acldefault('f', o.proowner))
    from pg_catalog.pg_proc o join pg_catalog.pg_namespace n on n.oid = o.pronamespace
   where ${userSchemas} and ${ownOf('pg_proc')}
  union all
  select pg_catalog.format('type %I.%I', n.nspname, o.typname), null, o.typowner,
         coalesce(o.typacl, pg_catalog.acldefault('T', o.typowner))
    from pg_catalog.pg_type o
    join pg_catalog.pg_namespace n on n.oid = o.typnamespace
    left join pg_catalog.pg_class r on r.oid = o.typrelid
   where (o.typtype in ('d', 'e', 'r') or r.relkind = 'c') and ${userSchemas} and ${ownOf('pg_type')}
  union all
  select pg_catalog.format('schema %I', n.nspname), null, n.nspowner, n.nspacl
    from pg_catalog.pg_namespace n where n.nspname <> 'public' and ${userSchemas}
  union all
  select 'large object ' || o.oid, null, o.lomowner, o.lomacl from pg_catalog.pg_largeobject_metadata o`;

/** The privileges of PUBLIC on each object, for the digest of the definitions: `grant table public.tag`. */
export const publicGrants = `
  select 'grant ' || o.object || coalesce('.' || o.part, '') as object,
         'to everybody: ' || pg_catalog.string_agg(g.privilege_type, ', ' order by g.privilege_type) as text
    from (${access}) o, pg_catalog.aclexplode(o.acl) g
   where g.grantee = 0
   group by 1`;

interface Grant {
  /** `table public.tag`, in the syntax of GRANT. */
  readonly object: string;
  /** Null for PUBLIC. */
  readonly role: string | null;
  readonly privileges: string;
  readonly grantable: boolean;
}

/**
 * Copies the grants to PUBLIC, and to roles that both servers have, to the target database. Its own role owns everything
 * and needs no grants.
 */
export async function carryGrants(source: pg.Client, target: ConnectionTarget): Promise<void> {
  const grants = await readGrants(source);
  const closed = await closedObjects(source);
  if (grants.length === 0 && closed.length === 0) return;
  await withConnection(target, async (client) => {
    const roles = await rolesOf(client);
    const run = async (object: string, sql: string): Promise<void> => {
      await client.query(sql).catch((error: unknown) => {
        throw new WorkerFailure(`the privileges on ${object} could not be copied: ${reasonOf(error)}`);
      });
    };
    for (const object of closed) await run(object, `revoke all on ${object} from public`);
    for (const { object, role, privileges, grantable } of grants) {
      if (role === target.user || (role !== null && !roles.has(role))) continue;
      const to = role === null ? 'public' : quoteIdentifier(role);
      await run(object, `grant ${privileges} on ${object} to ${to}${grantable ? ' with grant option' : ''}`);
    }
  });
}

/** The grants of the source that the target cannot have, as messages. */
export async function lostGrants(source: pg.Client, target: ConnectionTarget): Promise<string[]> {
  const [grants, roles] = [await readGrants(source), await withConnection(target, rolesOf)];
  const lost = new Map<string, string[]>();
  for (const { object, role, privileges } of [...grants, ...(await grantsOnPublic(source))]) {
    if (role === null || role === target.user || roles.has(role)) continue;
    lost.set(role, [...(lost.get(role) ?? []), `${privileges} on ${object}`]);
  }
  return [...lost].map(([role, what]) => {
    const more = what.length > named ? ` and ${what.length - named} more` : '';
    return `the target server does not have the role ${quoteIdentifier(role)}, which was granted ${what.slice(0, named).join('; ')}${more}`;
  });
}

interface GrantDefinitions {
  readonly source: readonly Definition[];
  readonly target: readonly Definition[];
}

/** The grants of both databases to roles that both servers have, except to the roles of the two connections. */
export async function namedGrants(source: pg.Client, target: pg.Client): Promise<GrantDefinitions> {
  const [known, other] = [await rolesOf(source), await rolesOf(target)];
  const own = new Set([source.user, target.user]);
  const of = async (client: pg.Client): Promise<Definition[]> =>
    (await readGrants(client)).flatMap(({ object, role, privileges, grantable }) =>
      role === null || own.has(role) || !known.has(role) || !other.has(role)
        ? []
        : [{ object: `grant ${object} to ${role}`, text: `${privileges}${grantable ? ' with grant option' : ''}` }],
    );
  return { source: await of(source), target: await of(target) };
}

/** All grants except those to an object's owner and to the current role, which the target's role replaces. */
async function readGrants(client: pg.Client): Promise<readonly Grant[]> {
  const { rows } = await client.query<Grant>(`
    select o.object, r.rolname as role, g.is_grantable as grantable,
           pg_catalog.string_agg(g.privilege_type || coalesce(' (' || o.part || ')', ''), ', '
                                 order by o.part, g.privilege_type) as privileges
      from (${access}) o, pg_catalog.aclexplode(o.acl) g left join pg_catalog.pg_roles r on r.oid = g.grantee
     where g.grantee <> o.owner and (g.grantee = 0 or r.rolname <> current_user)
     group by 1, 2, 3 order by 1, 2, 3`);
  return rows;
}

async function grantsOnPublic(client: pg.Client): Promise<readonly Grant[]> {
  const { rows } = await client.query<Grant>(`
    select 'schema public' as object, r.rolname as role, false as grantable,
           pg_catalog.string_agg(g.privilege_type, ', ' order by g.privilege_type) as privileges
      from pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) g join pg_catalog.pg_roles r on r.oid = g.grantee
     where n.nspname = 'public' and g.grantee <> n.nspowner and r.rolname <> current_user
     group by 2 order by 2`);
  return rows;
}

/** Functions and types whose default privileges for PUBLIC were revoked. */
async function closedObjects(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ object: string }>(`
    select o.object from (${access}) o
     where o.object ~ '^(routine|type) '
       and not exists (select from pg_catalog.aclexplode(o.acl) g where g.grantee = 0)
     order by 1`);
  return rows.map(({ object }) => object);
}

async function rolesOf(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>('select rolname as name from pg_catalog.pg_roles');
  return new Set(rows.map(({ name }) => name));
}
