import { X509Certificate, createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { decodeBase64 } from '../../../src/domain/config/base64.ts';
import { Blocked } from './blocked.ts';
import type { RegistryInputs } from '../registry-inputs.ts';

/**
 * Checked whenever both files are there, against the host names of registry and builders: the subject's alternative
 * names decide, not the common name, and not the dates. The words are those of Go's crypto/tls and crypto/x509.
 */
export function checkCertificate({ files, config, hostname }: RegistryInputs): void {
  const [cert, key] = [files['ssl.cert'], files['ssl.key']];
  if (cert === undefined || key === undefined) return;
  const { BUILDMAN_HOSTNAME: builders } = config;
  for (const named of [hostname, ...(typeof builders === 'string' && builders !== '' ? [builders] : [])]) {
    const host = named.replace(/:\d+$/, '');
    const fault = pairFault(decodeBase64(cert), decodeBase64(key), host);
    if (fault === undefined) continue;
    throw new Blocked(
      'ComponentCreationFailed',
      `could not inflate kubernetes objects: provided certificate pair not valid for host '${host}': ${fault}`,
    );
  }
}

/** What is wrong with the pair for the host; undefined when nothing is. */
export function pairFault(cert: string, key: string, host: string): string | undefined {
  const certificate = readOr(() => new X509Certificate(cert));
  if (certificate === undefined) return 'tls: failed to find any PEM data in certificate input';
  const privateKey = readOr(() => createPrivateKey(key));
  if (privateKey === undefined) return 'tls: failed to find any PEM data in key input';
  if (!certificate.checkPrivateKey(privateKey)) return 'tls: private key does not match public key';
  const isAddress = isIP(host) !== 0;
  const covered = isAddress ? certificate.checkIP(host) : certificate.checkHost(host, { subject: 'never' });
  return covered === undefined ? nameFault(certificate, host, isAddress) : undefined;
}

function nameFault({ subjectAltName = '', subject }: X509Certificate, host: string, isAddress: boolean): string {
  const namesOf = (kind: string): string[] =>
    subjectAltName
      .split(', ')
      .filter((name) => name.startsWith(kind))
      .map((name) => name.slice(kind.length));
  const names = namesOf(isAddress ? 'IP Address:' : 'DNS:');
  if (names.length > 0) return `x509: certificate is valid for ${names.join(', ')}, not ${host}`;
  if (isAddress) return `x509: cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
  return /(^|\n)CN=/.test(subject)
    ? 'x509: certificate relies on legacy Common Name field, use SANs instead'
    : `x509: certificate is not valid for any names, but wanted to match ${host}`;
}

function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
