import { describe, expect, test } from 'vitest';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { parseConfigDocument } from './config-document.ts';
import { generalChanges } from './general-changes.ts';

const quiet = 'TAG_EXPIRATION_OPTIONS: [2w]\nSERVER_HOSTNAME: quay.example.com\n';

/** Changes that a text makes, as `KEY` or `KEY=value`; those of garbage collection are in every one of them. */
function changes(text: string, facts = prodFacts()): readonly string[] {
  const { document, problem } = parseConfigDocument(text);
  if (document === undefined) throw new Error(problem);
  return generalChanges(document, facts)
    .filter(({ key }) => !key.includes('GARBAGE'))
    .map((change) => (change.action === 'set' ? `${change.key}=${JSON.stringify(change.value)}` : change.key));
}

test('a configuration that needs nothing only has its garbage collection held', () => {
  const { document } = parseConfigDocument(quiet);
  expect(document && generalChanges(document, prodFacts())).toEqual(
    ['FEATURE_GARBAGE_COLLECTION', 'FEATURE_REPOSITORY_GARBAGE_COLLECTION', 'FEATURE_NAMESPACE_GARBAGE_COLLECTION'].map(
      (key) => ({ key, action: 'set', value: false, reason: expect.stringContaining('rollback') as string }),
    ),
  );
});

describe.each([
  'GPG2_PRIVATE_KEY_FILENAME',
  'GPG2_PRIVATE_KEY_NAME',
  'GPG2_PUBLIC_KEY_FILENAME',
  'SIGNING_ENGINE',
  'FEATURE_SIGNING',
  'FEATURE_ACI_CONVERSION',
  'BITTORRENT_FILENAME_PEPPER',
  'FEATURE_BITTORRENT',
  'FEATURE_APP_REGISTRY',
  'FEATURE_READONLY_APP_REGISTRY',
  'JWTPROXY_AUDIENCE',
  'V3_UPGRADE_MODE',
  'SECURITY_SCANNER_ENDPOINT',
  'SECURITY_SCANNER_ISSUER_NAME',
])('%s', (key) => {
  test('is taken out, and only it', () => {
    expect(changes(`${quiet}${key}: x\nX_${key}: y\n${key}X_: z\n`).filter((change) => !change.endsWith('X_'))).toEqual(
      [key],
    );
  });
});

test.each(['FEATURE_SECURITY_NOTIFICATIONS', 'SECURITY_SCANNER_V4_ENDPOINT', 'USERFILES_LOCATION'])(
  '%s stays',
  (key) => {
    expect(changes(`${quiet}${key}: x\n`)).toEqual([]);
  },
);

test('a switch stays as it is', () => {
  expect(changes(`${quiet}FEATURE_REPO_MIRROR: true\n`)).toEqual([]);
});

test.each([
  ['readonly', ['REGISTRY_STATE']],
  ['normal', []],
])('REGISTRY_STATE %s', (state, expected) => {
  expect(changes(`${quiet}REGISTRY_STATE: ${state}\n`)).toEqual(expected);
});

test.each([
  [
    'FEATURE_STORAGE_REPLICATION: true\nDISTRIBUTED_STORAGE_PREFERENCE: []\n',
    ['DISTRIBUTED_STORAGE_PREFERENCE=["b","a"]'],
  ],
  ['FEATURE_STORAGE_REPLICATION: true\n', ['DISTRIBUTED_STORAGE_PREFERENCE=["b","a"]']],
  ['FEATURE_STORAGE_REPLICATION: true\nDISTRIBUTED_STORAGE_PREFERENCE: [a]\n', []],
  ['FEATURE_STORAGE_REPLICATION: false\nDISTRIBUTED_STORAGE_PREFERENCE: []\n', []],
])('the preference is written down where replication wants one: %j', (text, expected) => {
  expect(changes(`${quiet}DISTRIBUTED_STORAGE_CONFIG: {b: [S3Storage, {}], a: [S3Storage, {}]}\n${text}`)).toEqual(
    expected,
  );
});

describe('a type with which Quay does not start', () => {
  test.each([
    ['REGISTRY_TITLE: 2020\n', ['REGISTRY_TITLE="2020"']],
    ['REGISTRY_TITLE_SHORT: 1.10\n', ['REGISTRY_TITLE_SHORT="1.10"']],
    ['MAIL_PASSWORD: 0777\n', ['MAIL_PASSWORD="0777"']],
    ["MAIL_PORT: '587'\n", ['MAIL_PORT=587']],
    ['MAIL_PORT: 587\n', []],
    ["MAIL_PORT: 'smtp'\n", []],
    ["MAIL_USE_TLS: 'false'\n", []],
    ['REGISTRY_TITLE: true\n', []],
    ['SOMETHING_ELSE: 7\n', []],
  ])('%j', (text, expected) => {
    expect(changes(quiet + text)).toEqual(expected);
  });
});

test.each([
  ['TAG_EXPIRATION_OPTIONS: [1d, 2w]\nDEFAULT_TAG_EXPIRATION: 3w\n', ['TAG_EXPIRATION_OPTIONS=["1d","2w","3w"]']],
  ['TAG_EXPIRATION_OPTIONS: [1d, 2w]\nDEFAULT_TAG_EXPIRATION: 2w\n', []],
  ['TAG_EXPIRATION_OPTIONS: 1d\nDEFAULT_TAG_EXPIRATION: 2w\n', []],
])('the default of expirations is one of the options: %j', (text, expected) => {
  expect(changes(`SERVER_HOSTNAME: a\n${text}`)).toEqual(expected);
});

describe('null', () => {
  test.each(['REPO_MIRROR_SERVER_HOSTNAME', 'BUILDMAN_HOSTNAME'])('of %s is taken out', (key) => {
    expect(changes(`${quiet}${key}: null\n`)).toEqual([key]);
    expect(changes(`${quiet}${key}: example.com\n`)).toEqual([]);
  });

  test('of any other setting stays: it overrides a default of Quay', () => {
    expect(changes(`${quiet}MAIL_DEFAULT_SENDER: null\n`)).toEqual([]);
  });
});

describe('a default that the operator would change', () => {
  test.each([
    [
      'TAG_EXPIRATION_OPTIONS, with what people have',
      'DEFAULT_TAG_EXPIRATION: 3w\n',
      ['0s', '1d', '1w', '2w', '4w', '3w'],
    ],
    ['TAG_EXPIRATION_OPTIONS, with one of them', 'DEFAULT_TAG_EXPIRATION: 4w\n', ['0s', '1d', '1w', '2w', '4w']],
    ['TAG_EXPIRATION_OPTIONS, with nothing said', '', ['0s', '1d', '1w', '2w', '4w']],
  ])('%s', (_title, text, options) => {
    expect(changes(`SERVER_HOSTNAME: a\n${text}`)).toEqual([`TAG_EXPIRATION_OPTIONS=${JSON.stringify(options)}`]);
  });

  test.each([
    ['MAIL_SERVER: smtp.example.com\n', ['FEATURE_MAILING=true']],
    ['MAIL_SERVER: smtp.example.com\nFEATURE_MAILING: false\n', []],
    ['MAIL_PORT: 25\n', []],
    ['BUILD_MANAGER: [ephemeral, {}]\n', ['FEATURE_BUILD_SUPPORT=true']],
    ['FEATURE_TEAM_SYNCING: true\n', ['TEAM_RESYNC_STALE_TIME="30m"']],
    ['FEATURE_TEAM_SYNCING: true\nTEAM_RESYNC_STALE_TIME: 1h\n', []],
    ['FEATURE_TEAM_SYNCING: false\n', []],
  ])('%j', (text, expected) => {
    expect(changes(quiet + text)).toEqual(expected);
  });
});

describe('the host', () => {
  test.each([
    ['is the one of config.yaml', 'SERVER_HOSTNAME: a.example.com\n', []],
    ['is the Route where config.yaml names none', '', ['SERVER_HOSTNAME="quay.example.com"']],
    [
      'is the Route where config.yaml has null',
      'SERVER_HOSTNAME:\n',
      ['SERVER_HOSTNAME', 'SERVER_HOSTNAME="quay.example.com"'],
    ],
  ])('%s', (_title, text, expected) => {
    expect(changes(`TAG_EXPIRATION_OPTIONS: [2w]\n${text}`)).toEqual(expected);
  });

  test('is left out where nobody knows it', () => {
    const facts = prodFacts();
    const nowhere = { ...facts, config: { ...facts.config, hostname: '' } };
    expect(changes('TAG_EXPIRATION_OPTIONS: [2w]\n', nowhere)).toEqual([]);
  });
});

test.each([
  [
    'FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT: true\n',
    ['FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT', 'FEATURE_HELM_OCI_SUPPORT=true'],
  ],
  [
    'FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT: true\nFEATURE_HELM_OCI_SUPPORT: false\n',
    ['FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT'],
  ],
])('Helm charts stay allowed under their new name: %j', (text, expected) => {
  expect(changes(quiet + text)).toEqual(expected);
});
