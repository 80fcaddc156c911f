import { describe, expect, test } from 'vitest';
import { pageKind } from './page-kind.ts';

const reference = 'redhatcop.redhat.io~v1alpha1~QuayEcosystem';
const operator = '/k8s/ns/quay/operators.coreos.com~v1alpha1~ClusterServiceVersion/quay-operator.v1.1.3';

describe('which menu a page has', () => {
  const cases: readonly [string, string, string | undefined, 'operand' | 'whole'][] = [
    ['generic list', `/k8s/ns/quay/${reference}`, '4.22.3', 'whole'],
    ['generic list of all namespaces', `/k8s/all-namespaces/${reference}`, '4.20.1', 'whole'],
    ['generic details', `/k8s/ns/quay/${reference}/registry`, '4.21.0', 'whole'],
    ['search', '/search/ns/quay', '4.22.3', 'whole'],
    ['operand list', `${operator}/${reference}`, '4.19.9', 'operand'],
    ['operand list', `${operator}/${reference}`, '4.20.4', 'operand'],
    ['operand list of all kinds', `${operator}/instances`, '4.20.4', 'operand'],
    ['operand details', `${operator}/${reference}/registry`, '4.19.9', 'operand'],
    ['operand details, which 4.20 replaces', `${operator}/${reference}/registry`, '4.20.4', 'whole'],
    ['a tab of them', `${operator}/${reference}/registry/quayregistry-migration`, '4.20.4', 'whole'],
    ['operand details', `${operator}/${reference}/registry`, '4.22.0', 'operand'],
    ['operand details', `${operator}/${reference}/registry`, '5.0.0-ec.1', 'operand'],
    ['operand details of an unknown release', `${operator}/${reference}/registry`, undefined, 'operand'],
    ['a release that only begins alike', `${operator}/${reference}/registry`, '4.200.0', 'operand'],
    [
      'the older address',
      `/k8s/ns/quay/clusterserviceversions/quay-operator/${reference}/registry`,
      '4.22.0',
      'operand',
    ],
  ];
  test.each(cases)('%s: %s on %s', (_name, path, release, kind) => {
    expect(pageKind(path, release)).toBe(kind);
  });
});
