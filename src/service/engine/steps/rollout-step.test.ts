import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../k8s/condition.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt.fixture.ts';
import { goOnWhenHealed } from '../holding.ts';
import { freeze } from './freeze.ts';
import { rollout } from './rollout.ts';

const { namespace } = target;
const app = { namespace, name: 'prod-quay-app' };

const good: readonly Condition[] = [
  { type: 'Available', status: 'True', reason: 'HealthChecksPassing' },
  { type: 'RolloutBlocked', status: 'False' },
  { type: 'ComponentsCreated', status: 'True' },
];

/** The operator has made a registry that is ready. */
async function ready(): Promise<AttemptUnderTest> {
  const test = await attemptOf();
  await freeze(test.attempt);
  const status = {
    conditions: good,
    currentVersion: test.plan.quayVersion,
    registryEndpoint: 'https://quay.example.com',
  };
  const metadata = { name: 'prod', namespace, generation: 1 };
  test.cluster.seed(kinds.quayRegistries, { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', metadata, status });
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: app };
  test.cluster.seed(kinds.deployments, { ...deployment, status: { availableReplicas: 1 } });
  test.cluster.writes.length = 0;
  return test;
}

function say({ cluster }: AttemptUnderTest, condition: Condition): void {
  const conditions = [...good.filter(({ type }) => type !== condition.type), condition];
  cluster.edit(kinds.quayRegistries, target, { status: { conditions } });
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('rollout', () => {
  it('is done when the registry was ready for a minute, and tells where it is', async () => {
    const test = await ready();
    expect(await rollout(test.attempt)).toMatchObject({ kind: 'wait', seconds: 10 });
    const { readySince = '' } = (await test.restarted()).journal;
    expect(Date.now() - Date.parse(readySince)).toBeLessThan(5000);
    expect((await rollout(test.attempt)).kind).toBe('wait');
    await test.attempt.update({ readySince: minutesAgo(0.9) });
    expect((await rollout(test.attempt)).kind).toBe('wait');
    await test.attempt.update({ readySince: minutesAgo(1.1) });
    expect(await rollout(test.attempt)).toEqual({
      kind: 'done',
      message: `${test.plan.quayVersion} serves at https://quay.example.com`,
    });
    expect(test.attempt.journal.endpoint).toBe('https://quay.example.com');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('counts the minute anew when the registry was not ready in between', async () => {
    const test = await ready();
    await test.attempt.update({ readySince: minutesAgo(5) });
    test.cluster.edit(kinds.deployments, app, { status: { availableReplicas: 0 } });
    expect((await rollout(test.attempt)).message).toMatch(/waiting for a quay-app pod/);
    expect(test.attempt.journal.readySince).toBe('');
    test.cluster.edit(kinds.deployments, app, { status: { availableReplicas: 1 } });
    expect((await rollout(test.attempt)).kind).toBe('wait');
    expect(Date.parse(test.attempt.journal.readySince ?? '')).toBeGreaterThan(Date.parse(minutesAgo(1)));
  });

  it('waits while there is no QuayRegistry', async () => {
    const test = await ready();
    test.cluster.vanish(kinds.quayRegistries, target);
    expect(await rollout(test.attempt)).toMatchObject({ kind: 'wait', message: 'the QuayRegistry is gone' });
  });

  it('fails when the old registry runs beside the new one', async () => {
    const test = await ready();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 2 } });
    await expect(rollout(test.attempt)).rejects.toThrow(/prod-quay was scaled up to 2/);
  });

  it.each([
    ['quay-app', { running: {} }, true],
    ['quay-mirror', { terminated: { exitCode: 1 } }, true],
    ['quay-app', { waiting: { reason: 'ImagePullBackOff' } }, false],
    ['postgres', { running: {} }, false],
  ])('remembers that a pod of %s has run: %j', async (component, state, ran) => {
    const test = await ready();
    const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': component };
    const status = {
      containerStatuses: [{ name: component, image: '', imageID: '', ready: false, restartCount: 0, state }],
    };
    test.cluster.seed(kinds.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'new', namespace, labels },
      status,
    });
    await rollout(test.attempt);
    expect(test.attempt.journal.registryRan).toBe(ran);
  });

  describe('that is blocked', () => {
    const blocked: Condition = {
      type: 'RolloutBlocked',
      status: 'True',
      reason: 'ConfigInvalid',
      message: 'bad bundle',
    };

    it('fails when the same message stands for a minute and three looks', async () => {
      const test = await ready();
      say(test, blocked);
      expect((await rollout(test.attempt)).message).toBe('blocked: bad bundle');
      expect(test.attempt.journal.blocked).toMatchObject({ message: 'bad bundle', count: 1 });
      await rollout(test.attempt);
      const since = minutesAgo(2);
      await test.attempt.update({ blocked: { message: 'bad bundle', since, count: 2 } });
      await expect(rollout(test.attempt)).rejects.toMatchObject({
        message: expect.stringMatching(/blocked \(ConfigInvalid\): bad bundle/) as never,
        remedy: expect.stringContaining(`oc delete quayregistry prod -n ${namespace}`) as never,
      });
      expect(test.attempt.journal.blocked).toEqual({ message: 'bad bundle', since, count: 3 });
    });

    it('does not fail in less than a minute, or after fewer looks', async () => {
      const test = await ready();
      say(test, blocked);
      await test.attempt.update({ blocked: { message: 'bad bundle', since: minutesAgo(0.5), count: 9 } });
      expect((await rollout(test.attempt)).kind).toBe('wait');
      await test.attempt.update({ blocked: { message: 'bad bundle', since: minutesAgo(9), count: 1 } });
      expect((await rollout(test.attempt)).kind).toBe('wait');
    });

    it('counts anew with another message, and after it was not blocked', async () => {
      const test = await ready();
      say(test, blocked);
      await test.attempt.update({ blocked: { message: 'other', since: minutesAgo(9), count: 9 } });
      expect((await rollout(test.attempt)).kind).toBe('wait');
      expect(test.attempt.journal.blocked).toMatchObject({ message: 'bad bundle', count: 1 });
      say(test, { type: 'RolloutBlocked', status: 'False' });
      await rollout(test.attempt);
      expect(test.attempt.journal.blocked?.count).toBe(0);
      await test.attempt.update({ blocked: { message: 'bad bundle', since: minutesAgo(9), count: 0 } });
      say(test, blocked);
      await rollout(test.attempt);
      expect(test.attempt.journal.blocked?.count).toBe(1);
      expect(Date.parse(test.attempt.journal.blocked?.since ?? '')).toBeGreaterThan(Date.parse(minutesAgo(1)));
    });

    it('is told by its reason where it has no message', async () => {
      const test = await ready();
      say(test, { type: 'RolloutBlocked', status: 'True', reason: 'ConfigInvalid' });
      await rollout(test.attempt);
      expect(test.attempt.journal.blocked?.message).toBe('ConfigInvalid');
    });
  });
});

describe('goOnWhenHealed', () => {
  async function holding(failedStep: 'rollout' | 'verify' = 'rollout'): Promise<AttemptUnderTest> {
    const test = await ready();
    const record = { startedAt: minutesAgo(9), message: '' };
    const steps = {
      freeze: { ...record, state: 'done' as const },
      [failedStep]: { ...record, state: 'failed' as const },
    };
    const blocked = { message: 'bad bundle', since: minutesAgo(9), count: 3 };
    await test.attempt.update({ phase: 'holding', cause: 'c', remedy: 'r', failedStep, steps, blocked });
    return test;
  }

  it('goes on with the step that failed, as if it had not', async () => {
    const { attempt } = await holding();
    await goOnWhenHealed(attempt);
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
    await goOnWhenHealed(test.attempt);
    expect(test.attempt.journal.phase).toBe('holding');
  });

  it('waits for a person after any other step', async () => {
    const { attempt } = await holding('verify');
    await goOnWhenHealed(attempt);
    expect(attempt.journal).toMatchObject({ phase: 'holding', failedStep: 'verify' });
  });
});
