import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { workerNodeFlags } from '../../src/domain/plan/jobs/worker-job.ts';

/** The worker as a process of its own, as the Job runs it. */
export interface WorkerRun {
  readonly process: ChildProcess;
  /** Exit status, or the name of the signal that ended it; and what it said. */
  readonly ended: Promise<{ readonly exit: number | string; readonly stdout: string; readonly stderr: string }>;
}

export function runWorker(command: string, env: NodeJS.ProcessEnv): WorkerRun {
  const program = resolve(import.meta.dirname, '../../src/database/worker.ts');
  const child = spawn(process.execPath, [...workerNodeFlags, program, command], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(() => ({ exit: child.exitCode ?? child.signalCode ?? '', ...said }));
  return { process: child, ended };
}
