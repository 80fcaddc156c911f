import type { UpgradeReport } from '../../../../contract/source-report.ts';
import type { Job } from '../../../../k8s/job.ts';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, target } from '../../attempt/attempt.fixture.ts';
import { endJob } from '../../jobs/ended-job.fixture.ts';
import { freeze } from '../freeze.ts';
import { prepare } from '../prepare.ts';
import { schemaUpgrade } from './schema-upgrade.ts';

export const upgradeReport: UpgradeReport = {
  schemaVersion: 1,
  writer: 'test',
  revision: '3634f2df3c5b',
  survivingTables: 80,
  droppedTables: 12,
  equal: true,
};

/** Everything before the upgrade was done: the temporary server is there, and nobody writes. */
export async function copied(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const test = await attemptOf(differs);
  await prepare(test.attempt);
  await freeze(test.attempt);
  test.cluster.writes.length = 0;
  return test;
}

/** The upgrade and the check after it have succeeded. */
export async function upgraded(change: Partial<UpgradeReport> = {}): Promise<AttemptUnderTest> {
  const test = await copied();
  await schemaUpgrade(test.attempt);
  endJob(test, test.plan.work.upgrade);
  await schemaUpgrade(test.attempt);
  endJob(test, test.plan.work.check, { report: ['upgrade', { ...upgradeReport, ...change }] });
  return test;
}

/** The garbage collector has come to the pod of a Job. */
export function vanishPod({ cluster }: AttemptUnderTest, { metadata }: Job): void {
  cluster.vanish(kinds.pods, { namespace: target.namespace, name: `${metadata.name}-x` });
}
