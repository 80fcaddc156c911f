import { expect, test } from 'vitest';
import {
  type RuleCase,
  fieldsOf,
  findingsOf,
  fixtureObject,
  fixtureSecret,
} from '../../fixtures/prod-registry.fixture.ts';
import { accessManual } from './access-manual.ts';

test.each<RuleCase>([
  ['a Route', {}, []],
  ['no type, which is a Route', { ecosystem: { spec: { quay: { externalAccess: { type: '' } } } } }, []],
  [
    'LoadBalancer',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } } } } },
    },
    ['spec.selector'],
  ],
  [
    'NodePort',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'NodePort', tls: { termination: 'passthrough' } } } } } },
    ['spec.selector'],
  ],
  [
    'Ingress',
    { ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress', tls: { termination: 'passthrough' } } } } } },
    ['spec.selector'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(accessManual, change)).toEqual(fields);
});

test.each([
  ['the QuayEcosystem owns it', { ownerReferences: [{ kind: 'QuayEcosystem', uid: 'uid-QuayEcosystem-prod' }] }, true],
  ["it is somebody's own", {}, false],
])('an Ingress needs the Secret of its certificate, which is named where %s', (_title, metadata, named) => {
  const [finding] = findingsOf(accessManual, {
    ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress' } } } },
    remove: ['Route/prod-quay'],
    add: [
      fixtureSecret('prod-quay-ssl', { 'tls.crt': 'c' }, metadata),
      fixtureObject('networking.k8s.io/v1', 'Ingress', 'prod-quay', {
        spec: { defaultBackend: { service: { name: 'prod-quay' } }, tls: [{ secretName: 'prod-quay-ssl' }] },
      }),
    ],
  });
  expect(finding?.remedy.includes('Secret prod-quay-ssl')).toBe(named);
});
