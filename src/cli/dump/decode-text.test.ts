import { describe, expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';
import { InputError } from '../input-error.ts';

const text = 'apiVersion: v1\nkind: Secret\nname: Büro\n';
const mark = '\ufeff';
const utf16 = (content: string): Buffer => Buffer.from(content, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(mark + text)],
  ['UTF-16 of Windows PowerShell', utf16(mark + text)],
  ['UTF-16 without a mark', utf16(text)],
  ['UTF-16, big endian', utf16(mark + text).swap16()],
  ['UTF-16, big endian, without a mark', utf16(text).swap16()],
])('%s', (_, bytes) => {
  expect(decodeText('dump', bytes)).toBe(text);
});

test('nothing at all', () => {
  expect(decodeText('dump', new Uint8Array())).toBe('');
});

describe('what it is instead', () => {
  test.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /^dump is an archive\. Unpack it, then pass the folder with -f$/],
    ['zip', Buffer.from('PK\u0003\u0004'), /archive/],
    ['tar', Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar')]), /archive/],
    [
      'Latin-1',
      Buffer.from('name: B\xfcro', 'latin1'),
      /^dump is not text in UTF-8\. Create the dump again with `oc get/,
    ],
    ['half of UTF-16', utf16('ab\ud800'), /not text in UTF-16LE/],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeText('dump', bytes)).toThrow(InputError);
    expect(() => decodeText('dump', bytes)).toThrow(message);
  });
});
