import { describe, expect, it } from 'vitest';
import { ecosystemFinalizer } from '../../../domain/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target, triesOf } from '../attempt/attempt.fixture.ts';
import { assertFrozen, freeze } from './freeze.ts';

const { namespace } = target;
const writers = ['prod-quay', 'prod-quay-repomirror', 'prod-quay-config'];
const legacyPods = { app: 'quay-operator', 'quay-enterprise-cr': 'prod' };

function oldPod({ cluster }: AttemptUnderTest, name: string): void {
  cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: legacyPods } });
}

describe('freeze', () => {
  it('holds the QuayEcosystem, detaches the database and scales down, in this order, with originals', async () => {
    const test = await attemptOf();
    const { cluster, attempt, plan } = test;
    expect(plan.freeze.writers).toEqual(writers);
    expect(await freeze(attempt)).toMatchObject({
      kind: 'done',
      message: `${writers.join(', ')} scaled to zero replicas`,
    });
    expect(cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers).toEqual([ecosystemFinalizer]);
    const [first, ...rest] = changesIn(cluster);
    expect(first).toBe('patch QuayEcosystem prod');
    expect(rest.slice(-3)).toEqual(writers.map((name) => `patch Deployment ${name}`));
    for (const name of writers) {
      expect(cluster.peek(kinds.deployments, { namespace, name })?.spec?.replicas).toBe(0);
      expect((await test.restarted()).original(kinds.deployments, name)?.spec?.replicas).not.toBe(0);
    }
  });

  it('changes nothing that is as it should be', async () => {
    const { cluster, attempt, restarted } = await attemptOf();
    await freeze(attempt);
    expect(await triesOf(cluster, async () => freeze(await restarted()))).toEqual([]);
  });

  it('waits for the pods of the old registry, and names them', async () => {
    const test = await attemptOf();
    oldPod(test, 'prod-quay-1');
    oldPod(test, 'prod-quay-2');
    const outcome = await freeze(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 1 });
    expect(outcome.message).toMatch(/pods of the old registry to terminate: prod-quay-1, prod-quay-2/);
    for (const name of ['prod-quay-1', 'prod-quay-2']) test.cluster.vanish(kinds.pods, { namespace, name });
    expect((await freeze(test.attempt)).kind).toBe('done');
  });

  it('does without a writer that is not there any more, and one whose pods cannot be selected', async () => {
    const { cluster, attempt } = await attemptOf();
    const [app = '', mirror = '', config = ''] = writers;
    cluster.vanish(kinds.deployments, { namespace, name: app });
    cluster.edit(kinds.deployments, { namespace, name: mirror }, { spec: { selector: { matchLabels: null } } });
    cluster.edit(kinds.deployments, { namespace, name: config }, { spec: { selector: null } });
    cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'foreign', namespace } });
    expect((await freeze(attempt)).kind).toBe('done');
  });

  it('scales down a writer that says nothing of its replicas, which means one', async () => {
    const { cluster, attempt } = await attemptOf();
    const place = { namespace, name: writers[0] ?? '' };
    cluster.edit(kinds.deployments, place, { spec: null });
    expect((await freeze(attempt)).kind).toBe('done');
    expect(cluster.peek(kinds.deployments, place)?.spec?.replicas).toBe(0);
  });

  it('changes nothing when another operator has come, or the one of the plan is gone', async () => {
    const { cluster, attempt } = await attemptOf();
    cluster.vanish(kinds.deployments, { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' });
    await expect(freeze(attempt)).rejects.toThrow(/quay-operator changed during the migration/);
    expect(changesIn(cluster)).toEqual([]);
  });
});

describe('assertFrozen', () => {
  const [name = ''] = writers;

  it('has nothing against writers at zero, or gone', async () => {
    const { cluster, attempt } = await attemptOf();
    await freeze(attempt);
    cluster.vanish(kinds.deployments, { namespace, name });
    await expect(assertFrozen(attempt)).resolves.toBeUndefined();
  });

  it.each([
    [
      'argocd',
      { spec: { replicas: 2 } },
      [{ manager: 'argocd', time: '2026-01-02T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
      /2 replicas by argocd at 2026-01-02T00:00:00Z/,
    ],
    [
      'the latest who wrote replicas',
      { spec: { replicas: 1 } },
      [
        { manager: 'early', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { manager: 'late', time: '2026-01-03T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { manager: 'template', time: '2026-01-04T00:00:00Z', fieldsV1: { 'f:spec': { 'f:template': {} } } },
        { manager: 'status', time: '2026-01-05T00:00:00Z', fieldsV1: { 'f:status': { 'f:replicas': {} } } },
      ],
      /1 replicas by late at/,
    ],
    [
      'the latest of all, in whatever order',
      { spec: { replicas: 1 } },
      [
        { manager: 'timeless', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { manager: 'late', time: '2026-01-03T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { manager: 'early', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { time: '2026-01-04T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { manager: 'fieldless', time: '2026-01-05T00:00:00Z' },
      ],
      /1 replicas by late at/,
    ],
    [
      'one of two without a time',
      { spec: { replicas: 1 } },
      [
        { manager: 'early', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': {} } },
        { manager: 'timeless', fieldsV1: { 'f:spec': {} } },
      ],
      /1 replicas by early at/,
    ],
    ['somebody', { spec: { replicas: null } }, [], /1 replicas by an unknown client, although/],
    ['somebody, without a spec', { spec: null }, [], /1 replicas by an unknown client, although/],
    [
      'a manager without a time',
      { spec: { replicas: 3 } },
      [{ manager: 'oc', fieldsV1: { 'f:spec': {} } }],
      /3 replicas by oc at an unknown time/,
    ],
  ])('names who scaled one up: %s', async (_who, change, managedFields, said) => {
    const { cluster, attempt } = await attemptOf();
    await freeze(attempt);
    cluster.edit(kinds.deployments, { namespace, name }, { ...change, metadata: { managedFields } });
    await expect(assertFrozen(attempt)).rejects.toThrow(said);
    await expect(assertFrozen(attempt)).rejects.toThrow(`Deployment ${namespace}/${name} was scaled up`);
  });
});
