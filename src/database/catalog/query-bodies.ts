import type pg from 'pg';
import { quoteIdentifier } from '../server/connection.ts';
import type { Definition } from './definition.ts';
import { notOfExtension, qualified, userSchemas } from './table.ts';

/** The query of a view or a rule as its server formats it, which depends on the server version. */
interface Body extends Definition {
  readonly kind: 'view' | 'rule';
  readonly schema: string;
  /** Name of the view, or of the rule's table. */
  readonly relation: string;
  /** Name of the rule. */
  readonly name: string;
}

const bodies = `
  select 'view' as kind, pg_catalog.format('query of view %I.%I', n.nspname, c.relname) as object,
         n.nspname as schema, c.relname as relation, '' as name, pg_catalog.pg_get_viewdef(c.oid) as text
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and ${userSchemas} and ${notOfExtension}
   union all
  select 'rule', pg_catalog.format('body of rule %I.%I.%I', n.nspname, c.relname, r.rulename),
         n.nspname, c.relname, r.rulename, pg_catalog.pg_get_ruledef(r.oid)
    from pg_catalog.pg_rewrite r
    join pg_catalog.pg_class c on c.oid = r.ev_class
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where r.rulename <> '_RETURN' and ${userSchemas} and ${notOfExtension}`;

/** Queries of the views and rules of both databases, as the target server formats them. */
export interface BothBodies {
  readonly source: readonly Definition[];
  readonly target: readonly Definition[];
}

/**
 * When the texts differ, the target server formats the source's query: it creates the object under another name in a
 * transaction that is rolled back. An object that it cannot create stays different.
 */
export async function readBodies(source: pg.Client, target: pg.Client): Promise<BothBodies> {
  const { rows: inSource } = await source.query<Body>(bodies);
  const { rows: inTarget } = await target.query<Body>(bodies);
  const stored = new Map(inTarget.map(({ object, text }) => [object, text]));
  const rewritten: Definition[] = [];
  for (const body of inSource) {
    const own = stored.get(body.object);
    const text = own === undefined || own === body.text ? body.text : await asTargetWrites(target, body);
    rewritten.push({ object: body.object, text });
  }
  return { source: rewritten, target: inTarget.map(({ object, text }) => ({ object, text })) };
}

const probe = 'quay_migration_probe';

async function asTargetWrites(target: pg.Client, body: Body): Promise<string> {
  try {
    await target.query('begin');
    return body.kind === 'view' ? await viewAs(target, body.text) : await ruleAs(target, body);
  } catch {
    return body.text;
  } finally {
    await target.query('rollback');
  }
}

async function viewAs(target: pg.Client, text: string): Promise<string> {
  await target.query(`create temporary view ${probe} as ${text}`);
  const { rows } = await target.query<{ text: string }>(
    `select pg_catalog.pg_get_viewdef('pg_temp.${probe}'::pg_catalog.regclass) as text`,
  );
  return rows[0]?.text ?? '';
}

/** Replaces the name of the rule at the start of both texts. */
async function ruleAs(target: pg.Client, { schema, relation, name, text }: Body): Promise<string> {
  const start = /^CREATE RULE (?:"(?:[^"]|"")*"|\S+) AS/;
  await target.query(text.replace(start, () => `CREATE RULE ${probe} AS`));
  const { rows } = await target.query<{ text: string; quoted: string }>(
    `select pg_catalog.pg_get_ruledef(oid) as text, pg_catalog.quote_ident($2) as quoted from pg_catalog.pg_rewrite
      where rulename = '${probe}' and ev_class = $1::pg_catalog.regclass`,
    [qualified({ schema, name: relation }), name],
  );
  const quoted = rows[0]?.quoted ?? quoteIdentifier(name);
  return (rows[0]?.text ?? '').replace(start, () => `CREATE RULE ${quoted} AS`);
}
