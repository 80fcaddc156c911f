import { argv, env } from 'node:process';
import { catchUp } from '../../src/database/catch-up/catch-up.ts';
import { copyDatabase } from '../../src/database/copy/copy-database.ts';
import { ProgressReporter, noReports } from '../../src/database/progress/progress-reporter.ts';
import { connectionOf } from '../../src/database/server/worker-environment.ts';

/**
 * Our copy in a process of its own, as the Job runs it: `proven`, `unproven` without the proof, `first` while the
 * registry would serve, and `catch-up` for what is left to do when it stands still.
 */
const progress = new ProgressReporter(noReports, 'bench', () => undefined);
const [source, target] = [connectionOf(env, 'source'), connectionOf(env, 'target')];
const mode = argv[2];
if (mode === 'catch-up') await catchUp(source, target, { progress });
else await copyDatabase(source, target, { progress, prove: mode === 'proven', live: mode === 'first' });
