import type pg from 'pg';
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

/** Every sequence with where it stands; last_value and is_called both matter, also for empty tables. */
export async function readSequences(client: pg.Client): Promise<readonly SequenceState[]> {
  const states: SequenceState[] = [];
  for (const sequence of await listSequences(client)) {
    const { rows } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${qualified(sequence)}`,
    );
    states.push({ ...sequence, lastValue: rows[0]?.last ?? '', isCalled: rows[0]?.called ?? false });
  }
  return states;
}

export async function setSequences(client: pg.Client, states: readonly SequenceState[]): Promise<void> {
  for (const state of states) {
    await client.query('select pg_catalog.setval($1::text::pg_catalog.regclass, $2::bigint, $3)', [
      qualified(state),
      state.lastValue,
      state.isCalled,
    ]);
  }
}
