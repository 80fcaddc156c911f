import { describe, expect, it } from 'vitest';
import { plan } from '../../../domain/plan/plan.fixture.ts';
import type { Job } from '../../../k8s/job.ts';
import type { Pod } from '../../../k8s/pod.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { keepsLog } from './kept-log.ts';

const { upgrade, inspect } = plan().work;
const { name } = upgrade.metadata;

interface Found {
  readonly uid?: string;
  readonly ended?: 'Complete' | 'Failed';
  readonly phases: readonly NonNullable<Pod['status']>['phase'][];
}

/** An attempt that made the Job with the uid `ours`, in a cluster that answers what is found. */
function attemptThatFinds({ uid = 'ours', ended, phases }: Found): Attempt {
  const conditions = ended === undefined ? [] : [{ type: ended, status: 'True' as const }];
  const job: Job = { ...upgrade, metadata: { ...upgrade.metadata, uid }, status: { conditions } };
  const pods = phases.map((phase, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${index}`,
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true }],
    },
    status: { phase },
  }));
  return {
    namespace: 'quay-enterprise',
    created: () => ({ uid: 'ours' }),
    client: { get: () => Promise.resolve(job), list: () => Promise.resolve(pods) },
  } as unknown as Attempt;
}

describe('a Job stays for its log', () => {
  it('when it ran Quay’s image and failed', async () => {
    expect(await keepsLog(attemptThatFinds({ ended: 'Failed', phases: ['Failed'] }), upgrade)).toBe(true);
  });

  it.each<[string, Found]>([
    ['that runs', { phases: ['Running'] }],
    ['that went well', { ended: 'Complete', phases: ['Succeeded'] }],
    ['whose pod still writes', { ended: 'Failed', phases: ['Failed', 'Running'] }],
    ['whose pods are gone, and the log with them', { ended: 'Failed', phases: [] }],
    ['of somebody else', { uid: 'theirs', ended: 'Failed', phases: ['Failed'] }],
  ])('but not one %s', async (_title, found) => {
    expect(await keepsLog(attemptThatFinds(found), upgrade)).toBe(false);
  });

  it('but not one of our own image, which tells what it has to', async () => {
    expect(await keepsLog(attemptThatFinds({ ended: 'Failed', phases: ['Failed'] }), inspect)).toBe(false);
  });
});
