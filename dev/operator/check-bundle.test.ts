import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../src/domain/config/base64.ts';
import { certificateFor } from '../samples/certificate.ts';
import { checkBundle, checkCertificate, volumeSize } from './check-bundle.ts';
import { inputsOf } from './registry-inputs.fixture.ts';

const pair = { 'ssl.cert': 'YQ==', 'ssl.key': 'YQ==' };

describe('checkBundle', () => {
  const storage = { DISTRIBUTED_STORAGE_CONFIG: {} };
  const cases: [string, Parameters<typeof inputsOf>[0], string | undefined][] = [
    ['object storage unmanaged and named', { unmanaged: ['objectstorage'], config: storage }, undefined],
    [
      'object storage unmanaged and not named',
      { unmanaged: ['objectstorage'] },
      'required component `objectstorage` marked as unmanaged, but `configBundleSecret` is missing necessary fields',
    ],
    [
      'a managed database with DB_URI',
      { config: { DB_URI: 'postgresql://x' } },
      'postgres component marked as managed, but `configBundleSecret` contains required fields',
    ],
    ['managed Redis with its fields', { config: { BUILDLOGS_REDIS: {} } }, undefined],
    ['a managed mirror with its fields', { config: { FEATURE_REPO_MIRROR: true } }, undefined],
    [
      'managed TLS with a pair',
      { files: pair },
      'tls component marked as managed, but `configBundleSecret` contains required fields',
    ],
    [
      'unmanaged TLS with half a pair',
      { unmanaged: ['tls'], files: { 'ssl.cert': 'YQ==' } },
      'required component `tls` marked as unmanaged, but `configBundleSecret` is missing necessary fields',
    ],
    [
      'Clair without a database',
      { unmanaged: ['clairpostgres'] },
      'clairpostgres component unmanaged but no clair postgres config provided',
    ],
    [
      'replicas under an autoscaler',
      { overrides: { quay: { replicas: 3 } } },
      'invalid overrides: cannot override replicas with managed HPA',
    ],
    [
      'a size for Redis',
      { overrides: { redis: { volumeSize: '1Gi' } } },
      'invalid overrides: component redis does not support volumeSize overrides',
    ],
  ];
  it.each(cases)('%s', (_name, change, message) => {
    const check = (): void => {
      checkBundle(inputsOf(change));
    };
    if (message === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(message);
  });
});

describe('checkCertificate', () => {
  it('takes a pair for the host, and no pair at all', async () => {
    const { certificate, key } = await certificateFor(['quay.example.com']);
    const files = { 'ssl.cert': encodeBase64(certificate), 'ssl.key': encodeBase64(key) };
    expect(() => {
      checkCertificate(inputsOf({ files }));
      checkCertificate(inputsOf({}));
    }).not.toThrow();
  });

  it('refuses another host, another key and what is no certificate', async () => {
    const [other, mine] = await Promise.all([
      certificateFor(['other.example.com']),
      certificateFor(['quay.example.com']),
    ]);
    const refused = (cert: string, key: string): unknown => {
      try {
        checkCertificate(inputsOf({ files: { 'ssl.cert': encodeBase64(cert), 'ssl.key': encodeBase64(key) } }));
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(String(refused(other.certificate, other.key))).toMatch(
      /not valid for host 'quay.example.com': x509: .*not quay.example.com/,
    );
    expect(String(refused(mine.certificate, other.key))).toMatch(/private key does not match/);
    expect(String(refused('garbage', mine.key))).toMatch(/failed to find any PEM data/);
  });
});

describe('volumeSize', () => {
  it.each([
    [undefined, '50Gi'],
    ['50Gi', '50Gi'],
    ['80Gi', '80Gi'],
  ])('%s gives %s', (override, expected) => {
    const overrides = override === undefined ? {} : { postgres: { volumeSize: override } };
    expect(volumeSize(inputsOf({ overrides }), 'postgres')).toBe(expected);
  });

  it('refuses to shrink', () => {
    const inputs = inputsOf({ overrides: { postgres: { volumeSize: '20Gi' } } });
    expect(() => volumeSize(inputs, 'postgres')).toThrow('cannot shrink volume override size from 50Gi to 20Gi');
  });
});
