import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Rows that were inserted, updated and deleted since the last reset of the statistics, by table. */
export type WriteCounters = ReadonlyMap<string, Counts>;

interface Counts {
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
}

const none: Counts = { inserted: '0', updated: '0', deleted: '0' };

/** The statistics collector of PostgreSQL up to 14 reports the writes of an ended session after half a second. */
const settlingMilliseconds = 1000;

/** Maximum tables that a message names. */
const named = 5;

/** Waits until the counters are up to date, and reads them. They do not change without writes. */
export async function settledCounters(client: pg.Client): Promise<WriteCounters> {
  await sleep(settlingMilliseconds);
  return countersNow(client);
}

/** The counters at the time of the call; their promise resolves when they are up to date. */
export async function countersFrom(client: pg.Client): Promise<Counted> {
  // Read before the transaction id, so that they do not include later writes.
  const atOnce = await countersNow(client);
  const transaction = await nextTransaction(client);
  const settled = (async () => {
    const later = await settledCounters(client);
    // Without a transaction since then, the later reading is valid for the time of the call.
    return (await nextTransaction(client)) === transaction ? later : atOnce;
  })();
  // An error is thrown to whoever awaits the counters.
  settled.catch(() => undefined);
  return { transaction, settled };
}

export interface Counted {
  /** The next transaction id at that time. */
  readonly transaction: string;
  readonly settled: Promise<WriteCounters>;
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

/** The id of the server's next writing transaction, which is up to date at once. */
export async function nextTransaction(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ next: string }>(
    'select pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())::text as next',
  );
  return rows[0]?.next ?? '';
}

/** The writes between two readings, as a message; undefined without writes. */
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
