import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { InputError } from '../input-error.ts';
import { readDump } from './read-dump.ts';

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'n' }, data: { a: 'YQ==' } };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n', labels: { a: 'b' } } };

function kinds(text: string): readonly string[] {
  return readDump('dump', text).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

describe('what oc writes', () => {
  test.each([
    ['one object', stringify(secret), ['Secret s']],
    ['one object as JSON', JSON.stringify(secret, null, 4), ['Secret s']],
    ['a List', stringify({ apiVersion: 'v1', kind: 'List', items: [secret, pod] }), ['Secret s', 'Pod p']],
    ['a List as JSON', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod] }), ['Pod p']],
    ['several documents', `${stringify(secret)}---\n${stringify(pod)}---\n`, ['Secret s', 'Pod p']],
    [
      'a List, then an object',
      `---\n${stringify({ kind: 'List', items: [secret] })}---\n${stringify(pod)}`,
      ['Secret s', 'Pod p'],
    ],
    ['JSON documents in a row', `${JSON.stringify(secret, null, 4)}\n${JSON.stringify(pod)}`, ['Secret s', 'Pod p']],
    ['JSON without any space', `${JSON.stringify(secret)}${JSON.stringify(pod)}`, ['Secret s', 'Pod p']],
    ['JSON with separators', `${JSON.stringify(secret)}\n---\n${JSON.stringify(pod)}\n--- \n`, ['Secret s', 'Pod p']],
    ['an array, as jq writes it', JSON.stringify([secret, { kind: 'List', items: [pod] }]), ['Secret s', 'Pod p']],
    ['braces in texts of JSON', JSON.stringify({ ...pod, x: '}{"[\\' }), ['Pod p']],
    ['JSON, then YAML', `${JSON.stringify(secret)}\n---\n${stringify(pod)}`, ['Secret s', 'Pod p']],
    ['with a byte order mark as JSON', `\uFEFF${JSON.stringify(pod)}`, ['Pod p']],
    ['with a byte order mark and CRLF', `\uFEFF${stringify(secret).replaceAll('\n', '\r\n')}`, ['Secret s']],
  ])('%s', (_, text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  test('an empty List beside something', () => {
    expect(kinds(`${stringify({ kind: 'List', items: [] })}---\n${stringify(pod)}`)).toEqual(['Pod p']);
  });

  test('a typed list, whose items have no kind of their own', () => {
    const items = [{ metadata: pod.metadata }];
    expect(readDump('dump', stringify({ apiVersion: 'v1', kind: 'PodList', items }))).toEqual([pod]);
  });

  test('unknown fields stay', () => {
    expect(readDump('dump', stringify({ ...pod, spec: { new: [1, { x: 'y' }] } }))).toEqual([
      { ...pod, spec: { new: [1, { x: 'y' }] } },
    ]);
  });
});

const list = (item: unknown): string => stringify({ apiVersion: 'v1', kind: 'List', items: [pod, item] });

describe('what cannot be read is named by file, document and field', () => {
  test.each([
    ['nothing', '', 'dump contains no objects'],
    ['a text', 'hello', 'dump, document 1: must be a Kubernetes object or a List'],
    ['an empty List alone', stringify({ kind: 'List', items: [] }), 'dump contains no objects'],
    ['garbage', `${stringify(pod)}---\n: [}\n  - {`, 'dump, document 2: invalid YAML in line 9, column'],
    ['a list of texts', '["hunter2"]', 'dump, document 1, item 0: must be a Kubernetes object'],
    [
      'stringData as a list',
      list({ ...secret, stringData: [1] }),
      'items[1].stringData must be a mapping, but is a list',
    ],
    ['brackets without end', '['.repeat(5_000_000), 'dump: lists and mappings are nested too deeply'],
    [
      'JSON that is nested too deeply',
      `{"a":`.repeat(501) + '1' + '}'.repeat(501),
      'dump: lists and mappings are nested',
    ],
    ['half a JSON', '{"kind": "Pod", "meta', 'dump, document 1: invalid YAML in line 1, column'],
    ['two dumps without a line between', `${stringify(secret)}${stringify(pod)}`, 'separate them with a line ---'],
    [
      'no kind',
      list({ ...pod, kind: undefined }),
      'dump, document 1: field items[1].kind must be a string, but is missing',
    ],
    ['kind of a wrong type', list({ ...pod, kind: 7 }), 'field items[1].kind must be a string, but is a number'],
    [
      'no name',
      stringify({ ...pod, metadata: {} }),
      'dump, document 1: field metadata.name must be a string, but is missing',
    ],
    ['metadata as a list', list({ ...pod, metadata: [] }), 'field items[1].metadata must be a mapping, but is a list'],
    ['an item that is a text', list('oops'), 'field items[1] must be a Kubernetes object, but is a string'],
    ['items that are no list', stringify({ kind: 'List', items: { a: 1 } }), 'field items of the List must be a list'],
    [
      'a label that is no text',
      list({ ...pod, metadata: { name: 'p', labels: { a: true } } }),
      'field items[1].metadata.labels[a] must be a string, but is a boolean',
    ],
    ['data as a text', list({ ...secret, data: 'YQ==' }), 'field items[1].data must be a mapping, but is a string'],
    [
      'a number in data',
      list({ ...secret, data: { 'config.yaml': 7 } }),
      'field items[1].data[config.yaml] must be a string, but is a number',
    ],
    [
      'data in clear',
      list({ ...secret, data: { 'config.yaml': 'SECRET: x' } }),
      'field items[1].data[config.yaml] must be base64',
    ],
  ])('%s', (_, text, message) => {
    expect(() => readDump('dump', text)).toThrow(InputError);
    expect(() => readDump('dump', text)).toThrow(message);
  });

  test('a message never quotes what may be a secret', () => {
    const text = `apiVersion: v1\nkind: Secret\ndata: {password: hunter2: x}\n`;
    expect(() => readDump('dump', text)).toThrow(/^(?!.*hunter2)/s);
    expect(() => readDump('dump', 'kind: Secret\n"hunter2"')).toThrow(/^(?!.*hunter2)/s);
    expect(() => readDump('dump', list({ ...secret, data: { a: 'hunter2!' } }))).toThrow(/^(?!.*hunter2)/s);
  });

  test('keys that are mappings warn nobody with their text', () => {
    const text = `${stringify(pod)}spec: {? {CANARY: x} : y}\n`;
    expect(readDump('dump', text)).toHaveLength(1);
  });

  test('entities that would grow without end are refused', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index] ?? ''},`.repeat(9)}]`),
    ];
    expect(() => readDump('dump', bomb.join('\n'))).toThrow(/document 1: .*aliases would expand without limit/);
  });
});

test.each([
  ['keys', Array.from({ length: 50_000 }, (_, index) => `k${index}: v\n`).join('')],
  ['quotes', `a: "${'\\"'.repeat(2_500_000)}`],
  ['an open text of JSON', `{"a": "${'\\"'.repeat(2_500_000)}`],
  ['documents', '---\n'.repeat(50_000)],
  ['dashes', '- '.repeat(100_000)],
])('a hostile file of %s ends in an error', { timeout: 300_000 }, (_, text) => {
  expect(() => readDump('dump', text)).toThrow(InputError);
});

test.each(['yaml', 'json'])('a Secret with a config.yaml of 5 MB is read as %s', { timeout: 300_000 }, (format) => {
  const config = Buffer.from('# filler\n'.repeat(560_000)).toString('base64');
  const dump = { apiVersion: 'v1', kind: 'List', items: [{ ...secret, data: { 'config.yaml': config } }] };
  const text = format === 'json' ? JSON.stringify(dump, null, 2) : stringify(dump, { lineWidth: 0 });
  expect(readDump('dump', text)).toHaveLength(1);
});
