import { describe, expect, test } from 'vitest';
import { encodeBase64, decodeBase64 } from '../config/base64.ts';
import { configString, configValue, parseConfigDocument } from '../config/config-document.ts';
import { type Change, bundleOf, longKey, prodFacts, routeEnds } from '../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../fixtures/worked-examples.fixture.ts';

function filesOf(change: Change): Readonly<Record<string, string>> {
  return bundleOf(prodFacts(change)).data ?? {};
}

function withFiles(files: Readonly<Record<string, string | null>>): Change {
  return { patch: { 'Secret/quay-enterprise-config-secret': { data: files } } };
}

describe('the files of the bundle', () => {
  test('are those that the legacy pods saw', () => {
    expect(Object.keys(filesOf({})).sort()).toEqual([
      'config.yaml',
      'extra_ca_cert_corp.pem',
      'extra_ca_cert_quay.crt',
      'ldap.crt',
      'ssl.cert',
      'ssl.key',
    ]);
  });

  test('have the name by which the connection to a database that stays names them', () => {
    const named = (uri: string): readonly string[] =>
      Object.keys(
        filesOf({
          config: {
            DB_URI: uri,
            DB_CONNECTION_ARGS: { sslrootcert: 'conf/stack/extra_ca_certs_corp.pem', sslkey: '/a' },
          },
        }),
      );
    expect(named('postgresql://u:p@pg.corp.example.com/quay')).toContain('extra_ca_certs_corp.pem');
    expect(named('postgresql://u:p@pg.corp.example.com/quay')).toContain('extra_ca_cert_corp.pem');
    expect(named('postgresql://u:p@prod-quay-postgresql/quay')).not.toContain('extra_ca_certs_corp.pem');
  });

  test.each<[string, Change, string, string | undefined]>([
    ['a CA gets the prefix that Clair sees too', {}, 'extra_ca_cert_corp.pem', 'ca'],
    ['a CA of the legacy prefix is not there twice', {}, 'extra_ca_certs_corp.pem', undefined],
    [
      "the legacy operator's CA for Clair v2 goes",
      withFiles({ 'extra_ca_certs_clair.crt': 'QUFB' }),
      'extra_ca_cert_clair.crt',
      undefined,
    ],
    ['an empty CA goes', withFiles({ 'extra_ca_certs_void.crt': '' }), 'extra_ca_cert_void.crt', undefined],
    ['a CA without a name goes', withFiles({ extra_ca_certs_: 'QUFB' }), 'extra_ca_cert_', undefined],
    ['another file keeps its name', withFiles({ 'cloudfront.pem': 'QUFB' }), 'cloudfront.pem', 'AAA'],
    ['a file of configFiles comes along', {}, 'ldap.crt', 'ldap'],
    [
      'a file of configFiles under the name that it was mounted as',
      {
        ecosystem: {
          spec: {
            quay: { configFiles: [{ secretName: 'ldap-files', files: [{ key: 'ldap.crt', filename: 'other.crt' }] }] },
          },
        },
      },
      'other.crt',
      'ldap',
    ],
    ['a certificate that Quay serves', {}, 'ssl.cert', 'certificate'],
    ['a certificate that the router had', workedExamples.ephemeral, 'ssl.cert', undefined],
    ['a pair that edge termination does not use', { patch: routeEnds('edge') }, 'ssl.key', undefined],
  ])('%s', (_title, change, name, text) => {
    const content = filesOf(change)[name];
    expect(content === undefined ? undefined : decodeBase64(content)).toBe(text);
  });

  test('are carried to the byte, whatever they hold', () => {
    const binary = Buffer.from([0, 255, 254, 192, 128]).toString('base64');
    expect(filesOf(withFiles({ 'krb5.keytab': binary }))['krb5.keytab']).toBe(binary);
  });
});

describe('config.yaml of the bundle', () => {
  const { document } = parseConfigDocument(decodeBase64(filesOf({})['config.yaml'] ?? ''));
  if (document === undefined) throw new Error('config.yaml of the bundle cannot be read');

  test.each<[string, unknown]>([
    ['SECRET_KEY', longKey],
    ['DATABASE_SECRET_KEY', longKey],
    ['SERVER_HOSTNAME', 'quay.example.com'],
    [
      'DISTRIBUTED_STORAGE_CONFIG',
      { default: ['S3Storage', { s3_bucket: 'prod-registry', storage_path: '/registry' }] },
    ],
    ['DB_URI', undefined],
    ['BUILDLOGS_REDIS', undefined],
    ['SECURITY_SCANNER_ENDPOINT', undefined],
    ['GPG2_PRIVATE_KEY_FILENAME', undefined],
    ['REPO_MIRROR_SERVER_HOSTNAME', undefined],
    ['FEATURE_GARBAGE_COLLECTION', false],
  ])('%s', (key, value) => {
    expect(configValue(document, key)).toEqual(value);
  });

  test('of a database that stays keeps DB_URI', () => {
    const text = decodeBase64(filesOf(workedExamples.loadBalancer)['config.yaml'] ?? '');
    const kept = parseConfigDocument(text).document;
    expect(kept && configString(kept, 'DB_URI')).toBe('postgresql://u:p@pg.corp.example.com/quay');
  });

  test('is an empty mapping but for what is set where the old one cannot be read', () => {
    const text = decodeBase64(filesOf({ config: 'a: [' })['config.yaml'] ?? '');
    expect(parseConfigDocument(text).problem).toBeUndefined();
    expect(encodeBase64(text)).not.toBe('');
  });
});
