import { writeFile } from 'node:fs/promises';
import { workerExit } from '../contract/worker.ts';
import { runCommand } from './run-command.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

/** What the kubelet shows as the reason why a container has ended. */
const terminationLog = '/dev/termination-log';

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // Sessions end with their sockets; the next run clears what this one left.
    console.error(`stopped by ${signal}`);
    process.exit(128 + (signal === 'SIGTERM' ? 15 : 2));
  });
}

try {
  await runCommand(process.argv[2] ?? '', process.env);
  process.exit(workerExit.ok);
} catch (error) {
  const reason = reasonOf(error).split('\n')[0] ?? '';
  console.error(reason);
  await writeFile(terminationLog, reason).catch(() => undefined);
  process.exit(error instanceof WorkerFailure ? error.exit : workerExit.failed);
}
