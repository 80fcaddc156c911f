import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

const anyText = fc.string({ unit: 'binary' });

describe('encodes', () => {
  test.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['ö€😀', 'w7bigqzwn5iA'],
    ['\ud800', '77+9'],
  ])('%j', (text, base64) => {
    expect(encodeBase64(text)).toBe(base64);
  });

  test('any string as Node does', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encodeBase64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
      }),
    );
  });
});

describe('decodes', () => {
  test.each([
    ['Zm9v', 'foo'],
    ['Zm8', 'fo'],
    ['Zm\n9v\r\n', 'foo'],
    ['/////w==', '\ufffd\ufffd\ufffd\ufffd'],
    ['', ''],
  ])('%j', (base64, text) => {
    expect(decodeBase64(base64)).toBe(text);
  });

  test('what was encoded', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeBase64(encodeBase64(text))).toBe(text.toWellFormed());
      }),
    );
  });

  test('any bytes as Node does, those that are no UTF-8 included', () => {
    const lead = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc0,
      0xc2,
      0xe0,
      0xe2,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0x8f,
      0x9f,
      0xa0,
    );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.array(lead)), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(decodeBase64(buffer.toString('base64'))).toBe(buffer.toString('utf8'));
      }),
      { numRuns: 1000 },
    );
  });
});
