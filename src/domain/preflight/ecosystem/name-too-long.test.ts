import { expect, test } from 'vitest';
import { findingsOf, fixtureObject, operatorCsv } from '../../fixtures/prod-registry.fixture.ts';
import { nameTooLong } from './name-too-long.ts';

function messages(name: string, namespace: string, version: string): readonly string[] {
  const csv = { ...operatorCsv, spec: { ...operatorCsv, version } };
  const ecosystem = fixtureObject('redhatcop.redhat.io/v1alpha1', 'QuayEcosystem', name, { metadata: { namespace } });
  const snapshot = { name, namespace, objects: [ecosystem, csv] };
  return findingsOf(nameTooLong, { snapshot }).map(({ message }) => message);
}

test.each([
  ['46 characters', 46, 'ns', '3.17.4', false],
  ['47 characters', 47, 'ns', '3.17.4', true],
  ['44 characters on 3.9', 44, 'ns', '3.9.1', false],
  ['45 characters on 3.9', 45, 'ns', '3.9.1', true],
  ['45 characters on 3.10', 45, 'ns', '3.10.0', false],
  ['a name that fits, in a namespace with which the probe does not', 20, 'n'.repeat(32), '3.17.4', true],
  ['a probe of 63 characters', 20, 'n'.repeat(31), '3.17.4', false],
])('%s', (_title, length, namespace, version, found) => {
  expect(messages('q'.repeat(length), namespace, version)).toHaveLength(found ? 1 : 0);
});
