import { describe, expect, test } from 'vitest';
import type { Service } from '../../../src/k8s/service.ts';
import { wantedIngress } from './load-balancer.ts';

describe('wantedIngress', () => {
  test.each<[string, string, string | undefined, { ip: string }[] | null | undefined]>([
    ['gives an address', 'LoadBalancer', undefined, [{ ip: '127.64.128.1' }]],
    ['leaves the right one', 'LoadBalancer', '127.64.128.1', undefined],
    ['takes the address of one that is none any more', 'ClusterIP', '127.64.128.1', null],
    ['leaves the others', 'NodePort', undefined, undefined],
  ])('%s', (_name, type, ip, expected) => {
    const service: Service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'quay' },
      spec: { type },
      ...(ip !== undefined && { status: { loadBalancer: { ingress: [{ ip }] } } }),
    };
    expect(wantedIngress(service, '127.64.128.1')).toEqual(expected);
  });
});
