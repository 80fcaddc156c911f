import { expect, test } from 'vitest';
import { type RuleCase, findingsOf, routeEnds, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { routeHostChanges } from './route-host-changes.ts';

const other = { config: { SERVER_HOSTNAME: 'registry.example.com' } };

test.each<RuleCase>([
  ['the same host', {}, []],
  ['the same host in other letters', { config: { SERVER_HOSTNAME: 'Quay.Example.com' } }, []],
  ['another host', other, ['warning Route/prod-quay spec.host']],
  ['no host in config.yaml: the one of the Route is taken', { config: { SERVER_HOSTNAME: null } }, []],
  ['no Route', { ...other, remove: ['Route/prod-quay'] }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(routeHostChanges, change)).toEqual(said);
});

test.each([
  ['passthrough', {}],
  ['edge', routeEnds('edge')],
])('the remedy makes a Route that ends TLS as the new pods want it: %s', (termination, patch) => {
  const [finding] = findingsOf(routeHostChanges, { ...other, patch });
  expect(finding?.remedy).toContain(
    `oc create route ${termination} prod-old-host -n quay-enterprise --service=prod-quay --hostname=quay.example.com.`,
  );
});

test('names the port of the Service where it has a name, and no Service that is not there', () => {
  const port = { spec: { ports: [{ name: 'quay-service', port: 443, targetPort: 8443 }] } };
  expect(findingsOf(routeHostChanges, { ...other, patch: { 'Service/prod-quay': port } })[0]?.remedy).toContain(
    '--hostname=quay.example.com --port=quay-service.',
  );
  expect(findingsOf(routeHostChanges, { ...other, remove: ['Service/prod-quay'] })[0]?.remedy).not.toContain(
    'oc create',
  );
});
