import type pg from 'pg';
import { connect } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { lockPatience, waitForLocks } from './lock-holders.ts';

/** An exported snapshot of the source: all sessions that use it see the same rows. */
export interface SourceSnapshot {
  readonly id: string;
  readonly coordinator: pg.Client;
  /** Opens a session with the snapshot; the caller ends it. */
  join(): Promise<pg.Client>;
  close(): Promise<void>;
}

/**
 * Reads in a session of the snapshot, then releases the locks of the read: they would be held until the end of the
 * transaction, and a server supports some thousands for all sessions together.
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
