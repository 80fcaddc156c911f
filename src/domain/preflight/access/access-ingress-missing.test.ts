import { expect, test } from 'vitest';
import { ingressTo } from '../../fixtures/doors.fixture.ts';
import { type RuleCase, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { accessIngressMissing } from './access-ingress-missing.ts';

const ingress = { ecosystem: { spec: { quay: { externalAccess: { type: 'Ingress' } } } }, remove: ['Route/prod-quay'] };
const denied = { resource: 'ingresses.networking.k8s.io', reason: 'forbidden' };

test.each<RuleCase>([
  ['a Route', {}, []],
  ['no Ingress', ingress, ['warning Ingress/prod-quay metadata.name']],
  ["somebody's own Ingress", { ...ingress, add: [ingressTo('prod-quay')] }, []],
  [
    'an Ingress to something else',
    { ...ingress, add: [ingressTo('other')] },
    ['warning Ingress/prod-quay metadata.name'],
  ],
  ['Ingresses that may not be read', { ...ingress, snapshot: { unread: [denied] } }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(accessIngressMissing, change)).toEqual(said);
});
