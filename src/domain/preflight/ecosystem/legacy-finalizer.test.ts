import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { legacyFinalizer } from './legacy-finalizer.ts';

test.each<RuleCase>([
  ['none', {}, []],
  [
    'that of operator 1.1.0',
    { ecosystem: { metadata: { finalizers: ['a', 'quayecosystem.redhatcop.redhat.io'] } } },
    ['metadata.finalizers[1]'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(legacyFinalizer, change)).toEqual(fields);
});

test('the remedy takes off that finalizer and no other', () => {
  const finalizers = ['a', 'quayecosystem.redhatcop.redhat.io'];
  const [finding] = findingsOf(legacyFinalizer, { ecosystem: { metadata: { finalizers } } });
  expect(finding?.remedy).toContain('"path":"/metadata/finalizers/1"');
});
