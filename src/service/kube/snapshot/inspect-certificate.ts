import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { CertificateInspection } from '../../../domain/snapshot.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import { type Secret, isSecret } from '../../../k8s/secret.ts';

const pairs = [
  { certificateField: 'ssl.cert', keyField: 'ssl.key' },
  { certificateField: 'tls.crt', keyField: 'tls.key' },
] as const;

/** Inspects the certificate pairs of the Secrets. Never throws: an unreadable pair gets an error. */
export function inspectCertificates(objects: readonly KubernetesObject[]): readonly CertificateInspection[] {
  return objects.filter(isSecretWithData).flatMap((secret) => {
    const data = secret.data ?? {};
    return pairs
      .filter(({ certificateField, keyField }) => certificateField in data || keyField in data)
      .map(({ certificateField, keyField }) => ({
        secretName: secret.metadata.name,
        certificateField,
        ...inspectPair(decode(data[certificateField]), decode(data[keyField])),
      }));
  });
}

type Inspection = Omit<CertificateInspection, 'secretName' | 'certificateField'>;

function inspectPair(certificateText: string, keyText: string): Inspection {
  try {
    const certificate = readCertificate(certificateText);
    return {
      subjectAltNames: altNames(certificate.subjectAltName),
      notBefore: certificate.validFromDate.toISOString(),
      notAfter: certificate.validToDate.toISOString(),
      ...keyOf(certificate, keyText),
      selfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
    };
  } catch (error) {
    return { error: describe(error), subjectAltNames: [], keyMatches: false, selfSigned: false };
  }
}

/** The first certificate of the file, as Go's X509KeyPair reads it. Go, unlike Node.js, does not accept DER. */
function readCertificate(text: string): X509Certificate {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it has no PEM block CERTIFICATE');
  return new X509Certificate(text);
}

function keyOf(certificate: X509Certificate, text: string): Pick<CertificateInspection, 'keyMatches' | 'error'> {
  try {
    return { keyMatches: certificate.checkPrivateKey(createPrivateKey(text)) };
  } catch (error) {
    return { keyMatches: false, error: `the private key cannot be read: ${describe(error)}` };
  }
}

/** `DNS:quay.example.com, IP Address:10.0.0.1, DNS:"odd, name"`: names are quoted like JSON where they hold commas. */
function altNames(text: string | undefined): readonly string[] {
  const entries = (text ?? '').matchAll(/(DNS|IP Address):(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g);
  return [...entries].map(([, , quoted, plain]) => quoted ?? plain ?? '').filter((name) => name !== '');
}

function decode(base64: unknown): string {
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf8') : '';
}

/** A dump may hold Secrets without values. */
function isSecretWithData(object: KubernetesObject): object is Secret {
  const { data } = object as KubernetesObject & { readonly data?: unknown };
  return isSecret(object) && typeof data === 'object' && data !== null;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
