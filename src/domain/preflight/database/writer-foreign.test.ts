import { expect, test } from 'vitest';
import { type RuleCase, fixtureDeployment, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { plan } from '../../plan/plan.fixture.ts';
import { writerForeign } from './writer-foreign.ts';

const volume = (source: object) => ({ containers: [{ name: 'w' }], volumes: [{ name: 'v', ...source }] });
const byName = fixtureDeployment('mirror-2', volume({ secret: { secretName: 'quay-enterprise-config-secret' } }));
const projected = fixtureDeployment(
  'mirror-2',
  volume({
    projected: { sources: [{ secret: { name: 'ldap' } }, { secret: { name: 'quay-enterprise-config-secret' } }] },
  }),
);
const said = ['warning Deployment/mirror-2 spec.template.spec.volumes'];

test.each<RuleCase>([
  ["the legacy operator's alone", {}, []],
  ['one that mounts the config Secret', { add: [byName] }, said],
  ['one that mounts it among others', { add: [projected] }, said],
  ['one with another Secret', { add: [fixtureDeployment('x', volume({ secret: { secretName: 'other' } }))] }, []],
  ['one of another namespace', { add: [{ ...byName, metadata: { ...byName.metadata, namespace: 'other' } }] }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(writerForeign, change)).toEqual(expected);
});

test('the promise is true: the freeze stops it', () => {
  expect(plan({ add: [byName] }).freeze.writers).toEqual([
    'prod-quay',
    'prod-quay-repomirror',
    'prod-quay-config',
    'mirror-2',
  ]);
});
