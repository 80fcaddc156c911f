import { describe, expect, test } from 'vitest';
import { readChoices } from './choices.ts';
import { parseDatabaseUri } from './ecosystem/database/database-uri.ts';
import { type Change, fixtureSecret, prodFacts } from './fixtures/prod-registry.fixture.ts';
import { encodeBase64 } from './config/base64.ts';
import { context } from './plan/plan.fixture.ts';
import type { MigrationPlan } from './plan/migration-plan.ts';
import { planMigration } from './plan/plan-migration.ts';

/** What whoever may edit a QuayEcosystem, its Secrets and annotations can put there, up to what the API server takes. */
function planned(change: Change): MigrationPlan {
  const facts = prodFacts(change);
  return planMigration(facts, readChoices(facts.ecosystem?.metadata.annotations ?? {}).choices, context);
}

const size = 262_144;
const texts: Readonly<Record<string, string>> = {
  letters: 'a'.repeat(size),
  dots: 'a.'.repeat(size / 2),
  dashes: '-'.repeat(size),
  colons: ':'.repeat(size),
  at: '@'.repeat(size),
  'hosts and @': 'a@b/'.repeat(size / 4),
  slashes: '../'.repeat(size / 3),
  encoded: '%2f%2e%2e'.repeat(size / 9),
  digits: '9'.repeat(size),
  blanks: ' '.repeat(size),
  'line ends': '\n'.repeat(size),
  quotes: '"'.repeat(size),
  commas: ','.repeat(size),
  brackets: '['.repeat(size),
  'ids and versions': 'v3.3.3-1@sha256:'.repeat(size / 16),
  controls: '\u0000\u001b[2J\u202e'.repeat(size / 8),
};

const places: Readonly<Record<string, (text: string) => Change>> = {
  annotations: (text) => ({
    ecosystem: {
      metadata: {
        annotations: Object.fromEntries(
          ['acknowledged', 'request', 'database', 'access', 'copy-before-freeze', 'rollback', text.slice(0, 50)].map(
            (key) => [`quay-migration/${key}`, text],
          ),
        ),
      },
    },
  }),
  spec: (text) => ({
    ecosystem: {
      spec: {
        quay: {
          image: text,
          imagePullSecretName: text,
          configSecretName: text,
          migrationPhase: text,
          database: { server: text, volumeSize: text, credentialsSecretName: text, storageClass: text, image: text },
          envVars: [{ name: text, value: text }],
          registryBackends: [{ name: text, s3: { bucketName: text, host: text } }],
          externalAccess: { type: text, hostname: text, tls: { termination: text, secretName: text } },
          configFiles: [{ secretName: text, files: [{ key: text, filename: text }] }],
        },
        redis: { hostname: text },
        clair: { enabled: true, image: text },
      },
    },
  }),
  'config.yaml': (text) => ({
    config: {
      SERVER_HOSTNAME: text,
      DB_URI: `postgresql://${text}`,
      BUILDLOGS_REDIS: { host: text },
      DISTRIBUTED_STORAGE_CONFIG: { [text]: [text, { host: text }] },
      SECRET_KEY: text,
      TAG_EXPIRATION_OPTIONS: [text],
      [text]: text,
    },
  }),
  'config.yaml as it is': (text) => ({ config: text }),
  Secrets: (text) => ({ add: [fixtureSecret(text, { [text]: text, 'ssl.cert': text })] }),
  'file names': (text) => ({
    patch: { 'Secret/quay-enterprise-config-secret': { data: { [text]: encodeBase64('x') } } },
  }),
};

describe.each(Object.keys(texts))('256 KiB of %s', (kind) => {
  test.each(Object.keys(places))('in %s end in a plan, at once', { timeout: 60_000 }, (place) => {
    const startedAt = performance.now();
    const { findings } = planned(places[place]?.(texts[kind] ?? '') ?? {});
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    for (const finding of findings) {
      const { object, field, message, remedy } = finding;
      for (const text of [object, field, message, remedy]) expect(text.length).toBeLessThanOrEqual(2000);
    }
  });
});

const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 10_000 }, (_, index) => make(index));
const byName = <T>(make: (index: number) => readonly [string, T]): Record<string, T> => Object.fromEntries(many(make));

describe('10,000', () => {
  test.each<[string, Change]>([
    [
      'wrong choices',
      { ecosystem: { metadata: { annotations: byName((index) => [`quay-migration/x${index}`, 'y']) } } },
    ],
    ['variables', { ecosystem: { spec: { quay: { envVars: many((index) => ({ name: `V${index}`, value: 7 })) } } } }],
    [
      'backends',
      { ecosystem: { spec: { quay: { registryBackends: many((index) => ({ name: `b${index}`, local: {} })) } } } },
    ],
    ['files', { ecosystem: { spec: { quay: { configFiles: many((index) => ({ secretName: `s${index}` })) } } } }],
    ['settings', { config: byName((index) => [`SETTING_${index}`, index]) }],
    [
      'local storages',
      { config: { DISTRIBUTED_STORAGE_CONFIG: byName((index) => [`s${index}`, ['LocalStorage', {}]]) } },
    ],
    ['Secrets', { add: many((index) => fixtureSecret(`prod-quay-config-secret-${index}`, { a: 'b' })) }],
    ['keys', { patch: { 'Secret/quay-enterprise-config-secret': { data: byName((index) => [`f${index}`, 'eA==']) } } }],
  ])('%s end in a plan that can be stored', { timeout: 60_000 }, (_, change) => {
    const startedAt = performance.now();
    const { findings } = planned(change);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(findings.length).toBeLessThan(200);
    expect(JSON.stringify(findings).length).toBeLessThan(200_000);
  });

  test('what is not listed is counted', () => {
    const annotations = byName((index) => [`quay-migration/x${index}`, 'y'] as const);
    const { findings } = planned({ ecosystem: { metadata: { annotations } } });
    const unknown = findings.filter(({ id }) => id === 'choice-unknown');
    expect(unknown).toHaveLength(51);
    expect(unknown.at(-1)).toMatchObject({
      severity: 'blocker',
      message: '9950 more findings of this kind are not listed',
    });
  });
});

describe('numbers beyond what a field can hold', () => {
  test.each([-1, 1e308, Number.MAX_SAFE_INTEGER + 2, 0.1, -0])('%d replicas', (replicas) => {
    const { resources } = planned({ ecosystem: { spec: { quay: { replicas } } } });
    expect(JSON.stringify(resources)).not.toMatch(/"replicas":(?:-|0\.|1e|9007199254740994)/);
  });

  test.each(['99999999999999999999999Ei', '1e400', '8Ei', '-5Gi', '0', '1e-9'])(
    'a volume of %s is refused or harmless',
    (volumeSize) => {
      const { database, findings } = planned({ ecosystem: { spec: { quay: { database: { volumeSize } } } } });
      const storage = database.claim?.spec?.resources?.requests?.storage;
      const refused = findings.some(({ field, severity }) => severity !== 'info' && field.includes('volumeSize'));
      expect(refused || storage === '50Gi').toBe(true);
    },
  );
});

test('keys that objects have by birth change no object but their own', () => {
  const spec = JSON.parse(
    '{"__proto__": {"polluted": 1}, "quay": {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}}',
  ) as Record<string, unknown>;
  const config =
    '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\nDB_CONNECTION_ARGS: {__proto__: {polluted: 1}}\n';
  planned({
    ecosystem: { spec, metadata: { annotations: JSON.parse('{"__proto__": "x"}') as Record<string, string> } },
    config,
  });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

/** Names of a Secret's files and of objects reach paths: every one that is no name is refused before anything is created. */
test.each(['..', '../../etc/passwd', 'a/b', 'a%2fb', '.'])(
  'a file called %j goes nowhere but into the bundle',
  (filename) => {
    const configFiles = [{ secretName: 'prod-db-creds', files: [{ key: 'database-username', filename }] }];
    const { resources, work } = planned({ ecosystem: { spec: { quay: { configFiles } } } });
    for (const object of resources) expect(object.metadata.name).toMatch(/^[a-z0-9.-]+$/);
    // In the upgrade's volume a file has the name of its key, which the API server refuses with the Secret.
    const mounts = [
      ...(JSON.stringify([work.copy, work.inspect]).match(/"(?:mountPath|subPath|path)":"[^"]*"/g) ?? []),
      ...(JSON.stringify(work.upgrade).match(/"(?:mountPath|subPath)":"[^"]*"/g) ?? []),
    ];
    for (const mount of mounts) expect(mount).not.toContain(filename === '.' ? '"./' : filename);
  },
);

test.each([
  '169.254.169.254',
  'kubernetes.default.svc',
  'quay-migration-plugin.quay-migration.svc',
  'localhost',
  '::1',
])('a database at %s is reached from a pod of its own namespace alone', (host) => {
  const uri = host.includes(':') ? `[${host}]` : host;
  const { work } = planned({ config: { DB_URI: `postgresql://quay:pw@${uri}/quay` } });
  for (const job of [work.inspect, work.upgrade, work.check]) expect(job.metadata.namespace).toBe('quay-enterprise');
});

test('a DB_URI of a megabyte is taken apart, or not, at once', () => {
  for (const text of Object.values(texts)) {
    const startedAt = performance.now();
    parseDatabaseUri(`postgresql://u:${text}${text}@${text}${text}/quay`);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  }
});
