import { cleanTarget, readIdentity } from './clean-target.ts';
import { untilReached, withConnection } from '../server/connection.ts';
import type { ConnectionTarget } from '../server/connection-target.ts';
import { endAllSessions } from '../server/end-own-sessions.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { type SourceWatch, watchSource } from './source-watch.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

export interface WatchedRun {
  readonly source: ConnectionTarget;
  readonly target: ConnectionTarget;
  readonly progress: ProgressReporter;
  /** Milliseconds to wait for other sessions on the source to end before the work starts. */
  readonly patience?: number;
  /** Ends the run and its sessions on both servers. */
  readonly signal?: AbortSignal;
  /** True while the registry is available: the source may be written to. */
  readonly live?: boolean;
  /** Prepares the target; empties it by default. */
  readonly prepare?: typeof cleanTarget;
}

const tenSeconds = 10_000;

/**
 * Runs work with exclusive use of the source and the target. Throws WorkerFailure when other sessions connect or have
 * written. After any failure, no session is left on either server.
 */
export async function withExclusiveSource<Result>(run: WatchedRun, work: () => Promise<Result>): Promise<Result> {
  const { source, target, progress, signal } = run;
  // The work need not check for the abort: it fails when its sessions are terminated.
  const interrupt = (): void => void endAllSessions([source, target]);
  signal?.addEventListener('abort', interrupt);
  let watch: SourceWatch | undefined;
  try {
    progress.enter('connecting', `${source.database} on ${source.host} to ${target.database} on ${target.host}`);
    watch = await begin(run, interrupt);
    signal?.throwIfAborted();
    const result = await work();
    await watch?.finish();
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    await endAllSessions([source, target]);
    if (signal?.aborted) throw new WorkerFailure('the copy was stopped by a signal');
    throw watch?.alarm ?? error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await watch?.close();
  }
}

/** Prepares the target while it checks the source. */
async function begin(run: WatchedRun, onAlarm: () => void): Promise<SourceWatch | undefined> {
  const { source, target, patience = tenSeconds, live = false, prepare = cleanTarget } = run;
  const identity = await withConnection(source, readIdentity, untilReached);
  const preparing = withConnection(target, (client) => prepare(client, identity), untilReached);
  preparing.catch(() => undefined);
  const watch = live ? undefined : await watchSource(source, { patience, onAlarm });
  try {
    await preparing;
    return watch;
  } catch (error) {
    await watch?.close();
    throw error;
  }
}
