import { randomInt } from 'node:crypto';
import type { GeneratedSecrets } from '../../../domain/registry/generated-secrets.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Passwords that need no escaping in a URI, as long as those that quay-operator generates. */
export function generateSecrets(): GeneratedSecrets {
  return {
    databasePassword: password(64),
    databaseRootPassword: password(64),
    clairPassword: password(64),
    reportKey: password(64),
    securityScannerPsk: Buffer.from(password(32)).toString('base64'),
  };
}

function password(length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
