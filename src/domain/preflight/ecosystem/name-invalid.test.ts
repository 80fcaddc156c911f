import { expect, test } from 'vitest';
import { findingsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { nameInvalid } from './name-invalid.ts';

test.each([
  ['prod', 0],
  ['prod-2', 0],
  ['prod.eu', 1],
  ['2prod', 1],
  ['prod-', 1],
])('%s', (name, count) => {
  const ecosystem = fixtureObject('redhatcop.redhat.io/v1alpha1', 'QuayEcosystem', name);
  expect(findingsOf(nameInvalid, { snapshot: { name, objects: [ecosystem] } })).toHaveLength(count);
});
