import { expect, test } from 'vitest';
import { fixtureObject, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { appLabels, ingressTo, labelledPods, monitorOf, routeTo, serviceFor } from '../fixtures/doors.fixture.ts';
import type { KubernetesObject } from '../../k8s/object.ts';

/** `Kind/name via service` of each door besides the registry's own Service and Route. */
function doorsWith(...add: readonly KubernetesObject[]): readonly string[] {
  return prodFacts({ patch: labelledPods, add })
    .doors.map(({ object, services }) => `${object.kind}/${object.metadata.name} via ${services.join(' ')}`)
    .filter((door) => !door.endsWith('/prod-quay via prod-quay'));
}

test('the own Service and Route are doors, with the Service by its name', () => {
  const doors = prodFacts().doors.map(({ object }) => `${object.kind}/${object.metadata.name}`);
  expect(doors).toEqual(['Service/prod-quay', 'Route/prod-quay']);
});

test.each<[string, KubernetesObject, readonly string[]]>([
  ['a Service by its selector', serviceFor({ 'quay-enterprise-component': 'app' }), ['Service/mine via mine']],
  ['a Service of other pods', serviceFor({ ...appLabels, 'quay-enterprise-component': 'clair' }), []],
  ['a Service without a selector', serviceFor({}), []],
  [
    'another name of the Service',
    fixtureObject('v1', 'Service', 'mine', {
      spec: { type: 'ExternalName', externalName: 'prod-quay.quay-enterprise.svc.cluster.local' },
    }),
    ['Service/mine via prod-quay'],
  ],
  ['a Route', routeTo('prod-quay'), ['Route/public via prod-quay']],
  [
    'a Route that shares its traffic out',
    routeTo('other', 'h', { alternateBackends: [{ kind: 'Service', name: 'prod-quay' }] }),
    ['Route/public via prod-quay'],
  ],
  ['a Route to something else', routeTo('prod-quay-config'), []],
  ['an Ingress', ingressTo('prod-quay'), ['Ingress/public via prod-quay']],
  [
    'an Ingress by its default',
    fixtureObject('networking.k8s.io/v1', 'Ingress', 'public', {
      spec: { defaultBackend: { service: { name: 'prod-quay' } } },
    }),
    ['Ingress/public via prod-quay'],
  ],
  [
    'an Ingress of an old version',
    fixtureObject('extensions/v1beta1', 'Ingress', 'public', {
      spec: { rules: [{ http: { paths: [{ backend: { serviceName: 'prod-quay', servicePort: 443 } }] } }] },
    }),
    ['Ingress/public via prod-quay'],
  ],
  ['an Ingress to something else', ingressTo('other'), []],
  ['a ServiceMonitor of everything', monitorOf({}), ['ServiceMonitor/watch via prod-quay']],
  ['a ServiceMonitor of other labels', monitorOf({ team: 'x' }), []],
  ['what is no list where one belongs', routeTo('x', 'h', { alternateBackends: { name: 'prod-quay' } }), []],
])('%s', (_title, object, doors) => {
  expect(doorsWith(object)).toEqual(doors);
});

test('objects of other namespaces do not count', () => {
  const route = routeTo('prod-quay');
  expect(doorsWith({ ...route, metadata: { ...route.metadata, namespace: 'other' } })).toEqual([]);
});

test('without its Deployment the pods have the labels that the legacy operator gives', () => {
  const { doors } = prodFacts({ remove: ['Deployment/prod-quay'], add: [serviceFor(appLabels)] });
  expect(doors.map(({ object }) => object.metadata.name)).toContain('mine');
});
