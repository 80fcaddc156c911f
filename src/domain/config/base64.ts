const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(alphabet, (letter, value) => [letter, value]));

/** The base64 text that a Secret's `data` holds, of a string's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  const bytes = utf8Bytes(text);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    parts.push(
      alphabet.charAt(a >> 2) +
        alphabet.charAt(((a & 3) << 4) | ((b ?? 0) >> 4)) +
        (b === undefined ? '=' : alphabet.charAt(((b & 15) << 2) | ((c ?? 0) >> 6))) +
        (c === undefined ? '=' : alphabet.charAt(c & 63)),
    );
  }
  return parts.join('');
}

/** The string whose UTF-8 bytes the base64 text holds; bytes that are no UTF-8 become U+FFFD. Line breaks are skipped. */
export function decodeBase64(base64: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of base64) {
    const value = values.get(letter);
    if (value === undefined) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return utf8Text(bytes);
}

function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // A lone surrogate has no UTF-8 form.
    pushCodePoint(bytes, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return bytes;
}

function pushCodePoint(bytes: number[], code: number): void {
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  else {
    bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
}

function utf8Text(bytes: readonly number[]): string {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const { code, length } = codePointAt(bytes, at);
    parts.push(String.fromCodePoint(code));
    at += length;
  }
  return parts.join('');
}

/**
 * The character at a place. What is no UTF-8 becomes one U+FFFD for as many bytes as could have begun a character, as
 * decoders of the WHATWG standard do it.
 */
function codePointAt(bytes: readonly number[], at: number): { code: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const size = first >= 0xc2 && first <= 0xf4 ? (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2) : 1;
  if (size === 1) return { code: 0xfffd, length: 1 };
  let code = first & (0xff >> (size + 1));
  for (let length = 1; length < size; length += 1) {
    const byte = bytes[at + length] ?? 0;
    if (!continues(first, length, byte)) return { code: 0xfffd, length };
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, length: size };
}

/** The second byte rules out overlong forms, surrogates and what is above U+10FFFF. */
function continues(first: number, length: number, byte: number): boolean {
  if (length > 1) return byte >= 0x80 && byte <= 0xbf;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return byte >= lowest && byte <= highest;
}
