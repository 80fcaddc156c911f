import { cleanTarget, readIdentity } from './clean-target.ts';
import { type ConnectionTarget, untilReached, withConnection } from '../server/connection.ts';
import { endAllSessions } from '../server/end-own-sessions.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { type SourceWatch, watchSource } from './source-watch.ts';
import { WorkerFailure } from '../server/worker-failure.ts';

export interface WatchedRun {
  readonly source: ConnectionTarget;
  readonly target: ConnectionTarget;
  readonly progress: ProgressReporter;
  /** Milliseconds that sessions of others get to leave the source before the work begins. */
  readonly patience?: number;
  /** Ends the run: its sessions on both servers too. */
  readonly signal?: AbortSignal;
  /** True while the registry still serves: the source may be written to. */
  readonly live?: boolean;
  /** Makes the target ready; empties it unless told otherwise. */
  readonly prepare?: typeof cleanTarget;
}

const tenSeconds = 10_000;

/**
 * Does work on a source that nobody else may use meanwhile, and a target that is ours alone. Throws WorkerFailure when
 * somebody comes or has written; whatever fails, no session is left on either server.
 */
export async function withExclusiveSource<Result>(run: WatchedRun, work: () => Promise<Result>): Promise<Result> {
  const { source, target, progress, signal } = run;
  // Nothing is asked whether it should stop: what is under way fails when its sessions end.
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
    if (signal?.aborted) throw new WorkerFailure('the copy was told to stop');
    throw watch?.alarm ?? error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await watch?.close();
  }
}

/** The target is made ready while the source is looked at. */
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
