import type pg from 'pg';
import { connect } from './connection.ts';
import type { ConnectionTarget } from './connection-target.ts';
import type { SourceSnapshot } from './source-snapshot.ts';

/** A session on both servers, for one worker. */
export interface SessionPair {
  readonly source: pg.Client;
  readonly target: pg.Client;
  end(): Promise<void>;
}

export async function openPair(snapshot: SourceSnapshot, target: ConnectionTarget): Promise<SessionPair> {
  const source = await snapshot.join();
  const other = await connect(target).catch(async (error: unknown) => {
    await source.end();
    throw error;
  });
  return {
    source,
    target: other,
    end: async () => {
      await Promise.all([source.end(), other.end()]);
    },
  };
}
