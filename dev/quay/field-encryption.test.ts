import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decryptField, encryptField } from './field-encryption.ts';
import { legacyKeys } from './legacy-keys.ts';

describe('encrypted columns', () => {
  // Sealed with the Python package that Quay uses, nonce 0 to 12.
  test.each([
    ['text', 'AB', 'AAECAwQFBgcICQoLDLICAx3NWrqNllsHDC4ATBx2wgxK'],
    ['a number', legacyKeys.databaseSecretKey, 'AAECAwQFBgcICQoLDIcXGno+5w77b07FDoY7lnoH8a7E'],
  ])('open what Quay sealed with %s as key', (_, key, sealed) => {
    expect(decryptField(`v0$$${sealed}`, key)).toBe('quay');
  });

  test('come back with any key and text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), (text, key) => {
        expect(decryptField(encryptField(text, key), key)).toBe(text);
      }),
    );
  });

  test.each([
    ['a number', legacyKeys.databaseSecretKey, `${legacyKeys.databaseSecretKey.slice(0, -1)}2`],
    ['a number that lost its digits', legacyKeys.databaseSecretKey, '5.938271640593827e76'],
    ['a UUID', '0f0e2c1a-1c1b-4a48-8b2c-7f3a2f9b8f10', '0f0e2c1a-1c1b-4a48-8b2c-7f3a2f9b8f11'],
    ['text', 'secret', 'Secret'],
  ])('do not open with another key: %s', (_, key, other) => {
    expect(() => decryptField(encryptField('token', key), other)).toThrow();
  });

  test('take a UUID with and without hyphens for the same', () => {
    const uuid = '0f0e2c1a-1c1b-4a48-8b2c-7f3a2f9b8f10';
    expect(decryptField(encryptField('token', uuid), uuid.replaceAll('-', ''))).toBe('token');
  });

  test('are told from plain text', () => {
    expect(() => decryptField('token', 'key')).toThrow('v0$$');
    expect(() => encryptField('token', '')).toThrow('DATABASE_SECRET_KEY');
  });
});
