import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choices, defaultChoices } from '../choices.ts';
import { decideComponents } from '../components/table.ts';
import { type Change, longKey, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { type ConfigDocument, configEntries, configString, parseConfigDocument } from './config-document.ts';
import { type TransformedConfig, transformConfig } from './transform-config.ts';

function transformed(change: Change, choices: Partial<Choices> = {}): TransformedConfig {
  const facts = prodFacts(change);
  return transformConfig(facts, decideComponents(facts, { ...defaultChoices, ...choices }));
}

function read(text: string): ConfigDocument {
  const { document, problem } = parseConfigDocument(text);
  if (document === undefined) throw new Error(problem);
  return document;
}

/** Top-level keys that some rule names; all others are nobody's business. */
const named =
  /GARBAGE|REDIS|^DB_|REPO_MIRROR|SECURITY_SCANNER|URL_SCHEME|TLS_TERMINATION|HOSTNAME|TAG_EXPIRATION_OPTIONS|GPG2_|SIGNING|HELM_OCI|BITTORRENT|APP_REGISTRY|ACI_CONVERSION|JWTPROXY|V3_UPGRADE|_KEY$|FEATURE_MAILING|FEATURE_BUILD_SUPPORT|TEAM_RESYNC/;

test('of the registry with everything managed', () => {
  const { text, diff } = transformed({});
  expect([...configEntries(read(text)).keys()]).toEqual([
    'AUTHENTICATION_TYPE',
    'DATABASE_SECRET_KEY',
    'DISTRIBUTED_STORAGE_CONFIG',
    'DISTRIBUTED_STORAGE_PREFERENCE',
    'SECRET_KEY',
    'SERVER_HOSTNAME',
    'SETUP_COMPLETE',
    'FEATURE_GARBAGE_COLLECTION',
    'FEATURE_REPOSITORY_GARBAGE_COLLECTION',
    'FEATURE_NAMESPACE_GARBAGE_COLLECTION',
    'TAG_EXPIRATION_OPTIONS',
  ]);
  const removed = diff.filter(({ change }) => change === 'removed').map(({ key }) => key);
  expect(removed).toEqual([
    'BUILDLOGS_REDIS',
    'DB_URI',
    'FEATURE_REPO_MIRROR',
    'FEATURE_SECURITY_SCANNER',
    'GPG2_PRIVATE_KEY_FILENAME',
    'PREFERRED_URL_SCHEME',
    'REPO_MIRROR_SERVER_HOSTNAME',
    'REPO_MIRROR_TLS_VERIFY',
    'SECURITY_SCANNER_ENDPOINT',
    'USER_EVENTS_REDIS',
  ]);
});

describe('the difference', () => {
  test('accounts for each key of both files, once', () => {
    const change: Change = { config: { FEATURE_GARBAGE_COLLECTION: true, MAIL_PORT: 25 } };
    const { text, diff } = transformed(change);
    const before = prodFacts(change).config.document;
    const keys = new Set([...configEntries(before ?? read('{}')).keys(), ...configEntries(read(text)).keys()]);
    expect(diff.map(({ key }) => key)).toEqual([...keys]);
  });

  test('has a reason for each change', () => {
    for (const { change, reason } of transformed({}).diff) expect(reason === '').toBe(change === 'kept');
  });

  test('shows what garbage collection was', () => {
    const { diff } = transformed({ config: { FEATURE_GARBAGE_COLLECTION: true } });
    expect(diff.find(({ key }) => key === 'FEATURE_GARBAGE_COLLECTION')).toMatchObject({
      change: 'set',
      before: 'true',
      after: 'false',
    });
  });

  test('has no secret in it', () => {
    const { diff } = transformed({ config: { DB_URI: 'postgresql://quay:hunter2@prod-quay-postgresql/quay' } });
    expect(JSON.stringify(diff)).not.toMatch(/hunter2|7777777/);
  });
});

test('leaves the facts as they were', () => {
  const facts = prodFacts();
  const before = String(facts.config.document);
  transformConfig(facts, decideComponents(facts, defaultChoices));
  expect(String(facts.config.document)).toBe(before);
});

test('a second time it changes nothing more', () => {
  const { text } = transformed({});
  expect(transformed({ config: text }).text).toBe(text);
});

test('comments of what stays stay', () => {
  const text = `# who owns this: team registry\nSUPER_USERS: [quay] # the first one\nDB_URI: a\nSECRET_KEY: ${longKey}\n`;
  const output = transformed({ config: text }).text;
  expect(output).toContain('# who owns this: team registry\n');
  expect(output).toContain('SUPER_USERS: [ quay ] # the first one\n');
});

test.each([
  ['there is no Secret', { remove: ['Secret/quay-enterprise-config-secret'] }],
  ['config.yaml cannot be read', { config: 'a: [' }],
])('has its shape even where %s', (_title, change) => {
  expect([...configEntries(read(transformed(change).text)).keys()]).toContain('FEATURE_GARBAGE_COLLECTION');
});

test('a database that stays keeps how it is reached', () => {
  const document = read(
    transformed({ config: { DB_CONNECTION_ARGS: { sslmode: 'verify-full' } } }, { database: 'unmanaged' }).text,
  );
  expect(configString(document, 'DB_URI')).toBe('postgresql://quay:pw@prod-quay-postgresql/quay');
  expect(configEntries(document).get('DB_CONNECTION_ARGS')).toEqual({ sslmode: 'verify-full' });
});

const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('yes', 'y', '0777', '12:30:45', '1_000', '2026-11-24', longKey, '~', ''),
);
const settings = fc.dictionary(
  fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/).filter((key) => !named.test(key)),
  value,
);
const facts = fc.record({
  settings,
  clair: fc.boolean(),
  mirror: fc.boolean(),
  database: fc.constantFrom('copy', 'unmanaged'),
  type: fc.constantFrom('Route', 'Ingress'),
});

test('every key that no rule names keeps its value, whatever is managed', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(facts, ({ settings, clair, mirror, database, type }) => {
      const change: Change = {
        config: JSON.stringify({ ...settings, SECRET_KEY: longKey, DB_URI: 'postgresql://a@b/c' }),
        ecosystem: {
          spec: { clair: { enabled: clair }, quay: { enableRepoMirroring: mirror, externalAccess: { type } } },
        },
      };
      const after = configEntries(read(transformed(change, { database }).text));
      for (const [key, before] of configEntries(read(JSON.stringify(settings)))) {
        expect(after.get(key), key).toEqual(before);
      }
    }),
    { numRuns: 200 },
  );
});

test('both keys survive to the byte, quoted or not, whatever is managed', { timeout: 60_000 }, () => {
  const digits = fc
    .bigInt({ min: 0n, max: 10n ** 77n })
    .map((key) => ({ source: key.toString(), key: key.toString() }));
  const text = fc.string({ unit: 'binary', minLength: 1 }).map((raw) => {
    const key = raw.toWellFormed();
    const escaped = Array.from({ length: key.length }, (_, at) => key.charCodeAt(at).toString(16).padStart(4, '0'));
    return { source: `"${escaped.map((code) => `\\u${code}`).join('')}"`, key };
  });
  const one = fc.oneof(digits, text);
  fc.assert(
    fc.property(one, one, fc.boolean(), (secretKey, databaseKey, clair) => {
      const config = `SECRET_KEY: ${secretKey.source}\nDATABASE_SECRET_KEY: ${databaseKey.source}\nDB_URI: a\n`;
      const document = read(transformed({ config, ecosystem: { spec: { clair: { enabled: clair } } } }).text);
      expect(configString(document, 'SECRET_KEY')).toBe(secretKey.key);
      expect(configString(document, 'DATABASE_SECRET_KEY')).toBe(databaseKey.key);
    }),
    { numRuns: 300 },
  );
});
