import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { RanTest } from './hazard-tests.ts';

/** How many tests of one runner came to which end, by its own report. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One part of all checks: its count, and the single tests where it has any. */
export interface PartResult {
  readonly count: Count;
  readonly tests: readonly RanTest[];
}

export const none: Count = { passed: 0, failed: 0, skipped: 0 };

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, count) => ({
      passed: total.passed + count.passed,
      failed: total.failed + count.failed,
      skipped: total.skipped + count.skipped,
    }),
    none,
  );
}

/** `12 passed, 0 failed`, with what was skipped only where something was. */
export function countLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A tool that only says yes or no counts as one test. */
export async function runTool(name: string, command: readonly string[]): Promise<Count> {
  console.log(`\n== ${name}: ${command.join(' ')}`);
  const succeeded = (await run(command)) === 0;
  console.log(`== ${name}: ${succeeded ? 'passed' : 'FAILED'}`);
  return { ...none, [succeeded ? 'passed' : 'failed']: 1 };
}

/**
 * One vitest project, or those of its files that are named, counted by its own JSON report. A runner that ended badly without a failed test, left no report,
 * or ran nothing is one failure more: silence is no success.
 */
/** `files`: only these; otherwise the whole project. */
export async function runTests(
  project: string,
  environment: NodeJS.ProcessEnv = {},
  files: readonly string[] = [],
): Promise<PartResult> {
  console.log(`\n== tests: ${[project, ...files].join(' ')}`);
  const directory = await mkdtemp(join(tmpdir(), 'quay-migration-report-'));
  const report = join(directory, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run(['vitest', 'run', '--project', project, ...files, ...reporters], environment);
    const text = await readFile(report, 'utf8').catch(() => '');
    return { count: countReport(text, code), tests: testsOf(text, process.cwd()) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The counts of a vitest JSON report, given the exit status of the run that wrote it. */
export function countReport(text: string, code: number): Count {
  const report = parse(text);
  const count = {
    passed: numberOf(report.numPassedTests),
    failed: numberOf(report.numFailedTests),
    skipped: numberOf(report.numPendingTests) + numberOf(report.numTodoTests),
  };
  const silent = count.passed + count.failed === 0;
  const crashed = code !== 0 && count.failed === 0;
  return silent || crashed ? { ...count, failed: count.failed + 1 } : count;
}

/** The single tests of a vitest JSON report, by their files below `root`. */
export function testsOf(text: string, root: string): readonly RanTest[] {
  const { testResults } = parse(text) as { readonly testResults?: readonly ReportedFile[] };
  return (testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: relative(root, name),
      name: fullName,
      passed: status === 'passed',
    })),
  );
}

interface ReportedFile {
  readonly name: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

function parse(text: string): Record<string, unknown> {
  try {
    const report: unknown = JSON.parse(text);
    return typeof report === 'object' && report !== null ? (report as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function run([program = '', ...args]: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    const end = (): void => {
      child.kill('SIGTERM');
    };
    // Without this, a run that is asked to stop would leave its tests behind, and their cluster.
    process.once('SIGTERM', end);
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code, signal) => {
      process.off('SIGTERM', end);
      if (signal === 'SIGTERM') process.exit(143);
      resolve(code ?? 1);
    });
  });
}
