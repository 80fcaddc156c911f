import type pg from 'pg';
import type { releasingLocks } from '../server/source-snapshot.ts';
import { type TableName, qualified, userSchemas } from './table.ts';

export interface SequenceState extends TableName {
  /** As text: a bigint does not fit a JavaScript number. */
  readonly lastValue: string;
  readonly isCalled: boolean;
}

export async function listSequences(client: pg.Client): Promise<readonly TableName[]> {
  const { rows } = await client.query<TableName>(`
    select n.nspname as schema, c.relname as name
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${userSchemas}
     order by 1, 2`);
  return rows;
}

/** Number of sequences that are read or set at once: each is locked meanwhile. */
const together = 200;

/**
 * The state of every sequence; last_value and is_called both matter, also for empty tables. `within` wraps each query.
 */
export async function readSequences(
  client: pg.Client,
  within: typeof releasingLocks = (_client, read) => read(),
): Promise<readonly SequenceState[]> {
  const states: SequenceState[] = [];
  const sequences = await listSequences(client);
  for (let at = 0; at < sequences.length; at += together) {
    const some = sequences.slice(at, at + together);
    const sql = some.map(
      (sequence, number) =>
        `select ${number} as number, last_value::text as last, is_called as called from ${qualified(sequence)}`,
    );
    const { rows } = await within(client, () =>
      client.query<{ last: string; called: boolean }>(`${sql.join(' union all ')} order by number`),
    );
    states.push(
      ...some.map((sequence, number) => ({
        ...sequence,
        lastValue: rows[number]?.last ?? '',
        isCalled: rows[number]?.called ?? false,
      })),
    );
  }
  return states;
}

export async function setSequences(client: pg.Client, states: readonly SequenceState[]): Promise<void> {
  for (let at = 0; at < states.length; at += together) {
    const some = states.slice(at, at + together);
    await client.query(
      `select pg_catalog.setval(name::pg_catalog.regclass, last, called)
         from unnest($1::text[], $2::bigint[], $3::boolean[]) as state (name, last, called)`,
      [some.map(qualified), some.map(({ lastValue }) => lastValue), some.map(({ isCalled }) => isCalled)],
    );
  }
}
