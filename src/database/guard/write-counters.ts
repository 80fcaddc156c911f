import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Rows that were inserted, updated and deleted since the statistics began, by table. */
export type WriteCounters = ReadonlyMap<string, Counts>;

interface Counts {
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
}

const none: Counts = { inserted: '0', updated: '0', deleted: '0' };

/** The collector of PostgreSQL up to 14 takes half a second to tell what a session that has ended did. */
const settlingMilliseconds = 1000;

/** Tables that a message names. */
const named = 5;

/** Waits until the counters are told, and reads them. They stand still when nobody writes. */
export async function settledCounters(client: pg.Client): Promise<WriteCounters> {
  await sleep(settlingMilliseconds);
  return countersNow(client);
}

/** Where the counters stand at the moment of the call, known when they are told. */
export async function countersFrom(client: pg.Client): Promise<Counted> {
  // Before the transaction's number: what is written from then on must not be among them.
  const atOnce = await countersNow(client);
  const transaction = await nextTransaction(client);
  const told = (async () => {
    const settled = await settledCounters(client);
    // Nobody has taken a transaction since: what is told now is what was so then.
    return (await nextTransaction(client)) === transaction ? settled : atOnce;
  })();
  // Whoever asks for them hears why they could not be read.
  told.catch(() => undefined);
  return { transaction, told };
}

export interface Counted {
  /** That nobody had taken yet. */
  readonly transaction: string;
  readonly told: Promise<WriteCounters>;
}

async function countersNow(client: pg.Client): Promise<WriteCounters> {
  const { rows } = await client.query<Counts & { name: string }>(
    `select case schemaname when 'public' then relname else schemaname || '.' || relname end as name,
            n_tup_ins::text as inserted, n_tup_upd::text as updated, n_tup_del::text as deleted
       from pg_catalog.pg_stat_all_tables
      where schemaname !~ '^pg_|^information_schema$' or relname ~ '^pg_largeobject'
      order by 1`,
  );
  return new Map(rows.map(({ name, ...counts }) => [name, counts]));
}

/** The number that the next transaction of the server that writes will get, known at once. */
export async function nextTransaction(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ next: string }>(
    'select pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())::text as next',
  );
  return rows[0]?.next ?? '';
}

/** What was written between two readings, in words; undefined when nothing was. */
export function writtenBetween(before: WriteCounters, after: WriteCounters): string | undefined {
  const tables = [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name) ?? none, after.get(name) ?? none];
    const changes = (['inserted', 'updated', 'deleted'] as const)
      .filter((kind) => was[kind] !== is[kind])
      .map((kind) => `${(BigInt(is[kind]) - BigInt(was[kind])).toString()} ${kind}`);
    return changes.length === 0 ? [] : [`${name} (${changes.join(', ')})`];
  });
  if (tables.length === 0) return undefined;
  const more = tables.length > named ? ` and ${tables.length - named} more tables` : '';
  return tables.slice(0, named).join(', ') + more;
}
