import { describe, expect, it } from 'vitest';
import * as kinds from '../../k8s/resource.ts';
import { ConnectionError } from '../kube/api-error.ts';
import { type AttemptUnderTest, attemptOf, target } from './attempt/attempt.fixture.ts';
import { resumeWhenHealthy } from './resume-held.ts';
import type { StepRecord } from './journal/journal.ts';
import { madeRegistry } from './rollback/rolling-back.fixture.ts';
import { freeze } from './steps/freeze.ts';

const { namespace } = target;
const past: StepRecord = { state: 'done', startedAt: '2026-01-01T00:00:00Z', message: '' };
const failed: StepRecord = { ...past, state: 'failed', message: 'blocked' };
const condition = (type: string) => ({ type, status: 'True' });

/** An attempt that holds because of its rollout, with a registry that has become ready. */
async function healed(): Promise<AttemptUnderTest> {
  const test = await attemptOf();
  await freeze(test.attempt);
  await madeRegistry(test);
  test.cluster.edit(kinds.quayRegistries, target, {
    status: { currentVersion: 'v3.17.4', conditions: [condition('ComponentsCreated'), condition('Available')] },
  });
  test.cluster.seed(kinds.deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prod-quay-app', namespace },
    status: { availableReplicas: 1 },
  });
  await test.attempt.update({
    phase: 'holding',
    failedStep: 'rollout',
    cause: 'the rollout is blocked',
    remedy: 'Fix it.',
    steps: { preflight: past, registry: past, rollout: failed },
    blocked: { message: 'blocked', since: past.startedAt, count: 3 },
    readySince: past.startedAt,
    registryRan: true,
  });
  test.cluster.writes.length = 0;
  return test;
}

describe('goOnWhenHealed', () => {
  it('goes on with the rollout when the new registry has become ready after all', async () => {
    const test = await healed();
    await resumeWhenHealthy(test.attempt);
    const { journal } = await test.restarted();
    expect(journal).toMatchObject({ phase: 'running', cause: '', remedy: '', readySince: '', registryRan: true });
    expect(journal.steps).toEqual({ preflight: past, registry: past });
    expect(journal).not.toHaveProperty('failedStep');
    expect(journal).not.toHaveProperty('blocked');
  });

  it.each<[string, (test: AttemptUnderTest) => void | Promise<void>]>([
    ['another step has failed', ({ attempt }) => attempt.update({ failedStep: 'verify' })],
    [
      'the old registry is back',
      ({ cluster }) => {
        cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
      },
    ],
    [
      'the QuayRegistry is gone',
      ({ cluster }) => {
        cluster.vanish(kinds.quayRegistries, target);
      },
    ],
    [
      'it is not ready',
      ({ cluster }) => {
        cluster.edit(kinds.quayRegistries, target, { status: { currentVersion: 'v3.16.0' } });
      },
    ],
    [
      'no pod of it is',
      ({ cluster }) => {
        cluster.edit(kinds.deployments, { namespace, name: 'prod-quay-app' }, { status: { availableReplicas: 0 } });
      },
    ],
  ])('goes on holding where %s', async (_title, change) => {
    const test = await healed();
    await change(test);
    test.cluster.writes.length = 0;
    await resumeWhenHealthy(test.attempt);
    expect(test.attempt.journal.phase).toBe('holding');
    expect(test.cluster.writes).toEqual([]);
  });

  it('decides nothing where the API server does not answer', async () => {
    const test = await healed();
    const get = test.cluster.get.bind(test.cluster);
    test.cluster.get = async (resource, name, of) => {
      if (name === 'prod-quay') throw new ConnectionError('away');
      return get(resource, name, of);
    };
    await expect(resumeWhenHealthy(test.attempt)).rejects.toThrow('away');
  });
});
