import { workerExit } from '../../contract/worker.ts';
import { withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { stayingSessions, whoOf } from '../server/foreign-sessions.ts';
import { WorkerFailure } from '../server/worker-failure.ts';
import { settledCounters, writtenBetween } from './write-counters.ts';

/**
 * Succeeds when the database is idle: no other sessions are connected and its row counters do not change. A database
 * that is upgraded in place has no copy to compare with.
 */
export async function assertIdle(source: ConnectionTarget, patience = 10_000): Promise<void> {
  await withConnection(source, async (client) => {
    const sessions = await stayingSessions(client, patience);
    if (sessions.length > 0) {
      throw new WorkerFailure(
        `other sessions are connected to the database, which must be idle before its upgrade: ${whoOf(sessions)}`,
        workerExit.foreignWriter,
      );
    }
    const before = await settledCounters(client);
    const written = writtenBetween(before, await settledCounters(client));
    if (written === undefined) return;
    throw new WorkerFailure(
      `the database, which must be idle before its upgrade, is being written to: ${written}`,
      workerExit.foreignWriter,
    );
  });
}
