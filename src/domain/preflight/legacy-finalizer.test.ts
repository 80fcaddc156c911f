import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../ecosystem/prod-registry.fixture.ts';
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
