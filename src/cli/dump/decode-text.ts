import { InputError } from '../input-error.ts';

/**
 * The text of a dump: UTF-8, or UTF-16 as written by `>` of Windows PowerShell 5, with or without a byte order mark.
 * Throws InputError for other content.
 */
export function decodeText(file: string, bytes: Uint8Array): string {
  if (startsWith(bytes, 0x1f, 0x8b) || startsWith(bytes, 0x50, 0x4b, 0x03) || isTar(bytes)) {
    throw new InputError(`${file} is an archive. Unpack it, then pass the folder with -f`);
  }
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(
      `${file} is not text in ${encoding.toUpperCase()}. Create the dump again with \`oc get ... -o yaml\`, as UTF-8`,
    );
  }
}

/** Every dump starts with an ASCII character, whose UTF-16 encoding has a zero byte. */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (startsWith(bytes, 0xff, 0xfe) || (bytes[0] !== 0 && bytes[1] === 0)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff) || (bytes[0] === 0 && bytes[1] !== 0)) return 'utf-16be';
  return 'utf-8';
}

function isTar(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar';
}

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
