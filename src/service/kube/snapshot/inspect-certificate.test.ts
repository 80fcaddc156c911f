import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CertificateInspection } from '../../../domain/snapshot.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { inspectCertificates } from './inspect-certificate.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

async function makePair(names: readonly x509.JsonGeneralName[]): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=quay.example.com',
    keys,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}

function secretWith(data: Readonly<Record<string, string>>): Secret {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'tls' },
    data: Object.fromEntries(encoded) as Record<string, string>,
  };
}

function inspect(data: Readonly<Record<string, string>>): CertificateInspection | undefined {
  return inspectCertificates([secretWith(data)])[0];
}

/** The curve P-256, as `openssl ecparam -genkey` writes it above the key. */
const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';

function ecKey(pem: string): string {
  return createPrivateKey(pem).export({ type: 'sec1', format: 'pem' }) as string;
}

function crlf(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]));
}

let pair: Pair;
let other: Pair;

beforeAll(async () => {
  x509.cryptoProvider.set(globalThis.crypto);
  pair = await makePair([
    { type: 'dns', value: 'quay.example.com' },
    { type: 'dns', value: '*.apps.example.com' },
    { type: 'ip', value: '10.0.0.1' },
  ]);
  other = await makePair([]);
});

describe('inspectCertificates', () => {
  test('reads names, validity and key', () => {
    expect(inspect({ 'ssl.cert': pair.certificate, 'ssl.key': pair.key })).toEqual({
      secretName: 'tls',
      certificateField: 'ssl.cert',
      subjectAltNames: ['quay.example.com', '*.apps.example.com', '10.0.0.1'],
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
      keyMatches: true,
      selfSigned: true,
    });
  });

  test('takes the first certificate of a chain', () => {
    const chain = pair.certificate + '\n' + other.certificate;
    expect(inspect({ 'tls.crt': chain, 'tls.key': pair.key })).toMatchObject({
      certificateField: 'tls.crt',
      keyMatches: true,
      subjectAltNames: expect.arrayContaining(['quay.example.com']) as string[],
    });
  });

  // Go's X509KeyPair, by which quay-operator reads it, skips other blocks and any text between them.
  test.each<[string, () => Readonly<Record<string, string>>]>([
    [
      'a key after its EC PARAMETERS',
      () => ({ 'ssl.cert': pair.certificate, 'ssl.key': parameters + ecKey(pair.key) }),
    ],
    ['Windows line ends', () => crlf({ 'ssl.cert': pair.certificate, 'ssl.key': pair.key })],
    ['both in both files', () => ({ 'ssl.cert': pair.certificate + pair.key, 'ssl.key': pair.certificate + pair.key })],
    [
      'both in both files, the key first',
      () => ({ 'ssl.cert': pair.key + pair.certificate, 'ssl.key': pair.key + pair.certificate }),
    ],
    [
      'text around the blocks',
      () => ({ 'ssl.cert': `subject=CN\n${pair.certificate}\nend`, 'ssl.key': `Bag Attributes\n${pair.key}` }),
    ],
  ])('%s is a pair', (_title, data) => {
    const found = inspect(data());
    expect(found).toMatchObject({ keyMatches: true, notAfter: '2027-01-01T00:00:00.000Z' });
    expect(found).not.toHaveProperty('error');
  });

  test('a common name alone is no name', () => {
    expect(inspect({ 'ssl.cert': other.certificate, 'ssl.key': other.key })?.subjectAltNames).toEqual([]);
  });

  test('the key of another certificate does not match', () => {
    const found = inspect({ 'ssl.cert': pair.certificate, 'ssl.key': other.key });
    expect(found).toMatchObject({ keyMatches: false });
    expect(found).not.toHaveProperty('error');
  });

  test.each([
    ['no certificate', () => ({ 'ssl.key': pair.key }), 'no PEM block'],
    ['garbage', () => ({ 'ssl.cert': 'garbage', 'ssl.key': pair.key }), 'no PEM block'],
    ['a certificate cut short', () => ({ 'ssl.cert': pair.certificate.slice(0, 200), 'ssl.key': pair.key }), ''],
    ['no key', () => ({ 'ssl.cert': pair.certificate }), 'the private key cannot be read'],
    ['garbage for a key', () => ({ 'ssl.cert': pair.certificate, 'ssl.key': 'x' }), 'the private key cannot be read'],
  ])('%s says why', (_title, data, words) => {
    const found = inspect(data());
    expect(found?.error).toContain(words);
    expect(found?.keyMatches).toBe(false);
    if (found?.notAfter === undefined) expect(found).toMatchObject({ subjectAltNames: [], selfSigned: false });
  });

  test('one of an authority is not self-signed, whatever it says of its issuer', async () => {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const own = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    for (const issuer of ['CN=authority', 'CN=quay.example.com']) {
      const certificate = await x509.X509CertificateGenerator.create({
        subject: 'CN=quay.example.com',
        issuer,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date('2027-01-01T00:00:00Z'),
      });
      const found = inspect({ 'ssl.cert': certificate.toString('pem') });
      expect(found).toMatchObject({ selfSigned: false, notAfter: '2027-01-01T00:00:00.000Z' });
    }
  });

  test('reads names that are quoted, and takes no empty one for a name', async () => {
    const odd = await makePair([
      { type: 'dns', value: 'odd, name' },
      { type: 'dns', value: 'quo"ted, name' },
      { type: 'dns', value: '' },
      { type: 'dns', value: 'plain' },
    ]);
    const names = inspect({ 'ssl.cert': odd.certificate, 'ssl.key': odd.key })?.subjectAltNames;
    // A comma stays as Node writes it: no host has one.
    expect(names).toEqual(['odd\\u002c name', 'quo\\"ted\\u002c name', 'plain']);
  });

  test('values that are no text, and kinds that only look alike, are no certificate', () => {
    const odd = { ...secretWith({}), data: { 'ssl.cert': 7, 'ssl.key': null } } as unknown as Secret;
    expect(inspectCertificates([odd])[0]?.error).toContain('no PEM block');
    const other = { ...secretWith({ 'ssl.cert': 'x' }), apiVersion: 'example.com/v1' };
    const text = { ...secretWith({}), data: 'ssl.cert' } as unknown as Secret;
    const nothing = { ...secretWith({}), data: null } as unknown as Secret;
    expect(inspectCertificates([other, text, nothing])).toEqual([]);
  });

  test('Secrets without a pair, and other kinds, are left out', () => {
    expect(inspectCertificates([secretWith({ a: 'b' })])).toEqual([]);
    const configMap = { ...secretWith({ 'ssl.cert': 'x' }), kind: 'ConfigMap' };
    expect(inspectCertificates([configMap, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty' } }])).toEqual(
      [],
    );
  });

  test('never throws, whatever the files hold', () => {
    const pem = fc.string().map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), pem), fc.string(), (certificate, key) => {
        expect(inspect({ 'ssl.cert': certificate, 'ssl.key': key })?.error).not.toBe('');
      }),
    );
  });
});
