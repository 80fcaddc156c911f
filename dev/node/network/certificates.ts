import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const lifetime = 2 * 365 * 24 * 3600 * 1000;

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

/** The certificate authority of one development cluster, kept in its directory. */
export class CertificateAuthority {
  readonly #own: Certificate;

  private constructor(own: Certificate) {
    this.#own = own;
  }

  static async open(directory: string): Promise<CertificateAuthority> {
    const path = join(directory, 'service-ca.json');
    const kept = await readFile(path, 'utf8').catch(() => undefined);
    if (kept !== undefined) return new CertificateAuthority(JSON.parse(kept) as Certificate);
    const own = await selfSigned();
    await writeFile(path, JSON.stringify(own), { mode: 0o600 });
    return new CertificateAuthority(own);
  }

  /** PEM: what trusts the certificates that `issue` makes. */
  get certificate(): string {
    return this.#own.certificate;
  }

  /** A server certificate for names and addresses, or a client's for a name. */
  async issue(names: readonly string[], usage: 'serverAuth' | 'clientAuth' = 'serverAuth'): Promise<Certificate> {
    const keys = await generateKeys();
    const authority = new x509.X509Certificate(this.#own.certificate);
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      serialNumber: serialNumber(),
      subject: `CN=${(names[0] ?? '').slice(0, 64)}`,
      issuer: authority.subject,
      publicKey: keys.publicKey,
      signingKey: await importKey(this.#own.key),
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[usage]]),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
      ],
    });
    return { certificate: certificate.toString('pem') + '\n', key: await pemOf(keys.privateKey) };
  }
}

async function selfSigned(): Promise<Certificate> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    serialNumber: serialNumber(),
    name: 'CN=development-service-ca',
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate: certificate.toString('pem') + '\n', key: await pemOf(keys.privateKey) };
}

function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + lifetime) };
}

/** Positive, whatever its first bit would say. */
function serialNumber(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`;
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}
