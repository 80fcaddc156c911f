import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';
import { serviceAddress } from './service-address.ts';
import { VersionWatch } from './service-version.ts';

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

test('addresses pass through the console’s proxy, names encoded', () => {
  const start = '/api/proxy/plugin/quay-migration-plugin/service/api/v1/namespaces/';
  expect(
    serviceAddress({ namespace: 'quay', name: 'registry' }, 'plan', { database: 'copy', copyBeforeFreeze: true }),
  ).toBe(`${start}quay/quayecosystems/registry/plan?database=copy&copyBeforeFreeze=true`);
  expect(serviceAddress({ namespace: '../x', name: 'a/b?c' }, 'report')).toBe(
    `${start}..%2Fx/quayecosystems/a%2Fb%3Fc/report`,
  );
});

test('a service of another release is told once, and told to be gone when it is the same again', () => {
  const watch = new VersionWatch('0.1.0');
  const told: (string | undefined)[] = [];
  const forget = watch.subscribe((other) => told.push(other));
  for (const version of ['0.1.0', null, '0.2.0', '0.2.0', null, '0.1.0']) watch.seen(version);
  expect(told).toEqual(['0.2.0', undefined]);
  forget();
  watch.seen('0.3.0');
  expect(told).toHaveLength(2);
  expect(watch.other).toBe('0.3.0');
});
