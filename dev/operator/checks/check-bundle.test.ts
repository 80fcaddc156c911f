import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/domain/config/base64.ts';
import { checkBundle, volumeSize } from './check-bundle.ts';
import { inputsOf } from '../registry-inputs.fixture.ts';

const pair = { 'ssl.cert': 'YQ==', 'ssl.key': 'YQ==' };

function clairConfig(text: string): Record<string, string> {
  return { 'clair-config.yaml': encodeBase64(text) };
}

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
    ...(['postgres', 'redis', 'route'] as const).map((kind): [string, Parameters<typeof inputsOf>[0], string] => [
      `${kind} unmanaged and not named`,
      { unmanaged: [kind] },
      `required component \`${kind}\` marked as unmanaged, but \`configBundleSecret\` is missing necessary fields`,
    ]),
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
      'Clair with a database of its own',
      { unmanaged: ['clairpostgres'], files: clairConfig('indexer: { connstring: host=db }') },
      undefined,
    ],
    [
      'Clair with a file that is no YAML',
      { unmanaged: ['clairpostgres'], files: clairConfig('{') },
      'clairpostgres component unmanaged but no clair postgres config provided',
    ],
    [
      'a managed Clair database with its fields',
      { files: clairConfig('matcher: { connstring: host=db }') },
      'clairpostgres component marked as managed, but `configBundleSecret` contains required fields',
    ],
    ['no Clair, and no database for it', { unmanaged: ['clair', 'clairpostgres'] }, undefined],
    ['no replicas under an autoscaler', { overrides: { mirror: { replicas: 0 } } }, undefined],
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
