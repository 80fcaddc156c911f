import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { repairStatements } from '../../contract/upgrade-repair.ts';
import { untilReached, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

/** A terminated backend may first have to roll back its transaction. */
const patienceMilliseconds = 120_000;

/**
 * Prepares a database whose schema upgrade was interrupted for another upgrade: terminates backends of the upgrade (a
 * killed client does not stop its backend), undoes the incomplete revision, and drops invalid indexes. Returns the
 * statements that were run. Only for the copy, whose server no other client uses with this role.
 */
export async function repairUpgrade(target: ConnectionTarget): Promise<readonly string[]> {
  const repair = async (client: pg.Client): Promise<readonly string[]> => {
    await endBackends(client);
    const half = await isHalfDone(client);
    const done: string[] = [];
    for (const statement of [...(half ? repairStatements : []), ...(await invalidIndexes(client))]) {
      await client.query(statement);
      done.push(statement);
    }
    return done;
  };
  return withConnection(target, repair, untilReached);
}

async function endBackends(client: pg.Client): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const { rowCount } = await client.query(
      `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
        where datname = pg_catalog.current_database() and usename = current_user
          and pid <> pg_catalog.pg_backend_pid()`,
    );
    if (rowCount === 0) return;
    if (Date.now() > deadline)
      throw new WorkerFailure('a backend of the interrupted schema upgrade does not terminate');
    await sleep(200);
  }
}

/** The last statement of the revision, in one transaction with its revision number, inserts a log entry kind. */
async function isHalfDone(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from pg_catalog.pg_attribute
      where attrelid = pg_catalog.to_regclass('public.tag') and attname = 'immutable' and not attisdropped
        and not exists (select 1 from public.logentrykind where name = 'change_tag_immutability')`,
  );
  return rowCount === 1;
}

async function invalidIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `select pg_catalog.format('DROP INDEX IF EXISTS %I.%I', n.nspname, c.relname) as statement
       from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and n.nspname = 'public' order by 1`,
  );
  return rows.map(({ statement }) => statement);
}
