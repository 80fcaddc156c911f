import { expect, test } from 'vitest';
import { type RuleCase, routeEnds, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { servicePortUnserved } from './service-port-unserved.ts';

test.each<RuleCase>([
  ['passthrough with a pair', {}, []],
  ['reencrypt, which becomes edge', { patch: routeEnds('reencrypt') }, ['warning Service/prod-quay spec.ports']],
  [
    'edge with a Service to 8080',
    { patch: { ...routeEnds('edge'), 'Service/prod-quay': { spec: { ports: [{ port: 80, targetPort: 8080 }] } } } },
    [],
  ],
  [
    'a LoadBalancer has a finding of its own',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer', tls: { termination: 'edge' } } } } },
      patch: { 'Service/prod-quay': { spec: { type: 'LoadBalancer' } } },
      remove: ['Route/prod-quay'],
    },
    [],
  ],
  ['no config.yaml, which has a blocker of its own', { patch: routeEnds('reencrypt'), config: '[' }, []],
  ['no Service', { patch: routeEnds('reencrypt'), remove: ['Service/prod-quay'] }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(servicePortUnserved, change)).toEqual(said);
});
