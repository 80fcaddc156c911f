import { expect, it } from 'vitest';
import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, target } from '../attempt/attempt.fixture.ts';
import { recreate } from './recreate.ts';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x' };

const original: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    ...{ name: 'lost', namespace: target.namespace, uid: 'of before', resourceVersion: '7', labels: { app: 'quay' } },
    ...{ ownerReferences: [owner], managedFields: [{ manager: 'somebody' }] },
  },
  spec: { replicas: 3 },
  status: { availableReplicas: 3 },
};

it('creates the object as it was, without what the API server had written into it', async () => {
  const { cluster, attempt } = await attemptOf();
  await recreate(attempt, kinds.deployments, original);
  const made = cluster.peek(kinds.deployments, { namespace: target.namespace, name: 'lost' });
  expect(made).toMatchObject({
    metadata: { labels: { app: 'quay' }, ownerReferences: [owner] },
    spec: { replicas: 3 },
  });
  expect(made?.metadata.uid).not.toBe('of before');
  expect(made?.metadata).not.toHaveProperty('managedFields');
  expect(made?.status?.availableReplicas).toBeUndefined();
});

it('with a change of its metadata', async () => {
  const { cluster, attempt } = await attemptOf();
  await recreate(attempt, kinds.deployments, original, { ownerReferences: [] });
  const made = cluster.peek(kinds.deployments, { namespace: target.namespace, name: 'lost' });
  expect(made?.metadata.ownerReferences).toEqual([]);
});
