import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiParts } from '../../contract/api-paths.ts';
import { pluginName } from '../../../plugin-metadata.ts';
import { serviceAddress } from './service-address.ts';

test('addresses pass through the console’s proxy, names encoded', () => {
  const start = '/api/proxy/plugin/quay-migration-plugin/service/api/v1/namespaces/';
  expect(
    serviceAddress({ namespace: 'quay', name: 'registry' }, 'plan', { database: 'copy', copyBeforeFreeze: true }),
  ).toBe(`${start}quay/quayecosystems/registry/plan?database=copy&copyBeforeFreeze=true`);
  expect(serviceAddress({ namespace: '../x', name: 'a/b?c' }, 'report')).toBe(
    `${start}..%2Fx/quayecosystems/a%2Fb%3Fc/report`,
  );
});

test('the proxy is that of this very plugin, and no query leaves no question mark', () => {
  const address = serviceAddress({ namespace: 'a', name: 'b' }, 'events');
  expect(address.startsWith(`/api/proxy/plugin/${pluginName}/service/`)).toBe(true);
  expect(address).not.toContain('?');
});

test('whatever is asked for is read back from the address', () => {
  const query = fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.oneof(fc.string(), fc.boolean()));
  fc.assert(
    fc.property(fc.constantFrom(...apiParts), query, fc.string({ minLength: 1 }), (part, asked, name) => {
      const url = new URL(serviceAddress({ namespace: 'quay', name: `n${name}` }, part, asked), 'https://console');
      const parts = url.pathname.split('/');
      expect([parts.at(-1), decodeURIComponent(parts.at(-2) ?? '')]).toEqual([part, `n${name}`]);
      const expected = Object.entries(asked).map(([key, value]) => [key, String(value)]);
      expect([...url.searchParams]).toEqual(expected);
    }),
  );
});
