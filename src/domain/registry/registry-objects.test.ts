import { expect, test } from 'vitest';
import { plan } from '../plan/plan.fixture.ts';

const namespace = 'quay-enterprise';

test('the QuayRegistry says what it was, is held by a finalizer, and names the bundle', () => {
  const { registry } = plan().registry;
  expect(registry).toMatchObject({
    apiVersion: 'quay.redhat.com/v1',
    kind: 'QuayRegistry',
    metadata: {
      name: 'prod',
      namespace,
      annotations: { 'quay-operator/migrated-from': 'prod' },
      finalizers: ['quay-migration/rollback-guard'],
    },
    spec: { configBundleSecret: 'prod-quay-migration-bundle' },
  });
});

test('the bundle is a Secret whose name quay-operator does not delete', () => {
  const { bundle } = plan().registry;
  expect(bundle).toMatchObject({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: 'prod-quay-migration-bundle', namespace },
  });
  expect(bundle.metadata.name).not.toMatch(/^prod-quay-config-secret/);
});

test('the keys are where quay-operator looks for them', () => {
  const { managedKeys } = plan().registry;
  expect(managedKeys).toMatchObject({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' });
});

// quay-operator 3.18 panics without annotations; the cluster fills in what annotation and label ask for.
test('the CA ConfigMaps are those that quay-operator would make', () => {
  expect(plan().registry.caConfigMaps).toMatchObject([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'prod-cluster-service-ca',
        namespace,
        annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'prod-cluster-trusted-ca',
        namespace,
        annotations: { 'quay-migration/reason': 'quay-operator needs at least one annotation here' },
        labels: { 'config.openshift.io/inject-trusted-cabundle': 'true' },
      },
    },
  ]);
});
