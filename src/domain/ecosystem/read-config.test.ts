import { describe, expect, test } from 'vitest';
import { type Change, fixtureSecret, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { dataOf } from './read-config.ts';

const name = 'Secret/quay-enterprise-config-secret';
const config = (change: Change = {}) => prodFacts(change).config;
const data = (values: object): Change => ({ patch: { [name]: { data: values } } });

describe('config.yaml', () => {
  test.each<[string, Change, RegExp]>([
    ['no Secret', { remove: [name] }, /^the Secret is missing$/],
    ['no key', data({ 'config.yaml': null }), /^the key config\.yaml is missing or empty$/],
    ['nothing in it', data({ 'config.yaml': ' \n' }), /^the key config\.yaml is missing or empty$/],
    ['no YAML', { config: 'A: [' }, /./],
    ['an alias that leads nowhere', { config: 'A: *nobody\n' }, /./],
    ['a list', { config: '- A\n' }, /./],
  ])('%s has no document, and says why', (_title, change, problem) => {
    const { document, problem: said } = config(change);
    expect(document).toBeUndefined();
    expect(said).toMatch(problem);
  });

  test('a document has no problem', () => {
    const { document, problem } = config();
    expect(document).toBeDefined();
    expect(problem).toBeUndefined();
  });
});

describe('the host name', () => {
  const route = (host: unknown): Change['patch'] => ({ 'Route/prod-quay': { spec: { host } } });

  test.each<[string, Change, string]>([
    [
      'config.yaml’s',
      { config: { SERVER_HOSTNAME: 'a.example.com' }, patch: route('b.example.com') ?? {} },
      'a.example.com',
    ],
    ['the Route’s', { config: { SERVER_HOSTNAME: null }, patch: route('b.example.com') ?? {} }, 'b.example.com'],
    ['none', { config: { SERVER_HOSTNAME: null }, patch: route(7) ?? {} }, ''],
    ['none without a Route', { config: { SERVER_HOSTNAME: 7 }, remove: ['Route/prod-quay'] }, ''],
  ])('is %s', (_title, change, hostname) => {
    expect(config(change).hostname).toBe(hostname);
  });
});

describe('files that were mounted from other Secrets', () => {
  const secret = fixtureSecret('files', { 'a.crt': 'a', 'b.crt': 'b' });
  const listed = (...configFiles: readonly object[]) =>
    config({ add: [secret], ecosystem: { spec: { quay: { configFiles } } } }).extraFiles.map(
      ({ key, filename, content }) => [key, filename, content === undefined ? undefined : atob(content)],
    );

  test.each<[string, object, readonly unknown[]]>([
    [
      'all keys',
      { secretName: 'files' },
      [
        ['a.crt', 'a.crt', 'a'],
        ['b.crt', 'b.crt', 'b'],
      ],
    ],
    ['those that are listed', { secretName: 'files', files: [{ key: 'b.crt' }] }, [['b.crt', 'b.crt', 'b']]],
    [
      'under another name',
      {
        secretName: 'files',
        files: [
          { key: 'a.crt', filename: 'x.crt' },
          { key: 'b.crt', filename: '' },
        ],
      },
      [
        ['a.crt', 'x.crt', 'a'],
        ['b.crt', 'b.crt', 'b'],
      ],
    ],
    ['a key that is not there', { secretName: 'files', files: [{ key: 'c' }] }, [['c', 'c', undefined]]],
    ['a Secret that is not there', { secretName: 'gone' }, [['*', '', undefined]]],
    ['a CA, which is in the config Secret already', { secretName: 'files', type: 'extraCaCert' }, []],
    [
      'a CA among others',
      {
        secretName: 'files',
        files: [
          { key: 'a.crt', type: 'extraCaCert' },
          { key: 'b.crt', type: 'config' },
        ],
      },
      [['b.crt', 'b.crt', 'b']],
    ],
    ['no name', {}, []],
  ])('%s', (_title, entry, files) => {
    expect(listed(entry)).toEqual(files);
  });
});

test.each<[unknown, object]>([
  [undefined, {}],
  ['text', {}],
  [['list'], {}],
  [{ a: 'YQ==', b: 7, c: null }, { a: 'YQ==' }],
])('of the data %j counts what is text', (values, expected) => {
  expect(dataOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: values as never })).toEqual(
    expected,
  );
});

test('without a Secret there are no data', () => {
  expect(dataOf(undefined)).toEqual({});
});
