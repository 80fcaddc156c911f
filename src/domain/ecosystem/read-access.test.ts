import { describe, expect, test } from 'vitest';
import { type Change, prodFacts, routeEnds } from '../fixtures/prod-registry.fixture.ts';

function change(type: string | null, termination: string | null, rest: Change = {}): Change {
  return { ...rest, ecosystem: { spec: { quay: { externalAccess: { type, tls: { termination } } } } } };
}

const service = (type: string): Change => ({ patch: { 'Service/prod-quay': { spec: { type } } } });

describe('access', () => {
  test.each<[string, Change, string]>([
    ['a Route', change('Route', 'edge'), 'Route'],
    ['no type', change(null, 'edge'), 'Route'],
    ['an empty type', change('', 'edge'), 'Route'],
    ['a Route beside a LoadBalancer', change('Route', 'edge', service('LoadBalancer')), 'Route'],
    [
      'a LoadBalancer without the Route that is said',
      change('Route', 'edge', { ...service('LoadBalancer'), remove: ['Route/prod-quay'] }),
      'LoadBalancer',
    ],
    ['a NodePort where LoadBalancer is said', change('LoadBalancer', 'none', service('NodePort')), 'NodePort'],
    ['LoadBalancer that is only said', change('LoadBalancer', 'none'), 'LoadBalancer'],
    ['Ingress that is only said', change('Ingress', 'none'), 'Ingress'],
  ])('%s', (_title, difference, type) => {
    expect(prodFacts(difference).access.type).toBe(type);
  });

  test.each<[string, Change, string]>([
    ['as said, without a Route', change('Route', 'reencrypt', { remove: ['Route/prod-quay'] }), 'reencrypt'],
    ['as said, for a LoadBalancer', change('LoadBalancer', 'edge', service('LoadBalancer')), 'edge'],
    ['as the Route has it, whatever is said', change('Route', 'passthrough', { patch: routeEnds('edge') }), 'edge'],
    ['as the Route has it', change('Route', null), 'passthrough'],
    [
      'none, by a Route without TLS',
      change('Route', null, { patch: { 'Route/prod-quay': { spec: { tls: null } } } }),
      'none',
    ],
    ['the default, without a Route', change('Route', null, { remove: ['Route/prod-quay'] }), 'passthrough'],
  ])('termination: %s', (_title, difference, termination) => {
    expect(prodFacts(difference).access.termination).toBe(termination);
  });
});
