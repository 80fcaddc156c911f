import { readFile } from 'node:fs/promises';
import { Value } from 'typebox/value';
import { Proof } from '../contract/proof.ts';
import { handedOver, reportIn } from '../contract/report-frames.ts';
import { type WorkerCommand, workerCommands, workerEnvironment } from '../contract/worker.ts';
import { assertIdle } from './guard/idle-source.ts';
import { catchUp } from './catch-up/catch-up.ts';
import { checkUpgrade } from './checks/check-upgrade.ts';
import { checkVolume } from './checks/check-volume.ts';
import { UnequalCopy, copyDatabase } from './copy/copy-database.ts';
import { endAllSessions } from './server/end-own-sessions.ts';
import { inspectSource } from './checks/inspect-source.ts';
import { openReports } from './progress/log-reports.ts';
import { ProgressReporter } from './progress/progress-reporter.ts';
import { repairUpgrade } from './checks/repair-upgrade.ts';
import { reportSeal } from './progress/report-seal.ts';
import { type Environment, connectionOf, hasTarget } from './server/worker-environment.ts';
import { WorkerFailure, reasonOf } from './server/worker-failure.ts';

/** Runs one command of the worker until it ends or `signal` aborts. Throws WorkerFailure with the exit status. */
export async function runCommand(name: string, env: Environment, signal?: AbortSignal): Promise<void> {
  const command = workerCommands.find((known) => known === name);
  if (command === undefined) {
    throw new WorkerFailure(`unknown command "${name}"; expected one of ${workerCommands.join(', ')}`);
  }
  await commands[command](env, signal);
}

const commands: Readonly<Record<WorkerCommand, (env: Environment, signal?: AbortSignal) => Promise<void>>> = {
  start: () => {
    console.log('the worker image starts on this node');
    return Promise.resolve();
  },
  inspect,
  'at-rest': async (env) => {
    await assertIdle(connectionOf(env, 'source'));
    console.log('the database is idle: no other sessions are connected');
  },
  copy: (env, signal) => copy(env, signal, copyDatabase),
  'first-copy': (env, signal) =>
    copy(env, signal, (source, target, options) =>
      copyDatabase(source, target, { ...options, live: true, prove: false }),
    ),
  'catch-up': (env, signal) => copy(env, signal, catchUp),
  'check-upgrade': upgrade,
  'repair-upgrade': async (env) => {
    const done = await repairUpgrade(connectionOf(env, 'target'));
    console.log(done.length === 0 ? 'the database needs no repair' : `repaired: ${done.join('; ')}`);
  },
  'check-volume': async (env) => {
    const directory = env[workerEnvironment.dataDirectory] ?? '';
    if (directory === '') throw new WorkerFailure('the environment variable DATA_DIRECTORY is missing');
    console.log(`the database cluster state is "${await checkVolume(directory)}"`);
  },
};

async function inspect(env: Environment, signal?: AbortSignal): Promise<void> {
  const target = hasTarget(env) ? connectionOf(env, 'target') : undefined;
  const source = connectionOf(env, 'source');
  const order = { writer: writerOf(env), quayMinor: env[workerEnvironment.quayMinor] ?? '' };
  // Waiting queries fail when their sessions are terminated.
  signal?.addEventListener('abort', () => void endAllSessions(target === undefined ? [source] : [source, target]));
  const report = await inspectSource(source, target, order);
  for (const note of report.notes ?? []) console.log(`not copied: ${note}`);
  const { target: found } = report;
  const to =
    found === undefined ? '' : `; it will be copied to PostgreSQL ${found.serverVersion} as role ${found.role}`;
  console.log(`PostgreSQL ${report.serverVersion}, revision ${report.revision}, ${report.tables} tables${to}`);
  await openReports(env).write('source', report);
}

async function copy(env: Environment, signal: AbortSignal | undefined, way: typeof copyDatabase): Promise<void> {
  const sink = openReports(env);
  const progress = new ProgressReporter(sink, writerOf(env));
  try {
    const proof = await way(connectionOf(env, 'source'), connectionOf(env, 'target'), {
      progress,
      ...(signal && { signal }),
    });
    for (const note of proof?.notes ?? []) console.log(`not copied: ${note}`);
    if (proof !== undefined) await sink.write('proof', proof);
  } catch (error) {
    progress.enter('failed', reasonOf(error));
    // The exit status is decisive; the proof is reported for its differences.
    if (error instanceof UnequalCopy) await sink.tell('proof', error.proof);
    throw error;
  } finally {
    await progress.settle();
  }
}

async function upgrade(env: Environment): Promise<void> {
  const report = await checkUpgrade(connectionOf(env, 'target'), await readProof(env), {
    writer: writerOf(env),
    expectedRevision: env[workerEnvironment.expectedRevision] ?? '',
    otherRevisions: (env[workerEnvironment.otherRevisions] ?? '').split(',').filter((one) => one !== ''),
  });
  console.log(`revision ${report.revision}, ${report.survivingTables} tables kept, ${report.droppedTables} dropped`);
  await openReports(env).write('upgrade', report);
}

/**
 * The proof of the copy; undefined without one. Users who may write to the namespace may write to its Secret, so the
 * engine's signature is checked; without a key (run by hand) the proof is read unsigned.
 */
async function readProof(env: Environment): Promise<Proof | undefined> {
  const file = env[workerEnvironment.proofFile] ?? '';
  const key = env[workerEnvironment.reportKey] ?? '';
  if (file === '') return undefined;
  const text = await readFile(file, 'utf8');
  const place = { subject: handedOver, kind: 'proof' } as const;
  const proof: unknown = key === '' ? JSON.parse(text) : reportIn(text.split('\n'), place, reportSeal(key));
  if (Value.Check(Proof, proof)) return proof;
  throw new WorkerFailure(`the proof in ${file} is not valid: its signature or its schema does not match`);
}

function writerOf(env: Environment): string {
  return env[workerEnvironment.podName] ?? `process ${process.pid}`;
}
