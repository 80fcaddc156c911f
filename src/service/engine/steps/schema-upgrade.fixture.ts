import type { UpgradeReport } from '../../../contract/source-report.ts';
import type { Job } from '../../../k8s/job.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, target } from '../attempt.fixture.ts';
import { endJob, proofOf, sourceReport } from '../ended-job.fixture.ts';
import { freeze } from './freeze.ts';
import { schemaUpgrade } from './schema-upgrade.ts';

const { namespace } = target;
export const report: UpgradeReport = {
  schemaVersion: 1,
  writer: 'test',
  revision: 'c3d4e5f6a7b8',
  survivingTables: 90,
  droppedTables: 2,
  equal: true,
};

export async function frozen(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf(differs);
  await freeze(test.attempt);
  test.cluster.writes.length = 0;
  return test;
}

export function job(
  test: AttemptUnderTest,
  which: 'upgrade' | 'check' | 'repair' | 'rest' | 'volumeCheck' | 'inspect',
): Job {
  const found = test.plan.work[which];
  if (found === undefined) throw new Error(`the plan has no Job ${which}`);
  return found;
}

export function exists({ cluster }: AttemptUnderTest, { metadata }: Job): boolean {
  return cluster.peek(kinds.jobs, { namespace, name: metadata.name }) !== undefined;
}

/** The garbage collector, after the engine has deleted a Job. */
export function collectPods({ cluster }: AttemptUnderTest, { metadata }: Job): void {
  cluster.vanish(kinds.pods, { namespace, name: `${metadata.name}-x` });
}

/** Looks again while pods of deleted Jobs are collected, until the outcome is another than that. */
export async function lookUntil(test: AttemptUnderTest, said: RegExp): Promise<string> {
  for (let look = 0; look < 30; look += 1) {
    const { message } = await schemaUpgrade(test.attempt);
    if (said.test(message)) return message;
    for (const pod of await test.cluster.list(kinds.pods, { namespace })) {
      const of = pod.metadata.labels?.['batch.kubernetes.io/job-name'];
      if (of !== undefined && test.cluster.peek(kinds.jobs, { namespace, name: of }) === undefined) {
        test.cluster.vanish(kinds.pods, { namespace, name: pod.metadata.name });
      }
    }
  }
  throw new Error(`never said ${said.source}`);
}

export async function upgraded(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await frozen(differs);
  await test.attempt.update({ proof: proofOf(), source: sourceReport });
  await schemaUpgrade(test.attempt);
  endJob(test, job(test, 'upgrade'));
  await schemaUpgrade(test.attempt);
  return test;
}
