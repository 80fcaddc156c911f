import { argv, env } from 'node:process';
import { copyDatabase } from '../../src/database/copy-database.ts';
import { noReports } from '../../src/database/progress-configmap.ts';
import { ProgressReporter } from '../../src/database/progress-reporter.ts';
import { connectionOf } from '../../src/database/worker-environment.ts';

/** Our copy in a process of its own, as the Job runs it; `unproven` leaves the proof out. */
const progress = new ProgressReporter(noReports, 'bench', () => undefined);
await copyDatabase(connectionOf(env, 'source'), connectionOf(env, 'target'), {
  progress,
  prove: argv[2] !== 'unproven',
});
