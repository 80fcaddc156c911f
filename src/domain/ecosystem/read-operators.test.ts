import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../k8s/object.ts';
import { fixtureDeployment, fixtureObject, operatorCsv, prodFacts } from './prod-registry.fixture.ts';

const without = { remove: ['ClusterServiceVersion/quay-operator.v3.17.4'] };

function csv(name: string, spec: object, metadata: object = {}): KubernetesObject {
  return fixtureObject('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', name, {
    metadata: { namespace: 'operators', ...metadata },
    spec,
    status: { phase: 'Succeeded' },
  });
}

function owning(...kinds: readonly string[]): object {
  return { owned: kinds.map((name) => ({ name })) };
}

const registries = 'quayregistries.quay.redhat.com';
const ecosystems = 'quayecosystems.redhatcop.redhat.io';

describe('operators', () => {
  test('the installed one, with its images', () => {
    expect(prodFacts().operator).toMatchObject({
      generation: 'current',
      version: '3.17.4',
      major: 3,
      minor: 17,
      quayVersion: 'v3.17.4',
      quayImage: 'registry.redhat.io/quay/quay-rhel8:v3.17.4',
      postgresImage: 'registry.redhat.io/rhel8/postgresql-13:1',
      running: true,
      covers: true,
      watches: [],
    });
  });

  test.each([
    ['legacy', csv('quay-operator.v3.3.4', { version: '3.3.4', customresourcedefinitions: owning(ecosystems) })],
    ['bridging', csv('q', { version: '3.6.1', customresourcedefinitions: owning(ecosystems, registries) })],
    ['current', csv('q', { version: '3.9.1', customresourcedefinitions: owning(registries) })],
    ['bridging', csv('quay-operator.v3.8.0', {})],
    ['current', csv('project-quay.v3.10.2', {})],
  ])('%s: %#', (generation, installed) => {
    expect(prodFacts({ ...without, add: [installed] }).operators).toMatchObject([{ generation }]);
  });

  test.each([
    ['quay-bridge-operator.v3.17.0', { version: '3.17.0', customresourcedefinitions: owning('quayintegrations') }],
    ['container-security-operator.v3.17.0', { version: '3.17.0' }],
  ])('%s is none', (name, spec) => {
    expect(prodFacts({ ...without, add: [csv(name, spec)] }).operators).toEqual([]);
  });

  test('the newest of several', () => {
    const older = csv('quay-operator.v3.9.1', { version: '3.9.1', customresourcedefinitions: owning(registries) });
    expect(prodFacts({ add: [older] }).operator?.version).toBe('3.17.4');
  });

  test.each([
    ['', true],
    ['quay-enterprise', true],
    ['other,quay-enterprise', true],
    ['other', false],
  ])('watching "%s" covers the namespace: %s', (targets, covers) => {
    const patch = { metadata: { annotations: { 'olm.targetNamespaces': targets } } };
    const { operators } = prodFacts({ patch: { 'ClusterServiceVersion/quay-operator.v3.17.4': patch } });
    expect(operators).toMatchObject([{ covers }]);
  });

  test('a copy counts where the original is not to be seen, for its namespace alone', () => {
    const copied = {
      ...operatorCsv,
      metadata: {
        ...operatorCsv.metadata,
        namespace: 'quay-enterprise',
        annotations: {},
        labels: { 'olm.copiedFrom': 'operators' },
      },
    };
    expect(prodFacts({ add: [copied] }).operators).toHaveLength(1);
    expect(prodFacts({ ...without, add: [copied] }).operators).toMatchObject([
      { covers: true, watches: ['quay-enterprise'], namespace: 'operators' },
    ]);
  });

  test('the Deployment says what really runs', () => {
    const running = fixtureDeployment(
      'quay-operator.v3.17.4',
      { containers: [{ env: [{ name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'mirror.example.com/quay:v3' }] }] },
      { namespace: 'openshift-operators' },
    );
    const { operators } = prodFacts({ add: [running] });
    expect(operators).toMatchObject([{ quayImage: 'mirror.example.com/quay:v3', stopped: false }]);
    const stopped = { ...running, spec: { replicas: 0 } };
    expect(prodFacts({ add: [stopped] }).operator).toBeUndefined();
  });

  test.each([
    ['quay.io/redhat-cop/quay-operator:v1.1.2', 'legacy'],
    ['quay.io/projectquay/quay-operator:v3.7.10', 'bridging'],
    ['registry.example.com:5000/quay/quay-operator-rhel8:v3.10.1@sha256:00', 'current'],
    ['quay.io/redhat-cop/quay-operator@sha256:00', 'legacy'],
  ])('a Deployment without OLM: %s is %s', (image, generation) => {
    const deployment = fixtureDeployment('operator', { containers: [{ image: image.split('@sha256:00')[0] }] });
    expect(prodFacts({ ...without, add: [deployment] }).operators).toMatchObject([
      { generation, deployment: 'operator' },
    ]);
  });
});
