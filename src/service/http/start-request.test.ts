import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { StartRequest } from '../../contract/choices.ts';
import { requestProblem } from '../../domain/request-form.ts';

const choices = { database: 'copy', copyBeforeFreeze: false };

test('what the API accepts at most, the engine takes', () => {
  const acknowledged = Array.from({ length: 128 }, (_, number) => String(number).padStart(63, 'x'));
  expect(Value.Check(StartRequest, { acknowledged, choices })).toBe(true);
  const request = 'x'.repeat(253);
  const annotations = {
    'quay-migration/request': request,
    'quay-migration/acknowledged': `${request}: ${acknowledged.join(',')}`,
  };
  expect(requestProblem(annotations)).toBeUndefined();
  expect(Value.Check(StartRequest, { acknowledged: [...acknowledged, 'x'], choices })).toBe(false);
  expect(Value.Check(StartRequest, { acknowledged: ['x'.repeat(64)], choices })).toBe(false);
});
