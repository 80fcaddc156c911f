import { workerExit } from '../../contract/worker.ts';
import { type ConnectionTarget, withConnection } from '../server/connection.ts';
import { stayingSessions, whoOf } from '../server/foreign-sessions.ts';
import { WorkerFailure } from '../server/worker-failure.ts';
import { settledCounters, writtenBetween } from './write-counters.ts';

/**
 * Succeeds when nobody else is connected to the database and its row counters stand still: a database that is upgraded
 * in place has no copy that a proof could hold against it.
 */
export async function assertIdle(source: ConnectionTarget, patience = 10_000): Promise<void> {
  await withConnection(source, async (client) => {
    const sessions = await stayingSessions(client, patience);
    if (sessions.length > 0) {
      throw new WorkerFailure(
        `somebody is connected to the database, which must be at rest before it is upgraded: ${whoOf(sessions)}`,
        workerExit.foreignWriter,
      );
    }
    const before = await settledCounters(client);
    const written = writtenBetween(before, await settledCounters(client));
    if (written === undefined) return;
    throw new WorkerFailure(`somebody writes to the database: ${written}`, workerExit.foreignWriter);
  });
}
