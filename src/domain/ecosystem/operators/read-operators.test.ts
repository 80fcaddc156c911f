import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../k8s/object.ts';
import {
  type Change,
  fixtureDeployment,
  fixtureObject,
  operatorCsv,
  prodFacts,
} from '../../fixtures/prod-registry.fixture.ts';
import { oldOperators } from './read-operators.ts';

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
        labels: { 'olm.copiedFrom': 'openshift-operators' },
      },
    };
    expect(prodFacts({ add: [copied] }).operators).toHaveLength(1);
    expect(prodFacts({ ...without, add: [copied] }).operators).toMatchObject([
      { covers: true, watches: ['quay-enterprise'], namespace: 'openshift-operators' },
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

/** A Deployment of whatever name in another namespace, with one container. */
function deployed(
  container: object,
  rest: { labels?: object; annotations?: object; pod?: object } = {},
): KubernetesObject {
  return fixtureObject('apps/v1', 'Deployment', 'anything', {
    metadata: { namespace: 'quay', labels: rest.labels ?? {} },
    spec: {
      replicas: 1,
      template: { metadata: { annotations: rest.annotations ?? {} }, spec: { ...rest.pod, containers: [container] } },
    },
  });
}

describe('signs of an operator without a ClusterServiceVersion', () => {
  test.each<[string, KubernetesObject, string]>([
    ['the community image', deployed({ image: 'quay.io/redhat-cop/quay-operator:v1.1.2' }), 'legacy'],
    [
      "Red Hat's image up to 3.3",
      deployed({ image: 'registry.redhat.io/quay/quay-rhel8-operator@sha256:1' }),
      'legacy',
    ],
    ['its mirror', deployed({ image: 'registry.example.com:8443/m/quay-quay-rhel8-operator@sha256:1' }), 'legacy'],
    ["a mirror's own name", deployed({ image: 'registry.example.com/m/team_quay-operator:v3.3.4' }), 'legacy'],
    ['what operator-sdk tells it', deployed({ env: [{ name: 'OPERATOR_NAME', value: 'quay-operator' }] }), 'legacy'],
    ['its command', deployed({ image: 'internal/x@sha256:1', command: ['/usr/local/bin/quay-operator'] }), 'legacy'],
    [
      'its owner',
      deployed({ image: 'internal/x@sha256:1' }, { labels: { 'olm.owner': 'red-hat-quay.v3.3.4' } }),
      'legacy',
    ],
    [
      'component images, and no version',
      deployed({ env: [{ name: 'RELATED_IMAGE_COMPONENT_CLAIR', value: 'clair@sha256:1' }] }),
      'bridging',
    ],
    [
      'OLM v1, which puts the annotations on the pods',
      deployed(
        { env: [{ name: 'RELATED_IMAGE_COMPONENT_QUAY', value: 'quay@sha256:1' }] },
        {
          labels: { 'olm.operatorframework.io/owner-kind': 'ClusterExtension' },
          annotations: { 'quay-version': 'v3.17.4' },
        },
      ),
      'current',
    ],
  ])('%s', (_title, deployment, generation) => {
    expect(prodFacts({ ...without, add: [deployment] }).operators).toMatchObject([
      { generation, deployment: 'anything', namespace: 'quay' },
    ]);
  });

  test.each([
    ['quay.io/quay/quay-bridge-operator:v3.3.4', {}],
    ['registry.redhat.io/quay/quay-bridge-operator-rhel8:v3.17.0', {}],
    ['quay.io/quay/container-security-operator:v1', {}],
    ['quay.io/projectquay/quay-operator-bundle:v3.17.4', {}],
    ['quay.io/projectquay/quay:v3.17.4', { command: ['quay'] }],
    ['other', { env: [{ name: 'OPERATOR_NAME', value: 'etcd-operator' }] }],
  ])('%s is none', (image, more) => {
    expect(prodFacts({ ...without, add: [deployed({ image, ...more })] }).operators).toEqual([]);
  });

  test.each<[string, object, readonly string[]]>([
    ['by name', { name: 'WATCH_NAMESPACE', value: 'quay,quay-enterprise' }, ['quay', 'quay-enterprise']],
    ['its own', { name: 'WATCH_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }, ['quay']],
    [
      'as the annotation says',
      {
        name: 'WATCH_NAMESPACE',
        valueFrom: { fieldRef: { fieldPath: "metadata.annotations['olm.targetNamespaces']" } },
      },
      [],
    ],
  ])('watches the namespaces that WATCH_NAMESPACE names: %s', (_title, variable, watches) => {
    const operator = deployed({ image: 'quay.io/redhat-cop/quay-operator:v1.1.2', env: [variable] });
    expect(prodFacts({ add: [operator] }).operators).toMatchObject([{}, { watches }]);
  });

  test("a label that names a CSV of another namespace does not make it that CSV's", () => {
    const forged = deployed(
      { image: 'evil/quay-operator:v3.18.0' },
      { labels: { 'olm.owner': 'quay-operator.v3.17.4' } },
    );
    expect(prodFacts({ add: [forged] }).operators.map(({ source }) => source)).toEqual([
      'ClusterServiceVersion openshift-operators/quay-operator.v3.17.4',
      'Deployment quay/anything',
    ]);
  });
});

describe('oldOperators', () => {
  const legacy = deployed(
    { image: 'quay.io/redhat-cop/quay-operator:v1.1.2' },
    { pod: { serviceAccountName: 'quay-operator' } },
  );
  const answers = (allowed: boolean): Change['snapshot'] => ({
    accountReviews: {
      asked: true,
      answers: [{ namespace: 'quay', name: 'quay-operator', writes: 'quayecosystems', allowed }],
    },
  });

  test.each<[string, Change, number]>([
    ['that nobody was asked about', { add: [legacy] }, 1],
    ['that may write QuayEcosystems here', { add: [legacy], snapshot: answers(true) ?? {} }, 1],
    ['that may not', { add: [legacy], snapshot: answers(false) ?? {} }, 0],
    ['that is scaled to zero', { add: [{ ...legacy, spec: { replicas: 0 } } as KubernetesObject] }, 0],
    [
      'that watches another namespace',
      {
        add: [
          deployed({
            image: 'quay.io/redhat-cop/quay-operator:v1.1.2',
            env: [{ name: 'WATCH_NAMESPACE', value: 'quay' }],
          }),
        ],
      },
      0,
    ],
  ])('one %s', (_title, change, count) => {
    const facts = prodFacts(change);
    expect(oldOperators(facts, 'legacy')).toHaveLength(count);
    expect(oldOperators(facts, 'bridging')).toEqual([]);
  });
});
