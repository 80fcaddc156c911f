import { expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import { deployments } from '../../../k8s/resource.ts';
import { Attempt } from '../attempt/attempt.ts';
import { conditionsOf } from '../status/conditions.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { reachOf } from '../journal/reach.ts';
import { checkLateWorkloads } from './late-workloads.ts';

it('waits until the old registry is available, and then corrects what it said', async () => {
  const client = testCluster().client('admin');
  const namespace = await testCluster().createNamespace('late');
  const labels = { app: 'prod' };
  const deployment: Deployment & { spec: object } = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'prod-quay', namespace },
    spec: {
      // No controller starts pods of a paused Deployment: its status is what the test writes.
      paused: true,
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'quay', image: 'quay' }] } },
    } as Deployment['spec'] & object,
  };
  const original = await client.create(deployments, deployment);
  const failed = { state: 'failed' as const, startedAt: '2026-01-01T00:00:00Z', message: 'waiting for prod-quay' };
  const journal = journalOf({
    ecosystem: { namespace, name: 'prod', uid: 'uid' },
    phase: 'rolled-back',
    originals: { 'deployments/prod-quay': original },
    rollback: { 'restore-workloads': failed },
  });
  const journals = new JournalStore(client, await testCluster().createNamespace('late-service'));
  const reach = reachOf({ client, facts: client, journals }, { namespace, name: 'prod' });
  const attempt = new Attempt(reach, await reach.journals.create(journal), {
    waitScale: 1,
    workerImage: 'worker',
    imagePullSecrets: [],
  });
  expect(await checkLateWorkloads(attempt)).toBe(true);
  expect(conditionsOf(attempt.journal)[0]?.message).toContain(
    'but not completely: restore-workloads: waiting for prod-quay',
  );

  const status = { replicas: 1, readyReplicas: 1, availableReplicas: 1 };
  const target = { namespace, name: 'prod-quay' };
  // The controller may write a status of its own in between.
  while (await checkLateWorkloads(attempt)) {
    await client.patch(deployments, target, { type: 'merge', body: { status } }, { subresource: 'status' });
  }
  expect(conditionsOf(attempt.journal)[0]?.message).toContain('the old registry is restored');
  expect((await client.get(deployments, 'prod-quay', namespace))?.spec?.replicas).toBe(1);
});
