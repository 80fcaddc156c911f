import { expect, test } from 'vitest';
import { namespaceInDump } from './find-ecosystem.ts';
import { InputError } from '../input-error.ts';

const ecosystem = (namespace: string, name: string) => ({
  apiVersion: 'redhatcop.redhat.io/v1alpha1',
  kind: 'QuayEcosystem',
  metadata: { namespace, name },
});
const dump = [ecosystem('a', 'prod'), ecosystem('a', 'test'), ecosystem('b', 'test')];

test.each([
  ['prod', undefined, 'a'],
  ['prod', 'a', 'a'],
  ['test', 'b', 'b'],
])('%s in %s is in namespace %s', (name, namespace, expected) => {
  expect(namespaceInDump(dump, name, namespace)).toBe(expected);
});

test.each([
  [
    'test',
    undefined,
    /several QuayEcosystems test\. Specify the namespace with -n; it contains QuayEcosystem a\/test, QuayEcosystem b\/test/,
  ],
  ['prod', 'b', /does not contain QuayEcosystem b\/prod; it contains QuayEcosystem a\/prod,/],
  ['none', undefined, /does not contain QuayEcosystem none; it contains/],
])('%s in %s cannot be told', (name, namespace, message) => {
  expect(() => namespaceInDump(dump, name, namespace)).toThrow(InputError);
  expect(() => namespaceInDump(dump, name, namespace)).toThrow(message);
});

test('a dump without any says only that', () => {
  expect(() => namespaceInDump([], 'prod', undefined)).toThrow(/^the dump does not contain QuayEcosystem prod$/);
});
