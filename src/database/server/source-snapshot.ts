import type pg from 'pg';
import { connect } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { lockPatience, waitForLocks } from './lock-holders.ts';

/** One exported snapshot of the source: whoever joins sees exactly the same rows. */
export interface SourceSnapshot {
  readonly id: string;
  readonly coordinator: pg.Client;
  /** A session of its own that sees the snapshot; the caller ends it. */
  join(): Promise<pg.Client>;
  close(): Promise<void>;
}

/**
 * Reads in a session of the snapshot, and gives back the locks that it took: they would be kept to the transaction's
 * end, and a server has room for some thousands, of all sessions together.
 */
export async function releasingLocks<Result>(session: pg.Client, read: () => Promise<Result>): Promise<Result> {
  await session.query('savepoint reading');
  const result = await read();
  await session.query('rollback to savepoint reading; release savepoint reading');
  return result;
}

export async function exportSnapshot(source: ConnectionTarget): Promise<SourceSnapshot> {
  const coordinator = await connect(source);
  await waitForLocks(coordinator, lockPatience.copy);
  await coordinator.query('begin isolation level repeatable read read only');
  const { rows } = await coordinator.query<{ id: string }>('select pg_catalog.pg_export_snapshot() as id');
  const id = rows[0]?.id ?? '';
  return {
    id,
    coordinator,
    join: async () => {
      const client = await connect(source);
      await waitForLocks(client, lockPatience.copy);
      await client.query(`begin isolation level repeatable read read only; set transaction snapshot '${id}'`);
      return client;
    },
    close: () => coordinator.end().catch(() => undefined),
  };
}
