import { describe, expect, it } from 'vitest';
import { headOf } from '../quay/migrate/chain.ts';
import { minorOf, simulatedVersion, versions } from './version-facts.ts';

describe('the version that is simulated', () => {
  it('is 3.17.4 unless somebody wants another', () => {
    expect(simulatedVersion({})).toBe('3.17.4');
    expect(simulatedVersion({ DEV_OPERATOR_VERSION: '3.9.10' })).toBe('3.9.10');
  });

  it('is none that nobody simulates', () => {
    expect(() => simulatedVersion({ DEV_OPERATOR_VERSION: '3.8.0' })).toThrow('simulated are 3.9.10, 3.17.4, 3.18.0');
  });
});

it('has a minor version', () => {
  expect(minorOf('3.9.10')).toBe(9);
  expect(minorOf('3.18.0')).toBe(18);
});

describe.each(Object.entries(versions))('operator %s', (version, { quayVersion, images }) => {
  it('brings the Quay of its own version, whose chain is known', () => {
    expect(quayVersion).toBe(`v${version}`);
    expect(images.quay).toMatch(new RegExp(`:${quayVersion}$`));
    expect(headOf(quayVersion)).toMatch(/^[0-9a-f]{12}$/);
  });
});
