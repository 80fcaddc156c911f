import { expect, test } from 'vitest';
import type { Job } from '../../../k8s/job.ts';
import { context, plan } from '../plan.fixture.ts';
import { jobsOf } from './work-plan.ts';

const containersOf = (job: Job) => job.spec?.template?.spec?.containers ?? [];

test('the log of an image that is not ours never becomes a termination message: it may hold a password', () => {
  const foreign = jobsOf(plan().work)
    .flatMap(containersOf)
    .filter(({ image }) => image !== context.workerImage);
  expect(foreign.length).toBeGreaterThan(0);
  for (const { terminationMessagePolicy } of foreign) expect(terminationMessagePolicy).toBe('File');
});

test('the temporary server is stopped whatever sessions are open, and before its pod is killed', () => {
  const spec = plan().database.server?.spec;
  const [command] = spec?.containers?.[0]?.lifecycle?.preStop?.exec?.command?.slice(-1) ?? [];
  expect(command).toMatch(/pg_ctl stop .* -m fast /);
  const seconds = Number(/ -t (\d+)/.exec(command ?? '')?.[1]);
  expect(seconds).toBeLessThan(spec?.terminationGracePeriodSeconds ?? 0);
});
