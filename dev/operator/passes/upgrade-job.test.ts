import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/k8s/job.ts';
import { migrationOutcome } from './upgrade-job.ts';

const message = 'Job has reached the specified backoff limit';

function job(status: NonNullable<Job['status']>): Job {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'reg-quay-app-upgrade' }, status };
}

describe('migrationOutcome', () => {
  it.each<[string, Job | undefined, Record<string, string> | undefined]>([
    ['a Job that is gone', undefined, { status: 'False', reason: 'MigrationsJobMissing' }],
    ['a Job without a pod yet', job({}), undefined],
    ['a Job that runs', job({ active: 1 }), undefined],
    ['a Job between two tries', job({ failed: 2 }), undefined],
    [
      'a Job that was successful',
      job({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }),
      { status: 'True', reason: 'ComponentsCreationSuccess', message: 'All registry components created' },
    ],
    [
      'a Job that gave up',
      job({ failed: 7, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message }] }),
      { status: 'False', reason: 'MigrationsFailed', message },
    ],
  ])('%s', (_name, found, expected) => {
    const outcome = migrationOutcome(found);
    if (expected === undefined) expect(outcome).toBeUndefined();
    else expect(outcome).toMatchObject({ type: 'ComponentsCreated', ...expected });
  });
});
