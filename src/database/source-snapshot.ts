import type pg from 'pg';
import { type ConnectionTarget, connect } from './connection.ts';

/** One exported snapshot of the source: whoever joins sees exactly the same rows. */
export interface SourceSnapshot {
  readonly id: string;
  readonly coordinator: pg.Client;
  /** A session of its own that sees the snapshot; the caller ends it. */
  join(): Promise<pg.Client>;
  close(): Promise<void>;
}

export async function exportSnapshot(source: ConnectionTarget): Promise<SourceSnapshot> {
  const coordinator = await connect(source);
  await coordinator.query('begin isolation level repeatable read read only');
  const { rows } = await coordinator.query<{ id: string }>('select pg_catalog.pg_export_snapshot() as id');
  const id = rows[0]?.id ?? '';
  return {
    id,
    coordinator,
    join: async () => {
      const client = await connect(source);
      await client.query(`begin isolation level repeatable read read only; set transaction snapshot '${id}'`);
      return client;
    },
    close: () => coordinator.end().catch(() => undefined),
  };
}
