import { Value } from 'typebox/value';
import { Proof } from '../contract/proof.ts';
import { type WorkerCommand, progressKeys, workerCommands, workerEnvironment } from '../contract/worker.ts';
import { checkUpgrade } from './check-upgrade.ts';
import { checkVolume } from './check-volume.ts';
import { UnequalCopy, copyDatabase } from './copy-database.ts';
import { inspectSource } from './inspect-source.ts';
import { type ProgressConfigMap, noReports, openProgressConfigMap } from './progress-configmap.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { type Environment, connectionOf, hasTarget } from './worker-environment.ts';
import { WorkerFailure } from './worker-failure.ts';

/** Runs one command of the worker to its end. Throws WorkerFailure with the exit status. */
export async function runCommand(name: string, env: Environment): Promise<void> {
  const command = workerCommands.find((known) => known === name);
  if (command === undefined) {
    throw new WorkerFailure(`"${name}" is no command of this worker; there are ${workerCommands.join(', ')}`);
  }
  await commands[command](env);
}

const commands: Readonly<Record<WorkerCommand, (env: Environment) => Promise<void>>> = {
  start: () => {
    console.log('the worker starts here');
    return Promise.resolve();
  },
  inspect,
  copy,
  'check-upgrade': upgrade,
  'check-volume': async (env) => {
    const directory = env[workerEnvironment.dataDirectory] ?? '';
    if (directory === '') throw new WorkerFailure('the environment variable DATA_DIRECTORY is missing');
    console.log(`the database cluster state is "${await checkVolume(directory)}"`);
  },
};

async function inspect(env: Environment): Promise<void> {
  const target = hasTarget(env) ? connectionOf(env, 'target') : undefined;
  const report = await inspectSource(connectionOf(env, 'source'), target, writerOf(env));
  console.log(`PostgreSQL ${report.serverVersion}, revision ${report.revision}, ${report.tables} tables`);
  await (await sinkOf(env)).write(progressKeys.source, report);
}

async function copy(env: Environment): Promise<void> {
  const sink = await sinkOf(env);
  const progress = new ProgressReporter(sink, writerOf(env));
  try {
    const proof = await copyDatabase(connectionOf(env, 'source'), connectionOf(env, 'target'), { progress });
    await sink.write(progressKeys.proof, proof);
  } catch (error) {
    progress.enter('failed', error instanceof Error ? error.message : String(error));
    if (error instanceof UnequalCopy) await sink.write(progressKeys.proof, error.proof);
    throw error;
  } finally {
    await progress.settle();
  }
}

async function upgrade(env: Environment): Promise<void> {
  const sink = await openProgressConfigMap(env);
  const proof = sink === undefined ? undefined : await readProof(sink);
  const report = await checkUpgrade(connectionOf(env, 'target'), proof, {
    writer: writerOf(env),
    expectedRevision: env[workerEnvironment.expectedRevision] ?? '',
  });
  console.log(`revision ${report.revision}, ${report.survivingTables} tables kept, ${report.droppedTables} dropped`);
  await sink?.write(progressKeys.upgrade, report);
}

async function readProof(sink: ProgressConfigMap): Promise<Proof | undefined> {
  const proof = await sink.read(progressKeys.proof);
  if (proof === undefined) return undefined;
  if (!Value.Check(Proof, proof)) throw new WorkerFailure('the proof in the progress ConfigMap is not readable');
  return proof;
}

async function sinkOf(env: Environment): Promise<ProgressConfigMap | typeof noReports> {
  return (await openProgressConfigMap(env)) ?? noReports;
}

function writerOf(env: Environment): string {
  return env[workerEnvironment.podName] ?? `process ${process.pid}`;
}
