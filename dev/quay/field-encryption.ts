import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

const marker = 'v0$$';
const nonceBytes = 13;
const tagBytes = 16;
const algorithm = 'aes-256-ccm';

/**
 * Quay's encrypted columns, unchanged from 3.2 to today: `v0$$`, then base64 of a nonce of 13 bytes and AES-CCM's text
 * with its tag. The nonce is taken from the text, so that the same database comes out each time.
 */
export function encryptField(text: string, databaseSecretKey: string): string {
  const nonce = createHash('sha256').update(text).digest().subarray(0, nonceBytes);
  const cipher = createCipheriv(algorithm, keyBytes(databaseSecretKey), nonce, { authTagLength: tagBytes });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return marker + Buffer.concat([nonce, sealed]).toString('base64');
}

/** Throws when the key is not the one that it was encrypted with: the tag tells. */
export function decryptField(field: string, databaseSecretKey: string): string {
  if (!field.startsWith(marker)) throw new Error(`an encrypted column begins with ${marker}`);
  const bytes = Buffer.from(field.slice(marker.length), 'base64');
  const nonce = bytes.subarray(0, nonceBytes);
  const cipher = createDecipheriv(algorithm, keyBytes(databaseSecretKey), nonce, { authTagLength: tagBytes });
  cipher.setAuthTag(bytes.subarray(-tagBytes));
  const text = cipher.update(bytes.subarray(nonceBytes, -tagBytes));
  return Buffer.concat([text, cipher.final()]).toString('utf8');
}

/** The key is a number, a UUID or any text; its bytes are repeated until there are 32. */
function keyBytes(key: string): Buffer {
  const bytes = numberBytes(key) ?? uuidBytes(key) ?? Buffer.from(key, 'utf8');
  if (bytes.length === 0) throw new Error('DATABASE_SECRET_KEY is empty');
  return Buffer.alloc(32, bytes);
}

/** Undefined also for a number whose hexadecimal digits are odd in number: Quay takes such a key as text. */
function numberBytes(key: string): Buffer | undefined {
  if (!/^\d+$/.test(key)) return undefined;
  const digits = BigInt(key).toString(16).padStart(2, '0');
  return digits.length % 2 === 0 ? Buffer.from(digits, 'hex') : undefined;
}

function uuidBytes(key: string): Buffer | undefined {
  const digits = key.replaceAll('-', '');
  return /^[0-9a-f]{32}$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}
