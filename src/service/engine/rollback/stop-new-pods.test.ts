import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { madeRegistry, newPod } from './rolling-back.fixture.ts';
import { stopNewPods } from './stop-new-pods.ts';

const { namespace } = target;

function newDeployment({ cluster }: AttemptUnderTest, suffix: string, of = 'prod', replicas = 2): void {
  cluster.seed(kinds.deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `prod-${suffix}`, namespace, labels: { 'quay-operator/quayregistry': of } },
    spec: { replicas },
  });
}

const replicasOf = ({ cluster }: AttemptUnderTest, name: string) =>
  cluster.peek(kinds.deployments, { namespace, name })?.spec?.replicas;

describe('stopNewPods', () => {
  it('has nothing to do where the new registry never ran', async () => {
    const { cluster, attempt } = await attemptOf();
    expect(await stopNewPods(attempt)).toEqual({ kind: 'done', message: 'the new registry has no running pods' });
    expect(cluster.writes).toEqual([]);
  });

  it('scales quay and mirror to zero where the operator is down, and waits for their pods', async () => {
    const test = await attemptOf();
    for (const suffix of ['quay-app', 'quay-mirror', 'clair-app']) newDeployment(test, suffix);
    test.cluster.seed(kinds.pods, newPod('quay-app'), newPod('quay-mirror'), newPod('clair-app'));
    const outcome = await stopNewPods(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 1 });
    expect(outcome.message).toMatch(/pods of the new registry to terminate: prod-quay-app-1, prod-quay-mirror-1$/);
    expect(changesIn(test.cluster)).toEqual(['patch Deployment prod-quay-app', 'patch Deployment prod-quay-mirror']);
    expect([replicasOf(test, 'prod-quay-app'), replicasOf(test, 'prod-clair-app')]).toEqual([0, 2]);
    test.cluster.vanish(kinds.pods, { namespace, name: 'prod-quay-app-1' });
    test.cluster.writes.length = 0;
    expect((await stopNewPods(await test.restarted())).message).toMatch(/terminate: prod-quay-mirror-1$/);
    test.cluster.vanish(kinds.pods, { namespace, name: 'prod-quay-mirror-1' });
    test.cluster.beforeWrite = () => {
      throw new Error('there is nothing to write');
    };
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('leaves Deployments of another QuayRegistry alone, and those of nobody', async () => {
    const test = await attemptOf();
    newDeployment(test, 'quay-app', 'other');
    newDeployment(test, 'quay-mirror');
    test.cluster.edit(kinds.deployments, { namespace, name: 'prod-quay-mirror' }, { metadata: { labels: null } });
    test.cluster.seed(kinds.pods, newPod('quay-app', 'other'));
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
    expect(changesIn(test.cluster)).toEqual([]);
  });

  it('goes on where our QuayRegistry hangs in its deletion', async () => {
    const test = await attemptOf();
    await madeRegistry(test, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    newDeployment(test, 'quay-app');
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
    expect(replicasOf(test, 'prod-quay-app')).toBe(0);
  });

  it('touches nothing of a QuayRegistry that somebody else has made, and lets nothing start beside it', async () => {
    const test = await attemptOf();
    await madeRegistry(test, { uid: 'foreign' });
    newDeployment(test, 'quay-app');
    test.cluster.writes.length = 0;
    const outcome = await stopNewPods(test.attempt);
    expect(outcome).toMatchObject({ kind: 'wait', seconds: 5 });
    expect(outcome.message).toMatch(
      /^QuayRegistry prod was created outside of this migration.*until that QuayRegistry is deleted$/,
    );
    expect(test.cluster.writes).toEqual([]);
    test.cluster.vanish(kinds.quayRegistries, target);
    expect((await stopNewPods(test.attempt)).kind).toBe('done');
  });
});
