import { expect, it } from 'vitest';
import { clusterExtras } from './cluster-extras.ts';

it.each([
  [undefined, false, false],
  ['', false, false],
  ['monitoring', true, false],
  ['autoscaler,monitoring', true, true],
])('DEV_CLUSTER_EXTRAS=%s', (named, monitoring, autoscaler) => {
  expect(clusterExtras(named === undefined ? {} : { DEV_CLUSTER_EXTRAS: named })).toEqual({ monitoring, autoscaler });
});

it('names what is not known', () => {
  expect(() => clusterExtras({ DEV_CLUSTER_EXTRAS: 'monitoring,mesh' })).toThrow(
    'DEV_CLUSTER_EXTRAS mesh: there are monitoring, autoscaler',
  );
});
