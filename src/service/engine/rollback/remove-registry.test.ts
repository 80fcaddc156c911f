import { describe, expect, it } from 'vitest';
import { migrationLabels, registryFinalizer } from '../../../domain/plan/migration-names.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt.fixture.ts';
import { isOurs, removeRegistry } from './remove-registry.ts';
import { stopNewPods } from './stop-new-pods.ts';

const { namespace } = target;
const operatorFinalizer = 'quay-operator/finalizer';

/** A QuayRegistry of this attempt, with the volume and the keys that the operator took into its care. */
async function created(): Promise<AttemptUnderTest> {
  const test = await attemptOf();
  const { cluster, attempt, plan } = test;
  const registry = await attempt.ensureCreated(kinds.quayRegistries, plan.registry.registry);
  const finalizers = [...(registry.metadata.finalizers ?? []), operatorFinalizer];
  cluster.edit(kinds.quayRegistries, target, { metadata: { finalizers } });
  const uid = registry.metadata.uid ?? '';
  const ownerReferences = [
    { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid },
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other' },
  ];
  await attempt.ensureCreated(kinds.secrets, plan.registry.managedKeys);
  if (plan.database.claim) await attempt.ensureCreated(kinds.persistentVolumeClaims, plan.database.claim);
  for (const [resource, name] of evidence(test)) {
    cluster.edit(resource, { namespace, name }, { metadata: { ownerReferences } });
  }
  cluster.writes.length = 0;
  return test;
}

function evidence({ plan }: AttemptUnderTest): readonly [kinds.Resource, string][] {
  return [
    [kinds.persistentVolumeClaims, plan.database.claim?.metadata.name ?? ''],
    [kinds.secrets, plan.registry.managedKeys.metadata.name],
  ];
}

function newPod({ cluster }: AttemptUnderTest, component: string, state: object): void {
  const labels = { 'quay-operator/quayregistry': 'prod', 'quay-component': component };
  const status = {
    containerStatuses: [{ name: component, image: '', imageID: '', ready: true, restartCount: 0, state }],
  };
  const metadata = { name: `prod-${component}-1`, namespace, labels };
  cluster.seed(kinds.pods, { apiVersion: 'v1', kind: 'Pod', metadata, status });
}

describe('removeRegistry', () => {
  it('deletes the QuayRegistry, then takes our finalizer off, and waits for the operator', async () => {
    const test = await created();
    expect(await removeRegistry(test.attempt)).toMatchObject({ kind: 'wait', seconds: 0 });
    expect(changesIn(test.cluster)).toEqual(['delete QuayRegistry prod']);
    expect(test.cluster.peek(kinds.quayRegistries, target)?.metadata.finalizers).toContain(registryFinalizer);
    expect((await removeRegistry(test.attempt)).message).toMatch(/until the operator lets the QuayRegistry go/);
    expect(test.cluster.peek(kinds.quayRegistries, target)?.metadata.finalizers).toEqual([operatorFinalizer]);
    test.cluster.vanish(kinds.quayRegistries, target);
    expect((await removeRegistry(test.attempt)).kind).toBe('done');
    for (const [resource, name] of evidence(test)) {
      expect(test.cluster.peek(resource, { namespace, name })?.metadata.ownerReferences).toHaveLength(2);
    }
  });

  it('detaches volume and keys before it lets go, when the new registry has run', async () => {
    const test = await created();
    newPod(test, 'quay-app', { running: {} });
    await removeRegistry(test.attempt);
    expect(test.attempt.journal.registryRan).toBe(true);
    expect(await removeRegistry(test.attempt)).toMatchObject({ kind: 'wait', seconds: 30 });
    expect(test.cluster.peek(kinds.quayRegistries, target)?.metadata.finalizers).toContain(registryFinalizer);
    for (const [resource, name] of evidence(test)) {
      const owners = test.cluster.peek(resource, { namespace, name })?.metadata.ownerReferences;
      expect(owners?.map((owner) => owner.uid)).toEqual(['other']);
    }
    await removeRegistry(test.attempt);
    expect(test.cluster.peek(kinds.quayRegistries, target)?.metadata.finalizers).toEqual([operatorFinalizer]);
  });

  it('keeps holding while the operator puts its owner back', async () => {
    const test = await created();
    await test.attempt.update({ registryRan: true });
    await removeRegistry(test.attempt);
    await removeRegistry(test.attempt);
    const uid = test.cluster.peek(kinds.quayRegistries, target)?.metadata.uid ?? '';
    const [resource, name] = evidence(test)[1] ?? [kinds.secrets, ''];
    const owner = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', name: 'prod', uid };
    test.cluster.edit(resource, { namespace, name }, { metadata: { ownerReferences: [owner] } });
    expect((await removeRegistry(test.attempt)).message).toMatch(/keeping the volume and the keys/);
  });

  it('goes on without an operator that is down', async () => {
    const test = await created();
    const started = (seconds: number) => ({
      'remove-registry': {
        state: 'running' as const,
        startedAt: new Date(Date.now() - seconds * 1000).toISOString(),
        message: '',
      },
    });
    await removeRegistry(test.attempt);
    await test.attempt.update({ rollback: started(50) });
    expect((await removeRegistry(test.attempt)).kind).toBe('wait');
    await test.attempt.update({ rollback: started(70) });
    expect(await removeRegistry(test.attempt)).toMatchObject({
      kind: 'done',
      message: expect.stringMatching(/has not let the QuayRegistry go/) as never,
    });
  });

  it('leaves a QuayRegistry alone that somebody else has made', async () => {
    const test = await created();
    test.cluster.edit(kinds.quayRegistries, target, { metadata: { uid: 'another' } });
    expect((await removeRegistry(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });
});

describe('isOurs', () => {
  const registry = (uid: string, attempt?: string) => ({
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: { name: 'prod', namespace, uid, ...(attempt && { labels: { [migrationLabels.attempt]: attempt } }) },
  });

  it.each([
    [undefined, registry('a', '3'), false],
    [{ uid: 'a' }, registry('a'), true],
    [{ uid: 'a' }, registry('b', '3'), false],
    [{}, registry('a', '3'), true],
    [{}, registry('a', '2'), false],
    [{}, registry('a'), false],
  ])('recorded %j', async (recorded, found, expected) => {
    const { attempt } = await attemptOf();
    await attempt.update({ created: recorded === undefined ? {} : { 'quayregistries/prod': recorded } });
    expect(isOurs(attempt, found)).toBe(expected);
  });
});

describe('stopNewPods', () => {
  const deployment = (name: string, labels: object = { 'quay-operator/quayregistry': 'prod' }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: labels as Record<string, string> },
    spec: { replicas: 2 },
  });

  it('scales the new pods to zero and waits for their end', async () => {
    const test = await attemptOf();
    for (const name of ['prod-quay-app', 'prod-quay-mirror']) test.cluster.seed(kinds.deployments, deployment(name));
    newPod(test, 'quay-mirror', { running: {} });
    newPod(test, 'clair', { running: {} });
    expect(await stopNewPods(test.attempt)).toMatchObject({
      kind: 'wait',
      seconds: 1,
      message: expect.stringMatching(/pods to end: prod-quay-mirror-1$/) as never,
    });
    expect(changesIn(test.cluster)).toEqual(['patch Deployment prod-quay-app', 'patch Deployment prod-quay-mirror']);
    test.cluster.vanish(kinds.pods, { namespace, name: 'prod-quay-mirror-1' });
    test.cluster.writes.length = 0;
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
    expect(test.cluster.writes).toEqual([]);
  });

  it('leaves Deployments of others alone', async () => {
    const test = await attemptOf();
    test.cluster.seed(kinds.deployments, deployment('prod-quay-app', {}));
    test.cluster.seed(kinds.deployments, deployment('prod-quay-mirror', { 'quay-operator/quayregistry': 'other' }));
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('does not start the old registry beside a QuayRegistry of somebody else', async () => {
    const test = await attemptOf();
    test.cluster.seed(kinds.quayRegistries, test.plan.registry.registry);
    expect(await stopNewPods(test.attempt)).toMatchObject({
      kind: 'wait',
      message: expect.stringMatching(/^QuayRegistry prod was made by somebody else/) as never,
    });
  });

  it('goes on while our own QuayRegistry is still there', async () => {
    const test = await created();
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
  });
});
