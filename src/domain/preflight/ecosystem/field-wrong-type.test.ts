import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { fieldWrongType } from './field-wrong-type.ts';

test.each<RuleCase>([
  ['all types are right', {}, []],
  ['a number as text', { ecosystem: { spec: { quay: { replicas: 'two' } } } }, ['spec.quay.replicas']],
  [
    'an unknown termination',
    { ecosystem: { spec: { quay: { externalAccess: { tls: { termination: 'magic' } } } } } },
    ['spec.quay.externalAccess.tls.termination'],
  ],
  [
    'a size that is none',
    { ecosystem: { spec: { quay: { database: { volumeSize: 'lots' } } } } },
    ['spec.quay.database.volumeSize'],
  ],
  ['a part that is missing is no wrong type', { ecosystem: { spec: { redis: null } } }, []],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(fieldWrongType, change)).toEqual(fields);
});

test('names what was expected and what was found', () => {
  const [finding] = findingsOf(fieldWrongType, { ecosystem: { spec: { quay: { replicas: 'two' } } } });
  expect(finding?.message).toContain('must be a number, but is the string "two"');
});
