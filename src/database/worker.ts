import { workerExit } from '../contract/worker.ts';
import { runCommand } from './run-command.ts';
import { leaveLastWords } from './progress/termination-log.ts';
import { WorkerFailure, reasonOf } from './server/worker-failure.ts';

/** Milliseconds to end the sessions on both servers after a signal; the kubelet kills the pod after thirty seconds. */
const shutdownMilliseconds = 8000;

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stopping.abort();
    setTimeout(() => {
      console.error(`stopped by ${signal}`);
      process.exit(workerExit.failed);
    }, shutdownMilliseconds).unref();
  });
}

try {
  await runCommand(process.argv[2] ?? '', process.env, stopping.signal);
  process.exit(workerExit.ok);
} catch (error) {
  const reason = reasonOf(error);
  console.error(reason);
  await leaveLastWords(reason);
  process.exit(error instanceof WorkerFailure ? error.exit : workerExit.failed);
}
