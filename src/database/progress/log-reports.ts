import { type ReportKind, framesOf } from '../../contract/report-frames.ts';
import { workerEnvironment } from '../../contract/worker.ts';
import type { ReportSink } from './progress-reporter.ts';
import { noReports } from './progress-reporter.ts';
import { reportSeal } from './report-seal.ts';
import { leaveLastWords, longestLastWords } from './termination-log.ts';
import type { Environment } from '../server/worker-environment.ts';
import { WorkerFailure, reasonOf } from '../server/worker-failure.ts';

interface Outlet {
  /** Resolves when the lines are written. */
  readonly print: (text: string) => Promise<void>;
  readonly leaveLastWords: (words: string) => Promise<void>;
}

/**
 * Writes reports as signed lines of the log: the engine reads the output of the pod, so that the pod needs no
 * credentials for the API server. Writes nothing when the worker is run by hand.
 */
export function openReports(env: Environment, outlet: Outlet = standardOutput): ReportSink {
  const key = env[workerEnvironment.reportKey] ?? '';
  if (key === '') return noReports;
  const subject = env[workerEnvironment.podUid] ?? '';
  if (subject === '') throw new WorkerFailure(`the environment variable ${workerEnvironment.podUid} is missing`);
  const seal = reportSeal(key);
  let number = 0;
  const print = async (kind: ReportKind, report: unknown): Promise<readonly string[]> => {
    number += 1;
    const lines = framesOf(report, { subject, kind, number }, seal);
    await outlet.print(lines.map((line) => `${line}\n`).join(''));
    return lines;
  };
  return {
    tell: async (kind, report) => {
      await print(kind, report).catch(() => undefined);
    },
    write: async (kind, report) => {
      const lines = await print(kind, report).catch((error: unknown) => {
        throw new WorkerFailure(`the report ${kind} could not be written: ${reasonOf(error)}`);
      });
      const [only] = lines;
      // The termination message is kept longer than the log.
      if (lines.length === 1 && only !== undefined && only.length <= longestLastWords)
        await outlet.leaveLastWords(only);
    },
  };
}

const standardOutput: Outlet = {
  print: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }),
  leaveLastWords: (words) => leaveLastWords(words),
};
