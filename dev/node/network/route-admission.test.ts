import { describe, expect, test } from 'vitest';
import type { Route } from '../../../src/k8s/route.ts';
import { admission } from './route-admission.ts';

const now = '2026-02-01T00:00:00Z';

function route(name: string, parts: { host?: string; path?: string; day?: number } = {}): Route {
  const { host = 'quay.apps.local', path, day = 1 } = parts;
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name, namespace: 'ns', creationTimestamp: `2026-01-0${day}T00:00:00Z` },
    spec: { host, ...(path !== undefined && { path }) },
  };
}

function statusOf(asked: Route, ...others: readonly Route[]): string | undefined {
  return admission(asked, [asked, ...others], now)?.conditions?.[0]?.status;
}

describe('admission', () => {
  test('admits a Route that is alone', () => {
    expect(admission(route('a'), [], now)).toMatchObject({
      host: 'quay.apps.local',
      routerName: 'default',
      conditions: [{ type: 'Admitted', status: 'True', lastTransitionTime: now }],
    });
  });

  test.each<[string, Route, Route, string]>([
    ['the older one', route('b', { day: 1 }), route('a', { day: 2 }), 'True'],
    ['not the younger one', route('a', { day: 2 }), route('b', { day: 1 }), 'False'],
    ['both on different paths', route('a', { day: 2, path: '/v2' }), route('b', { day: 1 }), 'True'],
    ['both on different hosts', route('a', { day: 2, host: 'x' }), route('b', { day: 1 }), 'True'],
  ])('of two Routes it admits %s', (_name, asked, other, status) => {
    expect(statusOf(asked, other)).toBe(status);
  });

  test('says who has the host', () => {
    const refused = admission(route('a', { day: 2 }), [route('b', { day: 1 })], now);
    expect(refused?.conditions?.[0]).toMatchObject({
      reason: 'HostAlreadyClaimed',
      message: 'route b already exposes quay.apps.local and is older',
    });
  });

  test('has nothing to say twice, until the host is another one', () => {
    const asked = route('a');
    const ingress = admission(asked, [asked], now);
    const admitted: Route = { ...asked, status: { ingress: ingress ? [ingress] : [] } };
    expect(admission(admitted, [admitted], now)).toBeUndefined();
    const moved: Route = { ...admitted, spec: { host: 'other.apps.local' } };
    expect(admission(moved, [moved], now)?.host).toBe('other.apps.local');
  });
});
