import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PodAddresses, loopbackAddress, loopbackNetwork } from './addresses.ts';

describe('loopbackNetwork', () => {
  test.each([0, 1, 63])('gives cluster %i a network', (index) => {
    expect(loopbackNetwork(index)).toBe(64 + index);
  });

  test.each([-1, 64, 0.5, Number.NaN])('refuses %d', (index) => {
    expect(() => loopbackNetwork(index)).toThrow(/0 to 63/);
  });
});

describe('loopbackAddress', () => {
  test.each([
    ['10.244.0.1', '127.70.0.1'],
    ['10.244.127.254', '127.70.127.254'],
    ['10.96.0.1', '127.70.128.1'],
    ['10.96.127.9', '127.70.255.9'],
    ['10.244.128.1', undefined],
    ['192.168.0.1', undefined],
    ['fd00::1', undefined],
    ['None', undefined],
    ['', undefined],
  ])('of %s is %s', (address, expected) => {
    expect(loopbackAddress(70, address)).toBe(expected);
  });

  test('keeps different addresses apart', () => {
    const octet = fc.integer({ min: 0, max: 127 });
    const last = fc.integer({ min: 1, max: 254 });
    const address = fc.tuple(fc.constantFrom('10.244', '10.96'), octet, last).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(address, address, (one, other) => {
        expect(loopbackAddress(64, one) === loopbackAddress(64, other)).toBe(one === other);
      }),
    );
  });
});

describe('PodAddresses', () => {
  test('gives no address twice while it is in use, and a released one last', () => {
    const addresses = new PodAddresses();
    const first = addresses.take();
    const second = addresses.take();
    expect([first, second]).toEqual(['10.244.0.1', '10.244.0.2']);
    addresses.release(first);
    const others = Array.from({ length: 128 * 254 - 2 }, () => addresses.take());
    expect(new Set([...others, second]).size).toBe(128 * 254 - 1);
    expect(addresses.take()).toBe(first);
    expect(() => addresses.take()).toThrow(/in use/);
  });
});
