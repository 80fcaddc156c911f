import { readFile } from 'node:fs/promises';
import type { Container, ContainerState } from '../../../src/k8s/pod.ts';
import type { LogLine } from './container-log.ts';

const messageLimit = 4096;
const fallbackLines = 80;
const fallbackLimit = 2048;

export interface EndedRun {
  readonly container: Container;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly terminationFile: string;
  readonly lines: () => Promise<LogLine[]>;
}

/** The state of a container that has ended, its last words included. */
export async function terminatedState(run: EndedRun): Promise<ContainerState> {
  const message = await lastWords(run);
  return {
    terminated: {
      exitCode: run.exitCode,
      reason: run.exitCode === 0 ? 'Completed' : 'Error',
      ...(message !== '' && { message }),
      startedAt: run.startedAt,
      finishedAt: new Date().toISOString(),
    },
  };
}

async function lastWords(run: EndedRun): Promise<string> {
  const written = await readFile(run.terminationFile, 'utf8').catch(() => '');
  if (written !== '') return written.slice(0, messageLimit);
  if (run.container.terminationMessagePolicy !== 'FallbackToLogsOnError' || run.exitCode === 0) return '';
  const lines = await run.lines();
  return lines
    .slice(-fallbackLines)
    .map(({ text }) => `${text}\n`)
    .join('')
    .slice(-fallbackLimit);
}
