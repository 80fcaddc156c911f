import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';

describe('failures', () => {
  test('a fetch that found nobody has no code', () => {
    expect(failureOf(new TypeError('Failed to fetch'))).toEqual({
      kind: 'unreachable',
      message: 'Failed to fetch',
      causes: [],
    });
  });

  test('the service’s own words go before the console’s', () => {
    const causes = [{ message: 'One.' }, {}, { message: 'Two.' }];
    const json = { message: 'Not started.', reason: 'NotAcknowledged', details: { causes } };
    const thrown = Object.assign(new Error('One.'), { code: 409, json });
    expect(failureOf(thrown)).toEqual({ kind: 'refused', message: 'Not started.', causes: ['One.', 'Two.'] });
  });

  test('another release is told apart from other refusals', () => {
    expect(failureOf({ code: 409, json: { reason: 'ReloadNeeded', message: 'Reload.' } }).kind).toBe('reload');
  });

  test('what is no error at all is still said', () => {
    expect(failureOf('boom')).toEqual({ kind: 'unreachable', message: 'boom', causes: [] });
    expect(failureOf(undefined).message).toBe('undefined');
  });
});
