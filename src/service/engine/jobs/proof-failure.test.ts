import { describe, expect, it } from 'vitest';
import { plan } from '../../../domain/plan/plan.fixture.ts';
import type { Job } from '../../../k8s/job.ts';
import { proofFailure } from './proof-failure.ts';

const planned = plan();
const { pull, validate, inspect } = planned.work;

function failureOf(job: Job | undefined): { readonly message: string; readonly remedy: string } {
  if (job === undefined) throw new Error('the plan has no such Job');
  const { message, remedy } = proofFailure(planned, job, 'Job x failed: said');
  return { message, remedy };
}

describe('a Job of prepare that failed', () => {
  it.each<[string, Job | undefined, string, RegExp]>([
    ['imports Quay', pull[0], 'Quay v3.17.4 fails before its schema upgrade', /the Redis of the old registry/],
    ['validates', validate, 'Quay v3.17.4 would reject its configuration at startup', /IGNORE_VALIDATION/],
    [
      'starts the images of the new components',
      pull[1],
      'Job x failed: said',
      /Secret openshift-config\/pull-secret.*was not changed/,
    ],
    ['inspects the database', inspect, 'Job x failed: said', /^Nothing was changed/],
  ])('%s', (_title, job, message, remedy) => {
    const failure = failureOf(job);
    expect(failure.message).toContain(message);
    expect(failure.message).toContain('Job x failed: said');
    expect(failure.remedy).toMatch(remedy);
  });

  it.each([pull[0], validate])('tells the command that shows its log, for as long as the log stays', (job) => {
    const { remedy } = failureOf(job);
    expect(remedy).toContain(`oc logs job/${job?.metadata.name ?? ''} -n quay-enterprise`);
    expect(remedy).toContain('seven days');
    expect(job?.spec?.ttlSecondsAfterFinished).toBe(7 * 24 * 3600);
  });
});
