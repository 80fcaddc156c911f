import { describe, expect, test } from 'vitest';
import type { Ingress } from '../../../src/k8s/ingress.ts';
import type { Route } from '../../../src/k8s/route.ts';
import type { Service } from '../../../src/k8s/service.ts';
import { backendPort, findBackend } from './backend.ts';

function route(name: string, spec: NonNullable<Route['spec']>): Route {
  return { apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata: { name, namespace: 'ns' }, spec };
}

const quay = route('quay', {
  host: 'quay.apps.local',
  to: { name: 'quay-app' },
  port: { targetPort: 'https' },
  tls: { termination: 'passthrough' },
});
const builder = route('builder', { host: 'quay.apps.local', path: '/build', to: { name: 'quay-builder' } });
const ingress: Ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'entry', namespace: 'other' },
  spec: {
    rules: [
      {
        host: 'in.apps.local',
        http: { paths: [{ path: '/', backend: { service: { name: 'web', port: { number: 80 } } } }] },
      },
    ],
  },
};

describe('findBackend', () => {
  const objects = { routes: [quay, builder], ingresses: [ingress] };

  test.each([
    ['quay.apps.local', '/v2/', { service: 'quay-app', port: 'https', secure: true, via: 'Route ns/quay' }],
    ['quay.apps.local', '/build/1', { service: 'quay-builder', port: undefined, secure: false }],
    ['in.apps.local', '/x', { namespace: 'other', service: 'web', port: 80, via: 'Ingress other/entry' }],
  ])('of %s%s', (host, path, expected) => {
    expect(findBackend(host, path, objects)).toMatchObject(expected);
  });

  test('is none for a host that nobody has', () => {
    expect(findBackend('gone.apps.local', '/', objects)).toBeUndefined();
  });

  test('is that of the Route which holds the host', () => {
    const late = route('a', { host: 'quay.apps.local', to: { name: 'late' } });
    const older = { ...quay, metadata: { ...quay.metadata, creationTimestamp: '2026-01-01T00:00:00Z' } };
    const younger = { ...late, metadata: { ...late.metadata, creationTimestamp: '2026-01-02T00:00:00Z' } };
    const found = findBackend('quay.apps.local', '/', { routes: [younger, older], ingresses: [] });
    expect(found?.service).toBe('quay-app');
  });
});

describe('backendPort', () => {
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'quay-app' },
    spec: {
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
        { name: 'named', port: 9091, targetPort: 'metrics' },
      ],
    },
  };

  test.each([
    [undefined, 80],
    ['https', 443],
    [8443, 443],
    [443, 443],
    ['metrics', 9091],
    ['gone', undefined],
  ])('%s is the port %s', (wanted, expected) => {
    expect(backendPort(service, wanted)?.port).toBe(expected);
  });
});
