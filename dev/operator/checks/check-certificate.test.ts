import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/domain/config/base64.ts';
import { certificateFor } from '../../samples/certificate.ts';
import { Blocked } from './blocked.ts';
import { checkCertificate, pairFault } from './check-certificate.ts';
import { inputsOf } from '../registry-inputs.fixture.ts';

const host = 'quay.example.com';
const pair = await certificateFor([host, 'quay.example.org']);
const wild = await certificateFor(['*.example.com']);
const address = await certificateFor(['10.0.0.1']);

/** As old self-signed ones are: the host is the subject's common name and nothing else. */
async function commonNameOnly(): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${host}`,
    keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
}

describe('pairFault', () => {
  const cases: [string, string, string, string, string | undefined][] = [
    ['the host', pair.certificate, pair.key, host, undefined],
    ['another of its names', pair.certificate, pair.key, 'quay.example.org', undefined],
    ['a wildcard', wild.certificate, wild.key, host, undefined],
    ['an address', address.certificate, address.key, '10.0.0.1', undefined],
    [
      'another host',
      pair.certificate,
      pair.key,
      'other.example.com',
      'x509: certificate is valid for quay.example.com, quay.example.org, not other.example.com',
    ],
    [
      'an address that it does not name',
      pair.certificate,
      pair.key,
      '10.0.0.1',
      "x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
    ],
    ['another key', pair.certificate, wild.key, host, 'tls: private key does not match public key'],
    ['no certificate', 'garbage', pair.key, host, 'tls: failed to find any PEM data in certificate input'],
    ['no key', pair.certificate, 'garbage', host, 'tls: failed to find any PEM data in key input'],
  ];
  it.each(cases)('%s', (_name, certificate, key, wanted, fault) => {
    expect(pairFault(certificate, key, wanted)).toBe(fault);
  });

  it('does not take the common name', async () => {
    const { certificate, key } = await commonNameOnly();
    expect(pairFault(certificate, key, host)).toBe(
      'x509: certificate relies on legacy Common Name field, use SANs instead',
    );
  });
});

describe('checkCertificate', () => {
  const files = { 'ssl.cert': encodeBase64(pair.certificate), 'ssl.key': encodeBase64(pair.key) };
  const check = (change: Parameters<typeof inputsOf>[0]) => (): void => {
    checkCertificate(inputsOf(change));
  };

  it('takes a pair for the host, half a pair and none', () => {
    expect(check({ files })).not.toThrow();
    expect(check({ files: { 'ssl.cert': 'YQ==' } })).not.toThrow();
    expect(check({})).not.toThrow();
  });

  it('blocks with the host, and looks at the builders’ host without its port, too', () => {
    const config = { BUILDMAN_HOSTNAME: 'builder.example.com:443' };
    expect(check({ files, config: { BUILDMAN_HOSTNAME: 'quay.example.org:443' } })).not.toThrow();
    expect(check({ files, config })).toThrow(Blocked);
    expect(check({ files, config })).toThrow(
      "could not inflate kubernetes objects: provided certificate pair not valid for host 'builder.example.com': x509: ",
    );
  });
});
