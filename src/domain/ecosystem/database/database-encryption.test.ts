import { describe, expect, test } from 'vitest';
import { encodeBase64 } from '../../config/base64.ts';
import type { DatabaseEncryption } from '../facts.ts';
import { prodFacts } from '../../fixtures/prod-registry.fixture.ts';

const files = { 'database.pem': encodeBase64('ca'), 'extra_ca_certs_db.crt': encodeBase64('extra') };

function encryptionOf(query: string, args?: unknown): DatabaseEncryption {
  return prodFacts({
    config: {
      DB_URI: `postgresql://u:p@pg.corp.example.com/quay${query}`,
      ...(args !== undefined && { DB_CONNECTION_ARGS: args as Record<string, string> }),
    },
    patch: { 'Secret/quay-enterprise-config-secret': { data: files } },
  }).database.encryption;
}

describe('how the old registry encrypts its connections', () => {
  test('is not said by most configurations', () => {
    const nothing = { mode: undefined, rootCertificate: undefined, certificate: undefined, key: undefined };
    expect(encryptionOf('')).toEqual(nothing);
    expect(encryptionOf('', { threadlocals: true, autorollback: true })).toEqual(nothing);
    for (const odd of ['text', ['sslmode'], { sslmode: ['require'] }, { sslmode: '' }]) {
      expect(encryptionOf('', odd).mode).toBeUndefined();
    }
  });

  test('is said by DB_CONNECTION_ARGS, and else by DB_URI', () => {
    expect(encryptionOf('?sslmode=require').mode).toBe('require');
    expect(encryptionOf('', { sslmode: 'verify-ca' }).mode).toBe('verify-ca');
    expect(encryptionOf('?sslmode=require', { sslmode: 'verify-full' }).mode).toBe('verify-full');
  });

  test.each([
    ['conf/stack/database.pem', files['database.pem']],
    ['/conf/stack/database.pem', files['database.pem']],
    ['/quay-registry/conf/stack/database.pem', files['database.pem']],
    ['conf/stack/extra_ca_certs_db.crt', files['extra_ca_certs_db.crt']],
    ['conf/stack/', undefined],
    ['conf/stack/../database.pem', undefined],
    ['conf/stack/other.pem', undefined],
    ['/etc/pki/database.pem', undefined],
    ['database.pem', undefined],
  ])('the file %s', (path, content) => {
    expect(encryptionOf('', { sslrootcert: path }).rootCertificate).toEqual({ path, content });
    expect(encryptionOf(`?sslkey=${encodeURIComponent(path)}`).key).toEqual({ path, content });
  });
});
