import { expect, test } from 'vitest';
import { routeTo } from '../../fixtures/doors.fixture.ts';
import { type RuleCase, findingsOf, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { routeHostClaimed } from './route-host-claimed.ts';

const claim = 'blocker Route/public spec.host';
const host = 'registry.example.com';
const config = { SERVER_HOSTNAME: host };
const elsewhere = routeTo('prod-quay', host);

test.each<RuleCase>([
  ['nobody claims it', { config }, []],
  ['another Route has it', { config, add: [routeTo('prod-quay', 'Registry.example.com')] }, [claim]],
  ['another Route has it, for something else', { config, add: [routeTo('shop', host)] }, [claim]],
  ['another Route has it, for a path', { config, add: [routeTo('shop', host, { path: '/docs' })] }, []],
  ['another Route has it, for all paths', { config, add: [routeTo('shop', host, { path: '/' })] }, [claim]],
  ["the registry's own Route has it already", { add: [routeTo('prod-quay', 'quay.example.com')] }, []],
  [
    "only somebody's own Route is left",
    { remove: ['Route/prod-quay'], add: [routeTo('prod-quay', 'quay.example.com')] },
    [claim],
  ],
  [
    'a Route of another namespace is not seen',
    { config, add: [{ ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'other' } }] },
    [],
  ],
  [
    'a LoadBalancer has no Route',
    {
      config,
      add: [routeTo('prod-quay', host)],
      ecosystem: { spec: { quay: { externalAccess: { type: 'LoadBalancer' } } } },
    },
    [],
  ],
])('%s', (_title, change, said) => {
  expect(saidOf(routeHostClaimed, change)).toEqual(said);
});

test('the remedy is true: the other Route gone and the host given, nothing claims it', () => {
  const [finding] = findingsOf(routeHostClaimed, { config, add: [routeTo('prod-quay', host)] });
  expect(finding?.remedy).toContain(
    'oc delete route public -n quay-enterprise, then oc patch route prod-quay -n quay-enterprise --type=merge ' +
      `-p '{"spec":{"host":"${host}"}}'`,
  );
  expect(saidOf(routeHostClaimed, { config, patch: { 'Route/prod-quay': { spec: { host } } } })).toEqual([]);
});

test('the remedy without a Route of its own only deletes the other', () => {
  const change = { remove: ['Route/prod-quay'], add: [routeTo('prod-quay', 'quay.example.com')] };
  expect(findingsOf(routeHostClaimed, change)[0]?.remedy).toMatch(
    /: oc delete route public .* creates Route prod-quay /,
  );
  expect(saidOf(routeHostClaimed, { remove: ['Route/prod-quay'] })).toEqual([]);
});
