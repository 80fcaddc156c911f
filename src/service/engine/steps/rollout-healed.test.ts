import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, target } from '../attempt/attempt.fixture.ts';
import { ago } from '../run-steps.fixture.ts';
import { resumeWhenHealthy } from '../resume-held.ts';
import { serving } from './verify/verify.fixture.ts';

const { namespace } = target;
const app = { namespace, name: 'prod-quay-app' };

describe('goOnWhenHealed', () => {
  async function holding(failedStep: 'rollout' | 'verify' = 'rollout'): Promise<AttemptUnderTest> {
    const test = await serving();
    const record = { startedAt: ago(540), message: '' };
    const steps = {
      freeze: { ...record, state: 'done' as const },
      [failedStep]: { ...record, state: 'failed' as const },
    };
    const blocked = { message: 'bad bundle', since: ago(540), count: 3 };
    await test.attempt.update({ phase: 'holding', cause: 'c', remedy: 'r', failedStep, steps, blocked });
    return test;
  }

  it('goes on with the step that failed, as if it had not', async () => {
    const { attempt } = await holding();
    await resumeWhenHealthy(attempt);
    expect(attempt.journal).toMatchObject({ phase: 'running', cause: '', remedy: '', readySince: '' });
    expect(Object.keys(attempt.journal.steps)).toEqual(['freeze']);
    expect(attempt.journal).not.toHaveProperty('failedStep');
    expect(attempt.journal).not.toHaveProperty('blocked');
  });

  it.each<[string, (test: AttemptUnderTest) => void]>([
    [
      'the registry is not ready',
      ({ cluster }) => {
        cluster.edit(kinds.deployments, app, { status: { availableReplicas: 0 } });
      },
    ],
    [
      'it is of another version',
      ({ cluster }) => {
        cluster.edit(kinds.quayRegistries, target, { status: { currentVersion: 'v3.0.0' } });
      },
    ],
    [
      'it is gone',
      ({ cluster }) => {
        cluster.vanish(kinds.quayRegistries, target);
      },
    ],
    [
      'the old one runs',
      ({ cluster }) => {
        cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
      },
    ],
  ])('waits on while %s', async (_what, change) => {
    const test = await holding();
    change(test);
    await resumeWhenHealthy(test.attempt);
    expect(test.attempt.journal.phase).toBe('holding');
  });

  it('waits for a person after any other step', async () => {
    const { attempt } = await holding('verify');
    await resumeWhenHealthy(attempt);
    expect(attempt.journal).toMatchObject({ phase: 'holding', failedStep: 'verify' });
  });
});
