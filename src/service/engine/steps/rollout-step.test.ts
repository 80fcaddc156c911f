import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../k8s/condition.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, changesIn, target, triesOf } from '../attempt/attempt.fixture.ts';
import { ago } from '../run-steps.fixture.ts';
import type { Journal } from '../journal/journal.ts';
import { rollout } from './rollout.ts';
import { created, operatorPod, serving } from './verify/verify.fixture.ts';

const { namespace } = target;

function setConditions({ cluster }: AttemptUnderTest, ...conditions: readonly Condition[]): void {
  cluster.edit(kinds.quayRegistries, target, { status: { conditions } });
}

const available: readonly Condition[] = [
  { type: 'Available', status: 'True' },
  { type: 'ComponentsCreated', status: 'True' },
];

function blockedBy(message: string): Condition {
  return { type: 'RolloutBlocked', status: 'True', reason: 'ComponentOverrideInvalid', message };
}

describe('rollout', () => {
  it('waits while the QuayRegistry is gone', async () => {
    const test = await created();
    test.cluster.vanish(kinds.quayRegistries, target);
    expect(await rollout(test.attempt)).toMatchObject({ kind: 'wait', message: 'the QuayRegistry does not exist' });
  });

  it('waits for what is not ready, and writes nothing', async () => {
    const test = await created();
    expect(await rollout(test.attempt)).toMatchObject({ kind: 'wait', message: 'waiting for ComponentsCreated' });
    expect(await triesOf(test.cluster, () => rollout(test.attempt))).toEqual([]);
  });

  it('fails where somebody brings a writer back', async () => {
    const test = await serving();
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
    await expect(rollout(test.attempt)).rejects.toThrow(/prod-quay was scaled up/);
  });

  it('remembers that a new pod ran, before anything can fail', async () => {
    const test = await serving();
    const status = {
      containerStatuses: [{ name: 'quay-app', ready: true, restartCount: 0, image: '', imageID: '', started: true }],
    };
    test.cluster.seed(kinds.pods, { ...operatorPod('app', 'quay-app', { containers: [] }), status });
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay' }, { spec: { replicas: 1 } });
    await expect(rollout(test.attempt)).rejects.toThrow();
    expect((await test.restarted()).journal.registryRan).toBe(true);
  });

  it('is done after a minute in which it was ready without a break', async () => {
    const test = await serving();
    expect(await rollout(test.attempt)).toMatchObject({
      kind: 'wait',
      message: 'the new registry is ready; checking that it stays ready',
      seconds: 10,
    });
    const since = test.attempt.journal.readySince ?? '';
    expect(Date.now() - Date.parse(since)).toBeLessThan(10_000);
    const again = await test.restarted();
    expect(await rollout(again)).toMatchObject({ kind: 'wait', seconds: 10 });
    expect(again.journal.readySince).toBe(since);
    await again.update({ readySince: ago(55) });
    expect((await rollout(again)).kind).toBe('wait');
    await again.update({ readySince: ago(61) });
    expect(await rollout(again)).toMatchObject({
      kind: 'done',
      message: 'Quay v3.17.4 is available at https://quay.example.com',
    });
    expect((await test.restarted()).journal.endpoint).toBe('https://quay.example.com');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('counts the minute anew after a break, and from one look to the next', async () => {
    const test = await serving();
    await test.attempt.update({ readySince: ago(61) });
    setConditions(test);
    expect((await rollout(test.attempt)).kind).toBe('wait');
    expect(test.attempt.journal.readySince).toBe('');
    setConditions(test, ...available);
    expect((await rollout(test.attempt)).kind).toBe('wait');
    expect(Date.parse(test.attempt.journal.readySince ?? '')).toBeGreaterThan(Date.now() - 10_000);
  });

  it('scales the minute', async () => {
    const test = await serving({ settings: { waitScale: 0.1 } });
    await test.attempt.update({ readySince: ago(7) });
    expect((await rollout(test.attempt)).kind).toBe('done');
  });

  it('needs no endpoint in the status', async () => {
    const test = await serving();
    await test.attempt.update({ readySince: ago(61) });
    test.cluster.edit(kinds.quayRegistries, target, { status: { registryEndpoint: null } });
    expect(await rollout(test.attempt)).toMatchObject({ kind: 'done', message: 'Quay v3.17.4 is available at ' });
    expect(test.attempt.journal.endpoint).toBe('');
  });
});

describe('a blocked rollout', () => {
  async function blocked(record: Journal['blocked'], message = 'no such field'): Promise<AttemptUnderTest> {
    const test = await created(record === undefined ? {} : { journal: { blocked: record } });
    setConditions(test, blockedBy(message));
    return test;
  }

  it('is counted, and waited for', async () => {
    const test = await blocked(undefined);
    expect(await rollout(test.attempt)).toMatchObject({
      kind: 'wait',
      message: 'the rollout is blocked: no such field',
    });
    expect(test.attempt.journal.blocked).toMatchObject({ message: 'no such field', count: 1 });
    const { since } = test.attempt.journal.blocked ?? {};
    await rollout(await test.restarted());
    expect((await test.restarted()).journal.blocked).toEqual({ message: 'no such field', since, count: 2 });
  });

  it.each([
    [3, 61, true],
    [9, 61, true],
    [2, 61, false],
    [9, 55, false],
  ])('seen %i times in %i seconds fails: %s', async (count, seconds, fails) => {
    const test = await blocked({ message: 'no such field', since: ago(seconds), count: count - 1 });
    if (!fails) {
      expect((await rollout(test.attempt)).kind).toBe('wait');
      return;
    }
    await expect(rollout(test.attempt)).rejects.toMatchObject({
      message: expect.stringMatching(/\(ComponentOverrideInvalid\): no such field$/) as never,
      remedy: expect.stringContaining(`oc delete quayregistry prod -n ${namespace}`) as never,
    });
  });

  it('counts anew with another message, and after it was not blocked', async () => {
    const other = await blocked({ message: 'another', since: ago(900), count: 9 });
    await rollout(other.attempt);
    expect(other.attempt.journal.blocked).toMatchObject({ message: 'no such field', count: 1 });
    expect(Date.parse(other.attempt.journal.blocked?.since ?? '')).toBeGreaterThan(Date.now() - 10_000);
    const healed = await blocked({ message: 'no such field', since: ago(900), count: 9 });
    setConditions(healed, { ...blockedBy('no such field'), status: 'False' });
    await rollout(healed.attempt);
    expect(healed.attempt.journal.blocked).toMatchObject({ message: 'no such field', count: 0 });
    expect(await triesOf(healed.cluster, () => rollout(healed.attempt))).toEqual([]);
    setConditions(healed, blockedBy('no such field'));
    await rollout(healed.attempt);
    expect(healed.attempt.journal.blocked?.count).toBe(1);
    expect(Date.parse(healed.attempt.journal.blocked?.since ?? '')).toBeGreaterThan(Date.now() - 10_000);
  });

  it.each<[Condition, string]>([
    [{ type: 'RolloutBlocked', status: 'True', reason: 'HPA' }, 'HPA'],
    [{ type: 'RolloutBlocked', status: 'True' }, ''],
  ])('without a message is known by its reason: %j', async (condition, message) => {
    const test = await created();
    setConditions(test, condition);
    await rollout(test.attempt);
    expect(test.attempt.journal.blocked?.message).toBe(message);
    await test.attempt.update({ blocked: { message, since: ago(99), count: 5 } });
    await expect(rollout(test.attempt)).rejects.toThrow(`(${condition.reason ?? ''}): ${message}`);
  });
});
