import { describe, expect, it } from 'vitest';
import { jobsOf } from '../../../domain/plan/jobs/work-plan.ts';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { completeLabel } from '../objects/complete-label.ts';
import { endJob } from '../jobs/ended-job.fixture.ts';
import { forgetPlan } from './rolling-back.fixture.ts';
import { stopWork } from './stop-work.ts';

const { namespace } = target;
const past = { state: 'done' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };

function labelComplete({ cluster }: AttemptUnderTest): void {
  cluster.edit(kinds.quayEcosystems, target, { metadata: { labels: { [completeLabel]: 'true' } } });
}

describe('stopWork', () => {
  it('has nothing to do before there was a plan', async () => {
    const test = await attemptOf();
    labelComplete(test);
    await forgetPlan(test.attempt);
    expect(await stopWork(test.attempt)).toEqual({ kind: 'done', message: 'the migration had started no Jobs' });
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('takes the label off on which people delete the QuayEcosystem', async () => {
    const test = await attemptOf();
    labelComplete(test);
    expect(await stopWork(test.attempt)).toEqual({ kind: 'done', message: 'the migration has no running Jobs' });
    expect(changesIn(test.cluster)).toEqual(['patch QuayEcosystem prod']);
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.labels).not.toHaveProperty(completeLabel);
  });

  it('stops one Job after the other, and waits for its pods', async () => {
    const test = await attemptOf();
    const { cluster, attempt, plan } = test;
    const names = jobsOf(plan.work).map(({ metadata }) => metadata.name);
    for (const job of jobsOf(plan.work)) await attempt.ensureCreated(kinds.jobs, job);
    cluster.writes.length = 0;
    const said: string[] = [];
    for (let looks = 0; looks < 50; looks += 1) {
      const outcome = await stopWork(await test.restarted());
      if (outcome.kind === 'done') break;
      expect(outcome.seconds).toBe(1);
      said.push(outcome.message);
    }
    expect(said).toEqual(names.map((name) => `deleting Job ${name}`));
    expect(changesIn(cluster)).toEqual(names.map((name) => `delete Job ${name}`));
    // A pod that still runs could write.
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: names[0] ?? '', uid: 'x', controller: true };
    const labels = { 'batch.kubernetes.io/job-name': names[0] ?? '' };
    const metadata = { name: 'left', namespace, labels, ownerReferences: [owner] };
    cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata });
    expect(await stopWork(attempt)).toMatchObject({ kind: 'wait', message: `deleting Job ${names[0] ?? ''}` });
  });

  it('keeps a Job that failed in Quay’s image, for its log', async () => {
    const test = await attemptOf();
    const { upgrade } = test.plan.work;
    await test.attempt.ensureCreated(kinds.jobs, upgrade);
    endJob(test, upgrade, { state: 'Failed' });
    test.cluster.writes.length = 0;
    expect((await stopWork(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

describe('the old database', () => {
  const owner = { apiVersion: 'v1', kind: 'QuayEcosystem', name: 'prod', uid: 'uid-QuayEcosystem-prod' };
  const database = { namespace, name: 'prod-quay-postgresql' };

  /** After success, when it belongs to the QuayEcosystem again. */
  async function succeeded(): Promise<AttemptUnderTest> {
    const test = await attemptOf({ journal: { steps: { freeze: past } } });
    test.cluster.edit(kinds.deployments, database, { metadata: { ownerReferences: [owner] } });
    return test;
  }

  const ownersOf = ({ cluster }: AttemptUnderTest) =>
    cluster.peek(kinds.deployments, database)?.metadata.ownerReferences;

  it('cannot be taken by a deletion of the QuayEcosystem from here on', async () => {
    const test = await succeeded();
    await stopWork(test.attempt);
    await stopWork(await test.restarted());
    expect(changesIn(test.cluster)).toEqual(['patch QuayEcosystem prod', 'patch Deployment prod-quay-postgresql']);
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers).toEqual([ecosystemFinalizer]);
    expect(ownersOf(test)).toEqual([]);
  });

  it('was never touched before the freeze', async () => {
    const test = await succeeded();
    await test.attempt.update({ steps: {} });
    await stopWork(test.attempt);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it.each([
    ['gone', undefined],
    ['another one of its name', { metadata: { uid: 'successor' } }],
    ['being deleted', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }],
  ])('is left as it is when the QuayEcosystem is %s', async (_title, change) => {
    const test = await succeeded();
    if (change === undefined) test.cluster.vanish(kinds.quayEcosystems, target);
    else test.cluster.edit(kinds.quayEcosystems, target, change);
    expect((await stopWork(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
    expect(ownersOf(test)).toEqual([owner]);
  });
});
