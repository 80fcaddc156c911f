import { expect, test } from 'vitest';
import { Canaries } from './canaries.ts';

const canaries = new Canaries();
const first = canaries.at('a password');
const second = canaries.at('a key');
const encode = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  ['plain', first],
  ['in JSON', JSON.stringify({ a: first })],
  ['URL-encoded', encodeURIComponent(first)],
  ['half of it', first.slice(-10)],
  ['base64', encode(first)],
  ['base64 within other text', `data: ${encode(`x: ${first}\n`)}!`],
  ['base64 at another place of the text', encode(`xy: ${first}`)],
  ['base64 after letters', `abc${encode(`x: ${first}`)}`],
  ['base64url', Buffer.from(`ÿÿÿ${first}`).toString('base64url')],
  ['base64 of base64', encode(`{"data": "${encode(first)}"}`)],
  ['hexadecimal', Buffer.from(first).toString('hex')],
])('finds it %s', (_, text) => {
  expect(canaries.in(text)).toEqual(['a password']);
});

test('tells one from another, and finds none where there is none', () => {
  expect(canaries.in(`${encode(second)} ${first}`)).toEqual(['a password', 'a key']);
  expect(canaries.in('Cn4ry and so on; aGVsbG8gd29ybGQgaGVsbG8=')).toEqual([]);
  expect(canaries.count).toBe(2);
});
